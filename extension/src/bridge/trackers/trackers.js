// The trackers of all swarms, one socket for each URL.

import { Tracker } from "./tracker.js";

const kMostTrackers = 32;

export class Trackers {
  /** @type {Map<string, Tracker>} */
  #all = new Map();

  /** @param {import("../world.js").World} world @param {string} peerId ours @param {() => void} onChange a report has changed */
  constructor(world, peerId, onChange) {
    this.world = world;
    this.peerId = peerId;
    this.onChange = onChange;
  }

  /** The trackers as the daemon is told of them. */
  get reports() {
    return [...this.#all.values()].map((tracker) => tracker.report);
  }

  /** The tracker of a URL, or null when there are too many. A new one is opened. @param {string} url ws: or wss: */
  get(url) {
    const known = this.#all.get(url);
    if (known !== undefined) return known;
    if (this.#all.size >= kMostTrackers) return null;
    const tracker = new Tracker(this.world, url, this.peerId, () => this.onChange());
    this.#all.set(url, tracker);
    this.onChange();
    return tracker;
  }

  /** Takes a swarm from a tracker, which is closed behind its last swarm. @param {string} url @param {string} infoHash */
  leave(url, infoHash) {
    const tracker = this.#all.get(url);
    tracker?.leave(infoHash);
    if (tracker === undefined || tracker.members > 0) return;
    tracker.close();
    this.#all.delete(url);
    this.onChange();
  }
}
