// All connections to peers: keeps their number below the daemon's limit, and joins each that opens to the daemon.

import { peerUrl } from "../bridge_url.js";
import { BytePipe } from "./byte_pipe.js";
import { PeerConnection } from "./peer_connection.js";

export class Connections {
  /** Connections with the info-hashes of their swarms; half-open ones are among them. @type {Map<PeerConnection, string>} */
  #all = new Map();
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

  /** Number of connections that may be added. */
  get free() {
    return Math.max(0, this.#most - this.#all.size);
  }

  /** Sets the limit and the servers of new connections. @param {{peers: number, stun: string[]}} limits `stun`: URLs */
  configure({ peers, stun }) {
    this.#most = peers;
    this.#stun = stun;
  }

  /**
   * A new connection; null when there are too many or the browser refuses one more.
   * @param {string} infoHash
   * @param {() => void} [onClose]
   */
  create(infoHash, onClose = () => {}) {
    if (this.free === 0) return null;
    const connection = this.#connect(infoHash, onClose);
    if (connection) this.#all.set(connection, infoHash);
    return connection;
  }

  /** Closes the connections of a swarm. @param {string} infoHash */
  closeAll(infoHash) {
    for (const [connection, swarm] of [...this.#all]) if (swarm === infoHash) connection.close();
  }

  /** @param {string} infoHash @param {() => void} onClose @returns {PeerConnection | null} */
  #connect(infoHash, onClose) {
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
    const infoHash = this.#all.get(connection) ?? "";
    const pipe = new BytePipe(this.world, channel, () => connection.close());
    this.#pipes.set(connection, pipe);
    pipe.connect(peerUrl(this.url, infoHash, await connection.remoteAddress()));
  }

  /** Closing a connection ends its data channel without an event (W3C WebRTC, 4.4.3), so the pipe is closed too. @param {PeerConnection} connection */
  #closed(connection) {
    this.#all.delete(connection);
    this.#pipes.get(connection)?.close();
  }
}
