// Random draws of a run. Each actor has a generator of its own, so that its draws do not depend on the speed of others.
import { seededRandom } from '../support/random.mjs';

/** @param {string} text @returns {number} FNV-1a */
function numberOf(text) {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}

export class Draws {
  #random;

  /** @param {number} seed of the run @param {string} actor */
  constructor(seed, actor) {
    this.#random = seededRandom(seed ^ numberOf(actor));
  }

  /** A number from `least` to below `most`. @param {number} least @param {number} most */
  between(least, most) {
    return least + this.#random() * (most - least);
  }

  /** @param {number} limit */
  below(limit) {
    return Math.floor(this.#random() * limit);
  }

  /** @template T @param {readonly T[]} list @returns {T} */
  any(list) {
    return list[this.below(list.length)];
  }
}
