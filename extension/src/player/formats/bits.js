// Reads bytes bit by bit, the most significant bit first. Reads zeros behind the end. Pure.

export class Bits {
  #bytes;
  #at = 0;

  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.#bytes = bytes;
  }

  /** Whether all bits are read; only zeros follow. */
  get ended() {
    return this.#at >= this.#bytes.length * 8;
  }

  /** @param {number} count at most 24 */
  take(count) {
    let value = 0;
    for (let n = 0; n < count; n++, this.#at++) {
      value = (value << 1) | (((this.#bytes[this.#at >> 3] ?? 0) >> (7 - (this.#at & 7))) & 1);
    }
    return value;
  }

  /** Skips to the next byte boundary. */
  align() {
    this.#at = (this.#at + 7) & ~7;
  }
}
