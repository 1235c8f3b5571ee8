// Decodes the pixel data of objects of DVB subtitles (ETSI EN 300 743, 7.2.5): run-length strings of two, four or eight bits a
// pixel, line by line of one field. Pure.

import { Bits } from "./bits.js";

/** @typedef {{width: number, height: number, pixels: Uint8Array}} Region numbers of colours */
/** @typedef {[length: number, colour: number]} Run of no length: the end of a string */

const kEnd = /** @type {Run} */ ([0, 0]);

/** @param {Bits} bits @returns {Run} */
function runOfTwo(bits) {
  const colour = bits.take(2);
  if (colour !== 0) return [1, colour];
  if (bits.take(1) === 1) return [3 + bits.take(3), bits.take(2)];
  if (bits.take(1) === 1) return [1, 0];
  switch (bits.take(2)) {
    case 1:
      return [2, 0];
    case 2:
      return [12 + bits.take(4), bits.take(2)];
    case 3:
      return [29 + bits.take(8), bits.take(2)];
    default:
      return kEnd;
  }
}

/** @param {Bits} bits @returns {Run} */
function runOfFour(bits) {
  const colour = bits.take(4);
  if (colour !== 0) return [1, colour];
  if (bits.take(1) === 0) {
    const length = bits.take(3);
    return length === 0 ? kEnd : [2 + length, 0];
  }
  if (bits.take(1) === 0) return [4 + bits.take(2), bits.take(4)];
  switch (bits.take(2)) {
    case 0:
      return [1, 0];
    case 1:
      return [2, 0];
    case 2:
      return [9 + bits.take(4), bits.take(4)];
    default:
      return [25 + bits.take(8), bits.take(4)];
  }
}

/** @param {Bits} bits @returns {Run} */
function runOfEight(bits) {
  const colour = bits.take(8);
  if (colour !== 0) return [1, colour];
  const coloured = bits.take(1) === 1;
  const length = bits.take(7);
  return [length, coloured ? bits.take(8) : 0];
}

/** Decoders of pixel-code strings by data type. @type {Map<number, (bits: Bits) => Run>} */
const kStrings = new Map([
  [0x10, runOfTwo],
  [0x11, runOfFour],
  [0x12, runOfEight],
]);

/** Lengths in bytes of the map tables by data type; they are skipped, as encoders use the region's own depth. */
const kTables = new Map([
  [0x20, 2],
  [0x21, 4],
  [0x22, 16],
]);
const kEndOfLine = 0xf0;

/**
 * Draws one field of an object, which is every second line.
 * @param {Region} region
 * @param {Uint8Array} data of the field
 * @param {number} x where the object lies in the region
 * @param {number} y of its first line
 */
export function drawField(region, data, x, y) {
  const bits = new Bits(data);
  let column = x;
  for (let line = y; !bits.ended && line < region.height; ) {
    const type = bits.take(8);
    const string = kStrings.get(type);
    if (string) column = drawString(region, bits, string, column, line);
    else for (let left = kTables.get(type) ?? 0; left > 0; left--) bits.take(8);
    if (type !== kEndOfLine) continue;
    column = x;
    line += 2;
  }
}

/** @param {Region} region @param {Bits} bits @param {(bits: Bits) => Run} string @param {number} column @param {number} line */
function drawString({ width, pixels }, bits, string, column, line) {
  for (;;) {
    const [length, colour] = bits.ended ? kEnd : string(bits);
    if (length === 0) break;
    const end = Math.min(width, column + length);
    pixels.fill(colour, line * width + Math.min(column, width), line * width + end);
    column = end;
  }
  bits.align();
  return column;
}
