// All connections to peers: keeps their number below the daemon's limit, and joins each that opens to the daemon.

import { peerUrl } from "../bridge_url.js";
import { BytePipe } from "./byte_pipe.js";
import { HalfOpen } from "./half_open.js";
import { HeldBytes } from "./held_bytes.js";
import { PeerConnection } from "./peer_connection.js";

/** @typedef {import("./half_open.js").Direction} Direction */

export class Connections {
  /** Connections with the info-hashes of their swarms; half-open ones are among them. @type {Map<PeerConnection, string>} */
  #all = new Map();
  #halfOpen = new HalfOpen();
  #held = new HeldBytes();
  /** Pipes of the open connections. @type {WeakMap<PeerConnection, BytePipe>} */
  #pipes = new WeakMap();
  #most = 0;
  /** @type {string[]} */
  #stun = [];

  /** @param {import("../world.js").World} world @param {string} url of the bridge */
  constructor(world, url) {
    this.world = world;
    this.url = url;
  }

  /** Number of connections below the limit. */
  get free() {
    return Math.max(0, this.#most - this.#all.size);
  }

  /** Number of connections that may be added in a direction. @param {Direction} direction */
  room(direction) {
    return Math.min(this.free, this.#halfOpen.room(direction));
  }

  /** Sets the limit and the servers of new connections. @param {{peers: number, stun: string[]}} limits `stun`: URLs */
  configure({ peers, stun }) {
    this.#most = peers;
    this.#halfOpen.configure(peers);
    this.#stun = stun;
  }

  /**
   * A new connection; null when there are too many or the browser refuses one more.
   * @param {string} infoHash
   * @param {Direction} direction
   * @param {() => void} [onClose]
   */
  create(infoHash, direction, onClose = () => {}) {
    if (direction === "incoming" && this.room(direction) === 0) this.#halfOpen.yielding(infoHash)?.close();
    const connection = this.room(direction) > 0 ? this.#connect(onClose) : null;
    if (connection === null) return null;
    this.#all.set(connection, infoHash);
    this.#halfOpen.add(direction, connection, infoHash);
    return connection;
  }

  /** Closes the connections of a swarm. @param {string} infoHash */
  closeAll(infoHash) {
    for (const [connection, swarm] of [...this.#all]) if (swarm === infoHash) connection.close();
  }

  /** @param {() => void} onClose @returns {PeerConnection | null} */
  #connect(onClose) {
    try {
      const connection = new PeerConnection(this.world, this.#stun, {
        onOpen: (channel) => void this.#opened(connection, channel),
        onClose: () => {
          this.#closed(connection);
          onClose();
        },
      });
      return connection;
    } catch {
      return null;
    }
  }

  /** The pipe is made before the address is known: the first message may come at once. @param {PeerConnection} connection @param {RTCDataChannel} channel */
  async #opened(connection, channel) {
    this.#halfOpen.delete(connection);
    const infoHash = this.#all.get(connection) ?? "";
    const pipe = new BytePipe(this.world, channel, this.#held, () => connection.close());
    this.#pipes.set(connection, pipe);
    pipe.connect(peerUrl(this.url, infoHash, await connection.remoteAddress()));
  }

  /** Closing a connection ends its data channel without an event (W3C WebRTC, 4.4.3), so the pipe is closed too. @param {PeerConnection} connection */
  #closed(connection) {
    this.#all.delete(connection);
    this.#halfOpen.delete(connection);
    this.#pipes.get(connection)?.close();
  }
}
