// Mutates inputs at random, reproducibly by seed: for the parsers that are written in JavaScript.
import { below, seededRandom } from '../../support/random.mjs';

const EDGES = [0, 1, 0x7f, 0x80, 0xfe, 0xff];
const MUCH = 64 << 10;

export class Mutator {
  #random;

  /** @param {number} seed @param {Buffer[]} inputs from which it begins @param {(string | Buffer)[]} words that mean something to the reader */
  constructor(seed, inputs, words) {
    this.#random = seededRandom(seed);
    this.inputs = inputs;
    this.words = words.map((word) => Buffer.from(/** @type {string} */ (word)));
  }

  /** @returns {Buffer} */
  next() {
    let input = this.#any(this.inputs);
    for (let changes = 1 + this.below(8); changes > 0; changes--) input = this.#changed(input);
    return input;
  }

  /** @param {number} limit */
  below(limit) {
    return below(this.#random, limit);
  }

  /** @template T @param {T[]} list @returns {T} */
  #any(list) {
    return list[this.below(list.length)];
  }

  /** @param {Buffer} input @returns {Buffer} */
  #changed(input) {
    const at = this.below(input.length + 1);
    const [front, back] = [input.subarray(0, at), input.subarray(at)];
    const other = this.#any(this.inputs);
    const insert = (/** @type {Buffer} */ bytes) => Buffer.concat([front, bytes, back]);
    const part = this.below(other.length + 1);
    const ways = [
      () => insert(this.#any(this.words)),
      () => insert(this.#any(this.words)),
      () => insert(other.subarray(part, part + this.below(200))),
      () => Buffer.concat([front, back.subarray(1 + this.below(16))]),
      () => (this.below(4) === 0 ? front : input),
      () => (this.below(16) === 0 ? insert(this.#much(back)) : input),
      () => this.#otherByte(input, at),
      () => this.#otherByte(input, at),
    ];
    return this.#any(ways)();
  }

  /** Repeats a part many times: costs that grow faster than the length become visible. @param {Buffer} bytes */
  #much(bytes) {
    const part = bytes.subarray(0, 1 + this.below(40));
    return part.length === 0 ? part : Buffer.alloc(MUCH, part);
  }

  /** @param {Buffer} input @param {number} at */
  #otherByte(input, at) {
    if (at >= input.length) return input;
    const changed = Buffer.from(input);
    changed[at] = this.#any([this.below(256), this.#any(EDGES), changed[at] ^ (1 << this.below(8)), changed[at] + 1]) & 255;
    return changed;
  }
}
