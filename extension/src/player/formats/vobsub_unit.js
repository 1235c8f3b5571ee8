// Decodes one subpicture unit (SPU) of a DVD: demultiplexes it from the program stream (ISO/IEC 13818-1) and decodes it. Pure.
// A unit is a length, the picture in two fields of runs, and commands with its position, its times and its four of sixteen
// colours.

import { Bits } from "./bits.js";

/** @typedef {import("./bitmap_cue.js").Picture} Picture */
/** @typedef {import("./vobsub_index.js").VobsubIndex} VobsubIndex */
/** @typedef {{x: number, y: number, width: number, height: number, colours: number[], opacities: number[], fields: number[],
 *   from: number, to: number | null}} Layout from and to: seconds after the unit's own time */

const kPack = 0xba;
const kPrivate = 0xbd;
const kLeastStream = 0xbb;
const kFirstSubtitle = 0x20;
/** Seconds of one tick of the command times. */
const kTick = 1024 / 90_000;
const kEnd = 0xff;
const kMostCommands = 64;
const kLargestSide = 4096;

/** Lengths in bytes of the parameters, by command. @type {Map<number, number>} */
const kParameters = new Map([[0, 0], [1, 0], [2, 0], [3, 2], [4, 2], [5, 6], [6, 4]]);

/** @param {Uint8Array} bytes @param {number} at */
function number16(bytes, at) {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

/** The length of the packet at an offset; 0 when there is none. @param {Uint8Array} bytes @param {number} at */
function packetLength(bytes, at) {
  const [zero, nought, one, kind = 0] = bytes.subarray(at, at + 4);
  if (zero !== 0 || nought !== 0 || one !== 1) return 0;
  if (kind === kPack) return ((bytes[at + 4] ?? 0) & 0xc0) === 0x40 ? 14 + ((bytes[at + 13] ?? 0) & 7) : 12;
  return kind >= kLeastStream ? 6 + number16(bytes, at + 4) : 0;
}

/**
 * The subpicture unit of a stream that begins in these bytes.
 * @param {Uint8Array} bytes of a .sub file
 * @param {number} stream
 * @returns {Uint8Array | null} null when it is not whole
 */
export function unitIn(bytes, stream) {
  /** @type {number[]} */
  const unit = [];
  for (let at = 0, length = 1; length > 0 && at < bytes.length; at += length) {
    length = packetLength(bytes, at);
    if (bytes[at + 3] !== kPrivate || length === 0) continue;
    const begin = at + 9 + (bytes[at + 8] ?? 0);
    if (bytes[begin] !== kFirstSubtitle + stream) continue;
    unit.push(...bytes.subarray(begin + 1, at + length));
    const whole = number16(Uint8Array.from(unit.slice(0, 2)), 0);
    if (unit.length >= 4 && unit.length >= whole) return Uint8Array.from(unit.slice(0, whole));
  }
  return null;
}

/** Four 4-bit numbers, for the pixel values 3, 2, 1 and 0. @param {Uint8Array} unit @param {number} at */
function nibbles(unit, at) {
  const [high = 0, low = 0] = unit.subarray(at, at + 2);
  return [low & 15, low >> 4, high & 15, high >> 4];
}

/** @param {Layout} layout @param {Uint8Array} unit @param {number} command @param {number} at of its parameters @param {number} time */
function obey(layout, unit, command, at, time) {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = unit.subarray(at, at + 6);
  if (command <= 1) layout.from = time;
  if (command === 2) layout.to = time;
  if (command === 3) layout.colours = nibbles(unit, at);
  if (command === 4) layout.opacities = nibbles(unit, at);
  if (command === 5) {
    const [left, right, top, bottom] = [(a << 4) | (b >> 4), ((b & 15) << 8) | c, (d << 4) | (e >> 4), ((e & 15) << 8) | f];
    Object.assign(layout, { x: left, y: top, width: right - left + 1, height: bottom - top + 1 });
  }
  if (command === 6) layout.fields = [number16(unit, at), number16(unit, at + 2)];
}

/** @param {Uint8Array} unit @returns {Layout} */
function layoutOf(unit) {
  /** @type {Layout} */
  const layout = { x: 0, y: 0, width: 0, height: 0, colours: [0, 0, 0, 0], opacities: [0, 0, 0, 0], fields: [], from: 0, to: null };
  let commands = 0;
  for (let block = number16(unit, 2); block + 4 < unit.length; ) {
    const time = number16(unit, block) * kTick;
    for (let at = block + 4; at < unit.length && commands < kMostCommands; commands++) {
      const command = unit[at++] ?? kEnd;
      const length = kParameters.get(command);
      if (length === undefined) break;
      obey(layout, unit, command, at, time);
      at += length;
    }
    const next = number16(unit, block + 2);
    if (next <= block) break; // the last block points at itself
    block = next;
  }
  return layout;
}

/** Draws one field, which is every second line. @param {Uint8Array} pixels @param {number} width @param {Bits} bits @param {number} first */
function drawField(pixels, width, bits, first) {
  for (let line = first * width; line < pixels.length; line += 2 * width) {
    for (let x = 0; x < width && !bits.ended; ) {
      let run = bits.take(4);
      for (let limit = 4; run < limit && limit <= 64; limit *= 4) run = (run << 4) | bits.take(4);
      const end = run >> 2 === 0 ? width : Math.min(width, x + (run >> 2));
      pixels.fill(run & 3, line + x, line + end);
      x = end;
    }
    bits.align();
  }
}

/** @param {Uint8Array} unit @param {Layout} layout @param {number[][]} palette @returns {Uint8ClampedArray<ArrayBuffer>} */
function paint(unit, { width, height, colours, opacities, fields }, palette) {
  const pixels = new Uint8Array(width * height);
  fields.forEach((begin, first) => drawField(pixels, width, new Bits(unit.subarray(begin)), first));
  const shades = colours.flatMap((colour, i) => [...(palette[colour] ?? [0, 0, 0]), (opacities[i] ?? 0) * 17]);
  const words = new Uint32Array(new Uint8Array(shades).buffer);
  return new Uint8ClampedArray(Uint32Array.from(pixels, (pixel) => words[pixel] ?? 0).buffer);
}

/**
 * @param {Uint8Array} unit
 * @param {number} time of the unit, in seconds of the film
 * @param {number} until it is shown no longer, whatever it says
 * @param {VobsubIndex} index
 * @returns {Picture | null} null when there is nothing to see
 */
export function pictureOf(unit, time, until, { width: screenWidth, height: screenHeight, palette }) {
  const layout = layoutOf(unit);
  const { x, y, width, height, fields } = layout;
  if (fields.length === 0 || width < 1 || height < 1 || width > kLargestSide || height > kLargestSide) return null;
  const end = Math.min(until, layout.to === null ? until : time + layout.to);
  const part = { x, y, width, height, crop: null, bytes: unit.length, paint: () => paint(unit, layout, palette) };
  return { start: time + layout.from, end, width: screenWidth, height: screenHeight, parts: [part] };
}
