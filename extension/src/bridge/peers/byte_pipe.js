// Joins an open data channel to a WebSocket of the daemon: the bytes of the peer connection (BEP 3) go both ways
// unchanged, and the end of one is the end of the other.

import { ToChannel } from "./to_channel.js";
import { ToDaemon } from "./to_daemon.js";

export class BytePipe {
  /** @type {WebSocket | null} */
  #socket = null;
  #isClosed = false;
  #toDaemon;
  #toChannel;

  /**
   * Takes the channel's messages from now on.
   * @param {import("../world.js").World} world
   * @param {RTCDataChannel} channel
   * @param {import("./held_bytes.js").HeldBytes} held by the sockets of all pipes
   * @param {() => void} onClose
   */
  constructor(world, channel, held, onClose) {
    this.world = world;
    this.channel = channel;
    this.onClose = onClose;
    this.#toDaemon = new ToDaemon(world, held, () => this.close());
    this.#toChannel = new ToChannel(channel, (bytes) => this.#socket?.send(String(bytes)));
    channel.onmessage = ({ data }) => {
      if (data instanceof ArrayBuffer && !this.#isClosed) this.#toDaemon.push(data);
    };
    channel.onclose = () => this.close();
  }

  /** Opens the daemon's end. A pipe that is closed already opens nothing. @param {string} url */
  connect(url) {
    if (this.#isClosed) return;
    const socket = this.world.openSocket(url);
    this.#socket = socket;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.#toDaemon.open(socket);
    socket.onmessage = ({ data }) => this.#receive(data);
    socket.onclose = () => this.close();
  }

  /** Closes both ends. */
  close() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#toDaemon.close();
    this.#toChannel.close();
    this.#socket?.close();
    this.channel.close();
    this.onClose();
  }

  /** A channel that is closing throws on send. @param {unknown} data */
  #receive(data) {
    if (!(data instanceof ArrayBuffer) || this.#isClosed) return;
    try {
      this.#toChannel.push(data);
    } catch {
      this.close();
    }
  }
}
