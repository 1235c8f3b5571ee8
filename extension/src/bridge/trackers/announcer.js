// One swarm at one tracker: announces it at the start, in the tracker's interval, when the torrent is complete and at the
// end (BEP 3), makes offers to peers and answers theirs.

import { Offers } from "./offers.js";
import { RateLimit } from "./rate_limit.js";
import { announceMessage, answerMessage } from "./tracker_messages.js";

/** @typedef {import("./tracker_messages.js").Signal} Signal */
/** @typedef {import("./tracker_messages.js").Offer} Offer */
/** @typedef {import("./tracker_messages.js").AnnounceEvent} AnnounceEvent */

/**
 * The swarm that is announced.
 * @typedef {object} Announced
 * @property {string} infoHash
 * @property {number | null} left bytes
 */

const kDefaultIntervalMs = 2 * 60_000;
const kShortestIntervalMs = 30_000;
const kLongestIntervalMs = 30 * 60_000;
const kMostOffered = 20;
const kOfferedMs = 10_000;

export class Announcer {
  #isStarted = false;
  #intervalMs = kDefaultIntervalMs;
  /** @type {string | null} */
  #trackerId = null;
  /** Number of the announce under way; another number means that it is out of date. */
  #turn = 0;
  #cancel = () => {};
  #offers;
  /** Limit of peers' offers; a flood of them in one swarm, or from one tracker, leaves the others theirs. */
  #offered;

  /**
   * @param {import("../world.js").World} world
   * @param {import("./tracker.js").Tracker} tracker
   * @param {import("../peers/connections.js").Connections} connections
   * @param {Announced} swarm
   */
  constructor(world, tracker, connections, swarm) {
    this.world = world;
    this.tracker = tracker;
    this.connections = connections;
    this.swarm = swarm;
    this.#offers = new Offers(world, connections, swarm.infoHash);
    this.#offered = new RateLimit(world.now, kMostOffered, kOfferedMs);
  }

  opened() {
    void this.#announce();
  }

  /** Answers to the open offers cannot come any more. */
  closed() {
    this.#stop();
    this.#isStarted = false;
  }

  /** @param {import("./tracker_messages.js").Reply} reply */
  replied({ interval, trackerId }) {
    this.#trackerId = trackerId ?? this.#trackerId;
    if (interval === null) return;
    this.#intervalMs = Math.min(kLongestIntervalMs, Math.max(kShortestIntervalMs, interval * 1000));
    if (this.#isStarted) this.#plan();
  }

  /** @param {Signal} offer */
  async offered({ peerId, offerId, sdp }) {
    if (!this.#offered.take()) return;
    const connection = this.connections.create(this.swarm.infoHash, "incoming");
    const answer = await connection?.answer(sdp);
    if (!answer) return;
    this.tracker.send(answerMessage({ ...this.#ids, toPeerId: peerId, offerId, sdp: answer }));
  }

  /** @param {Signal} answer */
  answered({ offerId, sdp }) {
    this.#offers.answered(offerId, sdp);
  }

  /** Announces that the torrent is complete. One that the tracker does not know yet is announced so at its start. */
  completed() {
    if (this.#isStarted) this.#send("completed", []);
  }

  /** Announces the end of the swarm. */
  left() {
    if (this.#isStarted) this.#send("stopped", []);
    this.#stop();
  }

  get #ids() {
    return { infoHash: this.swarm.infoHash, peerId: this.tracker.peerId };
  }

  /** The socket may close, or the swarm end, while the offers are made. */
  async #announce() {
    const turn = ++this.#turn;
    const offers = await this.#offers.make();
    if (turn !== this.#turn) return;
    this.#send(this.#isStarted ? "" : "started", offers);
    this.#isStarted = true;
    this.#plan();
  }

  /** @param {AnnounceEvent} event @param {Offer[]} offers */
  #send(event, offers) {
    this.tracker.send(announceMessage({ ...this.#ids, left: this.swarm.left, event, offers, trackerId: this.#trackerId }));
  }

  #plan() {
    this.#cancel();
    this.#cancel = this.world.after(this.#intervalMs, () => void this.#announce());
  }

  #stop() {
    this.#turn += 1;
    this.#cancel();
    this.#offers.close();
  }
}
