// The offers of one swarm at one tracker that are not answered yet.

import { binaryOf } from "../binary_string.js";

/** @typedef {import("../peers/peer_connection.js").PeerConnection} PeerConnection */
/** @typedef {import("./tracker_messages.js").Offer} Offer */

const kMostOffers = 5;

export class Offers {
  /** Connections by offer id. @type {Map<string, PeerConnection>} */
  #pending = new Map();

  /** @param {import("../world.js").World} world @param {import("../peers/connections.js").Connections} connections @param {string} infoHash */
  constructor(world, connections, infoHash) {
    this.world = world;
    this.connections = connections;
    this.infoHash = infoHash;
  }

  /** Makes as many offers as are allowed: at most 5. Those that fail are left out. @returns {Promise<Offer[]>} */
  async make() {
    const count = Math.min(kMostOffers, this.connections.room("outgoing"));
    const offers = await Promise.all(Array.from({ length: count }, () => this.#makeOne()));
    return offers.filter((offer) => offer !== null);
  }

  /** Hands the answer of a peer to the connection of its offer; an unknown offer id is ignored. @param {string} id @param {string} sdp */
  answered(id, sdp) {
    const connection = this.#pending.get(id);
    this.#pending.delete(id);
    void connection?.accept(sdp);
  }

  /** Closes the connections of all offers that wait. */
  close() {
    for (const connection of [...this.#pending.values()]) connection.close();
  }

  /** @returns {Promise<Offer | null>} */
  async #makeOne() {
    const id = binaryOf(this.world.randomBytes(20));
    const connection = this.connections.create(this.infoHash, "outgoing", () => this.#pending.delete(id));
    if (connection === null) return null;
    this.#pending.set(id, connection);
    const sdp = await connection.offer();
    return sdp === null ? null : { id, sdp };
  }
}
