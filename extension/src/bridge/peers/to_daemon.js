// Bytes of a data channel on their way to the daemon: joins messages into frames, and bounds the bytes that wait.

const kMostFrame = 128 * 1024;
const kMostBeforeOpen = 1024 * 1024;
const kMostBuffered = 16 * 1024 * 1024;

export class ToDaemon {
  /** @type {Uint8Array[]} */
  #parts = [];
  #bytes = 0;
  /** @type {WebSocket | null} */
  #socket = null;
  /** Cancels the flush that waits; null: none waits. @type {(() => void) | null} */
  #cancel = null;

  /**
   * @param {import("../world.js").World} world
   * @param {import("./held_bytes.js").HeldBytes} held by the sockets of all peers
   * @param {() => void} onTooMuch more bytes wait than are allowed
   */
  constructor(world, held, onTooMuch) {
    this.world = world;
    this.held = held;
    this.onTooMuch = onTooMuch;
  }

  /** The socket is open, so the bytes that came before may leave. @param {WebSocket} socket */
  open(socket) {
    this.#socket = socket;
    this.#flush();
  }

  /** Takes a message of the data channel, which has no pause for incoming bytes; an empty one is none. @param {ArrayBuffer} message */
  push(message) {
    if (message.byteLength === 0) return;
    if (this.#socket) this.#cancel ??= this.world.after(0, () => this.#flush());
    this.#parts.push(new Uint8Array(message));
    this.#bytes += message.byteLength;
    if (this.#socket === null) {
      if (this.#bytes > kMostBeforeOpen) this.onTooMuch();
    } else if (this.#bytes >= kMostFrame) {
      this.#flush();
    }
  }

  /** Sends no more. */
  close() {
    this.#stopWaiting();
    if (this.#socket) this.held.release(this.#socket);
  }

  #flush() {
    this.#stopWaiting();
    const socket = /** @type {WebSocket} */ (this.#socket);
    while (this.#bytes > 0) socket.send(this.#nextFrame());
    if (socket.bufferedAmount > kMostBuffered || !this.held.fits(socket)) this.onTooMuch();
  }

  #stopWaiting() {
    this.#cancel?.();
    this.#cancel = null;
  }

  #nextFrame() {
    const frame = new Uint8Array(Math.min(kMostFrame, this.#bytes));
    for (let filled = 0; filled < frame.length; ) {
      const part = /** @type {Uint8Array} */ (this.#parts.shift());
      const fits = part.subarray(0, frame.length - filled);
      frame.set(fits, filled);
      filled += fits.length;
      if (fits.length < part.length) this.#parts.unshift(part.subarray(fits.length));
    }
    this.#bytes -= frame.length;
    return frame;
  }
}
