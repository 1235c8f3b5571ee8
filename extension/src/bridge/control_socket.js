// The control socket: the daemon tells the swarms to be in, and is told the states of the trackers.

import { readState } from "./control_messages.js";

/** @typedef {{url: string, state: string, problem: string}} Report */
/** @typedef {{onState: (state: import("./control_messages.js").State) => void, onClose: () => void}} ControlListener */

const kFirstPauseMs = 1000;
const kLongestPauseMs = 30_000;
const kReportMs = 1000;

export class ControlSocket {
  /** @type {WebSocket | null} */
  #socket = null;
  #failures = 0;
  #cancelOpening = () => {};
  /** Ends the time in which no more reports are sent; null: the next one may be sent at once. @type {(() => void) | null} */
  #cancelReport = null;
  /** The report that waits for that time's end. @type {Report[] | null} */
  #waiting = null;

  /** Opens the socket. @param {import("./world.js").World} world @param {string} url of the bridge @param {ControlListener} listener */
  constructor(world, url, listener) {
    this.world = world;
    this.url = url;
    this.listener = listener;
    this.#open();
  }

  /** Sends the states of all trackers, at most once a second; of several within a second, the last one. @param {Report[]} trackers */
  report(trackers) {
    this.#waiting = trackers;
    if (this.#cancelReport === null) this.#sendReport();
  }

  /** Ends the socket for good. */
  close() {
    this.#cancelOpening();
    this.#stopReports();
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #open() {
    const socket = this.world.openSocket(`${this.url}/control`);
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      if (socket === this.#socket) this.#receive(data);
    };
    socket.onclose = () => {
      if (socket === this.#socket) this.#closed();
    };
  }

  /** @param {unknown} data */
  #receive(data) {
    const state = readState(data);
    if (state === null) return;
    this.#failures = 0;
    this.listener.onState(state);
  }

  #closed() {
    this.#socket = null;
    this.listener.onClose();
    this.#stopReports();
    const pause = Math.min(kLongestPauseMs, kFirstPauseMs * 2 ** this.#failures);
    this.#failures += 1;
    this.#cancelOpening = this.world.after(pause, () => this.#open());
  }

  #sendReport() {
    this.#cancelReport = null;
    if (this.#waiting === null || this.#socket?.readyState !== 1) return;
    this.#socket.send(JSON.stringify({ trackers: this.#waiting }));
    this.#waiting = null;
    this.#cancelReport = this.world.after(kReportMs, () => this.#sendReport());
  }

  #stopReports() {
    this.#cancelReport?.();
    this.#cancelReport = null;
    this.#waiting = null;
  }
}
