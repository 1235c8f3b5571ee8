// The objects of presentation graphics (PGS): run-length coded rectangles of palette indexes, which come in fragments. A few
// bytes may claim a screen full of pixels, and objects may be many and large, so all of them together have limits. Pure.

/** @typedef {{width: number, height: number, runs: Uint8Array}} PgsObject */
/** @typedef {{id: number, width: number, height: number, left: number, bytes: number, parts: Uint8Array[]}} Open one of which parts are missing */

/** The longest side of an object; a larger one is not decoded. */
export const kLargestSide = 4096;
/** The most objects at once; a stream that defines more is no subtitle. */
const kMostObjects = 64;
/** The most coded bytes of all objects together. A Blu-ray player has a buffer of 1 MiB; converters code worse. */
const kMostBytes = 16 << 20;
/** The most pixels of all objects together, and of all that one picture places. A Blu-ray player has room for 4 Mi. */
const kMostPixels = 4096 * 4096;

const kFirst = 0x80;
const kLast = 0x40;

export class PgsObjects {
  /** @type {Map<number, PgsObject>} */
  #objects = new Map();
  /** @type {Open | null} */
  #open = null;

  clear() {
    this.#objects.clear();
    this.#open = null;
  }

  /** Decodes an object definition segment. @param {DataView} view @param {Uint8Array} segment @throws RangeError when it is shorter than it should be */
  take(view, segment) {
    const [id, sequence] = [view.getUint16(0), view.getUint8(3)];
    const begins = (sequence & kFirst) !== 0;
    if (begins) this.#begin(id, view);
    const open = this.#open;
    if (!open || open.id !== id) return;
    const part = segment.slice(begins ? 11 : 4);
    open.parts.push(part);
    open.left -= part.length;
    if (open.left < 0) this.#open = null;
    else if ((sequence & kLast) !== 0) this.#close(open);
  }

  /** The decoded objects with these ids, up to the limit of one picture. @param {number[]} ids @returns {(PgsObject | null)[]} */
  placed(ids) {
    let pixels = 0;
    return ids.map((id) => {
      const object = this.#objects.get(id);
      if (!object || pixels + object.width * object.height > kMostPixels) return null;
      pixels += object.width * object.height;
      return object;
    });
  }

  /** @param {number} id @param {DataView} view */
  #begin(id, view) {
    const bytes = ((view.getUint8(4) << 16) | view.getUint16(5)) - 4;
    const [width, height] = [view.getUint16(7), view.getUint16(9)];
    const fits = bytes >= 0 && this.#hasRoom(id, width, height, bytes);
    this.#open = fits ? { id, width, height, left: bytes, bytes, parts: [] } : null;
  }

  /** @param {number} id @param {number} width @param {number} height @param {number} bytes */
  #hasRoom(id, width, height, bytes) {
    if (width === 0 || height === 0 || width > kLargestSide || height > kLargestSide) return false;
    const others = [...this.#objects].filter(([other]) => other !== id).map(([, object]) => object);
    if (others.length >= kMostObjects) return false;
    const sum = (/** @type {(object: PgsObject) => number} */ of) => others.reduce((all, object) => all + of(object), 0);
    return sum(({ runs }) => runs.length) + bytes <= kMostBytes && sum((object) => object.width * object.height) + width * height <= kMostPixels;
  }

  /** @param {Open} open */
  #close({ id, width, height, bytes, left, parts }) {
    const runs = new Uint8Array(bytes - left);
    let at = 0;
    for (const part of parts) {
      runs.set(part, at);
      at += part.length;
    }
    this.#objects.set(id, { width, height, runs });
    this.#open = null;
  }
}
