// Frames of native messaging and of the local socket: four bytes of length, little endian, then that many bytes of
// JSON.

/** @param {unknown} message an object to be written as JSON, or the payload's bytes @returns {Buffer} */
export function frame(message) {
  const payload = Buffer.isBuffer(message) ? message : Buffer.from(JSON.stringify(message), 'utf8');
  return Buffer.concat([lengthPrefix(payload.length), payload]);
}

/** @param {number} length */
export function lengthPrefix(length) {
  const prefix = Buffer.alloc(4);
  prefix.writeUInt32LE(length);
  return prefix;
}

/** Assembles frames from received parts of any size. */
export class FrameReader {
  /** @type {Buffer} */
  #pending = Buffer.alloc(0);

  /** @param {Buffer} bytes @returns {Buffer[]} the payloads that are complete now */
  feed(bytes) {
    this.#pending = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes]);
    const payloads = [];
    while (this.#pending.length >= 4) {
      const length = this.#pending.readUInt32LE(0);
      if (this.#pending.length < 4 + length) break;
      payloads.push(this.#pending.subarray(4, 4 + length));
      this.#pending = this.#pending.subarray(4 + length);
    }
    return payloads;
  }
}
