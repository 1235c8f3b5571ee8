// The connections that are not open yet. Each direction has a bound of its own: neither own offers that no peer answers nor
// answers that never open take all places.

/** @typedef {import("./peer_connection.js").PeerConnection} PeerConnection */
/** @typedef {"incoming" | "outgoing"} Direction "incoming": answers to peers' offers; "outgoing": own offers */

const kPartOfPeers = 1 / 4;

export class HalfOpen {
  #most = 0;
  /** Connections with the info-hashes of their swarms, the oldest first. @type {Record<Direction, Map<PeerConnection, string>>} */
  #all = { incoming: new Map(), outgoing: new Map() };

  /** Sets the bound of each direction: a quarter of all peers, and at least 1. @param {number} peers */
  configure(peers) {
    this.#most = Math.max(1, Math.floor(peers * kPartOfPeers));
  }

  /** Number of connections that may be added. @param {Direction} direction */
  room(direction) {
    return Math.max(0, this.#most - this.#all[direction].size);
  }

  /** @param {Direction} direction @param {PeerConnection} connection @param {string} infoHash */
  add(direction, connection, infoHash) {
    this.#all[direction].set(connection, infoHash);
  }

  /** Counts a connection no more: it has opened, or is closed. @param {PeerConnection} connection */
  delete(connection) {
    this.#all.incoming.delete(connection);
    this.#all.outgoing.delete(connection);
  }

  /**
   * The incoming connection that gives its place to another swarm: the oldest of the swarm with the most, or null when that
   * one has not two more than the other. So a flood of offers in one swarm leaves places to the others.
   * @param {string} infoHash of the other swarm
   */
  yielding(infoHash) {
    const counts = new Map([[infoHash, 0]]);
    for (const swarm of this.#all.incoming.values()) counts.set(swarm, (counts.get(swarm) ?? 0) + 1);
    const [most, count] = [...counts].reduce((one, other) => (other[1] > one[1] ? other : one));
    if (count < (counts.get(infoHash) ?? 0) + 2) return null;
    return [...this.#all.incoming].find(([, swarm]) => swarm === most)?.[0] ?? null;
  }
}
