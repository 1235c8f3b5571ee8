// Bytes of the daemon on their way to a data channel: sends while the channel has space, and gives the daemon credit.

/** RFC 8841, 6.1: each implementation takes messages of 64 KiB. */
const kMostMessage = 64 * 1024;
const kMostBuffered = 1024 * 1024;
const kGoOnBelow = 256 * 1024;
const kCreditStep = 64 * 1024;

export class ToChannel {
  /** @type {Uint8Array[]} */
  #queue = [];
  #credit = 0;

  /** @param {RTCDataChannel} channel @param {(bytes: number) => void} onCredit so many more bytes were handed to the channel */
  constructor(channel, onCredit) {
    this.channel = channel;
    this.onCredit = onCredit;
    channel.bufferedAmountLowThreshold = kGoOnBelow;
    channel.onbufferedamountlow = () => this.#drain();
  }

  /** Takes bytes of the daemon; it sends no more than 1 MiB without credit. @param {ArrayBuffer} bytes */
  push(bytes) {
    if (bytes.byteLength > 0) this.#queue.push(new Uint8Array(bytes));
    this.#drain();
  }

  /** Sends no more. */
  close() {
    this.channel.onbufferedamountlow = null;
  }

  #drain() {
    while (this.#queue.length > 0 && this.channel.bufferedAmount < kMostBuffered) {
      const message = this.#nextMessage();
      this.channel.send(/** @type {Uint8Array<ArrayBuffer>} */ (message));
      this.#count(message.length);
    }
  }

  #nextMessage() {
    const first = /** @type {Uint8Array} */ (this.#queue.shift());
    const rest = first.subarray(kMostMessage);
    if (rest.length > 0) this.#queue.unshift(rest);
    return first.subarray(0, kMostMessage);
  }

  /** @param {number} bytes */
  #count(bytes) {
    this.#credit += bytes;
    if (this.#credit < kCreditStep && this.#queue.length > 0) return;
    this.onCredit(this.#credit);
    this.#credit = 0;
  }
}
