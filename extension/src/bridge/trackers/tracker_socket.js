// The WebSocket to one tracker: opens it, reports its state, and opens it again after growing pauses when it closes.

import { readTrackerMessage } from "./tracker_messages.js";

/** @typedef {"connecting" | "connected" | "waiting"} TrackerState */

/**
 * @typedef {object} TrackerListener
 * @property {() => void} onOpen
 * @property {() => void} onClose
 * @property {(message: NonNullable<ReturnType<typeof readTrackerMessage>>) => void} onMessage
 * @property {() => void} onState `state` or `problem` has changed
 */

const kFirstPauseMs = 10_000;
const kLongestPauseMs = 60 * 60_000;
const kMostProblem = 200;

export class TrackerSocket {
  /** @type {WebSocket | null} */
  #socket = null;
  #failures = 0;
  #cancel = () => {};
  /** @type {TrackerState} */
  state = "connecting";
  problem = "";

  /** Opens the socket. @param {import("../world.js").World} world @param {string} url @param {TrackerListener} listener */
  constructor(world, url, listener) {
    this.world = world;
    this.url = url;
    this.listener = listener;
    this.#open();
  }

  get isOpen() {
    return this.#socket?.readyState === 1;
  }

  /** Sends a text; without an open socket it is dropped. @param {string} text */
  send(text) {
    if (this.isOpen) this.#socket?.send(text);
  }

  /** Sets the state that the tracker's last message means. @param {TrackerState} state @param {string} problem */
  setState(state, problem) {
    if (state === this.state && problem === this.problem) return;
    this.state = state;
    this.problem = problem;
    this.listener.onState();
  }

  /** Ends the socket for good; texts that were sent before still leave. */
  close() {
    this.#cancel();
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #open() {
    this.setState("connecting", this.problem);
    try {
      this.#socket = this.world.openSocket(this.url);
    } catch (error) {
      return this.#wait(String(error));
    }
    this.#listen(this.#socket);
  }

  /** @param {WebSocket} socket */
  #listen(socket) {
    socket.onopen = () => {
      if (socket === this.#socket) this.#opened();
    };
    socket.onmessage = ({ data }) => {
      if (socket === this.#socket) this.#receive(data);
    };
    socket.onclose = ({ code, reason }) => {
      if (socket === this.#socket) this.#closed(reason || `WebSocket ${code}`);
    };
  }

  #opened() {
    this.setState("connected", "");
    this.listener.onOpen();
  }

  /** Only a valid message restarts the pauses at the shortest: a tracker may accept and close at once. @param {unknown} data */
  #receive(data) {
    const message = readTrackerMessage(data);
    if (message === null) return;
    if (message.kind !== "failure") this.#failures = 0;
    this.listener.onMessage(message);
  }

  /** @param {string} problem */
  #closed(problem) {
    this.#socket = null;
    this.listener.onClose();
    this.#wait(problem);
  }

  /** The random part keeps the peers of a tracker that restarts from coming back all at once. @param {string} problem */
  #wait(problem) {
    const pause = Math.min(kLongestPauseMs, kFirstPauseMs * 2 ** this.#failures);
    this.#failures += 1;
    const random = (this.world.randomBytes(1)[0] ?? 0) / 255;
    this.#cancel = this.world.after(pause * (1 + random / 2), () => this.#open());
    this.setState("waiting", problem.slice(0, kMostProblem));
  }
}
