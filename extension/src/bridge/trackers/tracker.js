// One tracker for all swarms that announce there: hands each message to the swarm of its info-hash.

import { TrackerSocket } from "./tracker_socket.js";

/** @typedef {import("./tracker_messages.js").Signal} Signal */
/** @typedef {import("./tracker_messages.js").Reply} Reply */

/**
 * A swarm's part at a tracker.
 * @typedef {object} Member
 * @property {() => void} opened
 * @property {() => void} closed
 * @property {(reply: Reply) => void} replied
 * @property {(offer: Signal) => void} offered
 * @property {(answer: Signal) => void} answered
 */

export class Tracker {
  /** Members by info-hash. @type {Map<string, Member>} */
  #members = new Map();
  #socket;

  /** @param {import("../world.js").World} world @param {string} url @param {string} peerId ours @param {() => void} onState */
  constructor(world, url, peerId, onState) {
    this.peerId = peerId;
    this.#socket = new TrackerSocket(world, url, {
      onOpen: () => this.#members.forEach((member) => member.opened()),
      onClose: () => this.#members.forEach((member) => member.closed()),
      onMessage: (message) => this.#route(message),
      onState,
    });
  }

  get isOpen() {
    return this.#socket.isOpen;
  }

  /** The tracker as the daemon is told of it. */
  get report() {
    return { url: this.#socket.url, state: this.#socket.state, problem: this.#socket.problem };
  }

  get members() {
    return this.#members.size;
  }

  /** Adds the member of an info-hash; one that comes while the socket is open is told at once. @param {string} infoHash @param {Member} member */
  join(infoHash, member) {
    this.#members.set(infoHash, member);
    if (this.isOpen) member.opened();
  }

  /** @param {string} infoHash */
  leave(infoHash) {
    this.#members.delete(infoHash);
  }

  /** Sends a message; without an open socket it is dropped. @param {string} text */
  send(text) {
    this.#socket.send(text);
  }

  close() {
    this.#socket.close();
  }

  /** @param {Parameters<import("./tracker_socket.js").TrackerListener["onMessage"]>[0]} message */
  #route(message) {
    const member = this.#members.get(message.infoHash ?? "");
    if (message.kind === "failure") {
      if (member !== undefined || message.infoHash === null) this.#socket.setState("waiting", message.problem);
    } else if (member === undefined) {
      return;
    } else if (message.kind === "reply") {
      this.#socket.setState("connected", "");
      member.replied(message);
    } else {
      this.#signal(member, message);
    }
  }

  /** @param {Member} member @param {Signal} signal */
  #signal(member, signal) {
    if (signal.peerId === this.peerId) return;
    if (signal.kind === "answer") member.answered(signal);
    else member.offered(signal);
  }
}
