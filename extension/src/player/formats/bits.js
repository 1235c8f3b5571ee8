// Reads bytes bit by bit, the highest first. Behind the end there are zeros. Pure.

export class Bits {
  #bytes;
  #at = 0;

  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.#bytes = bytes;
  }

  /** Nothing but zeros comes. */
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

  /** To the beginning of the next byte. */
  align() {
    this.#at = (this.#at + 7) & ~7;
  }
}
