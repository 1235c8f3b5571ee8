// One swarm: the trackers where it is announced, and the end of its connections when the daemon leaves it.

import { Announcer } from "./announcer.js";

export class Swarm {
  /** Announcers by tracker URL. @type {Map<string, Announcer>} */
  #announcers = new Map();
  /** Bytes that the torrent has not got; null: not known. @type {number | null} */
  left = null;

  /**
   * @param {import("../world.js").World} world
   * @param {import("./trackers.js").Trackers} trackers
   * @param {import("../peers/connections.js").Connections} connections
   * @param {string} infoHash
   */
  constructor(world, trackers, connections, infoHash) {
    this.world = world;
    this.trackers = trackers;
    this.connections = connections;
    this.infoHash = infoHash;
  }

  /** Takes the daemon's state of the swarm. @param {{trackers: string[], left: number | null}} state */
  update({ trackers, left }) {
    const completes = left === 0 && this.left !== 0;
    this.left = left;
    if (completes) this.#announcers.forEach((announcer) => announcer.completed());
    for (const url of [...this.#announcers.keys()]) if (!trackers.includes(url)) this.#leaveTracker(url);
    for (const url of trackers) if (!this.#announcers.has(url)) this.#joinTracker(url);
  }

  /** Leaves the swarm: the trackers are told, and its connections are closed. */
  leave() {
    for (const url of [...this.#announcers.keys()]) this.#leaveTracker(url);
    this.connections.closeAll(this.infoHash);
  }

  /** @param {string} url */
  #joinTracker(url) {
    const tracker = this.trackers.get(url);
    if (tracker === null) return; // until another update finds one less
    const announcer = new Announcer(this.world, tracker, this.connections, this);
    this.#announcers.set(url, announcer);
    tracker.join(this.infoHash, announcer);
  }

  /** @param {string} url */
  #leaveTracker(url) {
    this.#announcers.get(url)?.left();
    this.#announcers.delete(url);
    this.trackers.leave(url, this.infoHash);
  }
}
