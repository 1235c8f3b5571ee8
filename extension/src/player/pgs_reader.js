// Reads pictures of text as Blu-rays have them (presentation graphics, "SUP"), arriving in parts cut anywhere. Segments of one
// moment make a picture: which parts of it lie where, in which colours. Pure. Layout: US patent 2009/0185789, as decoded by
// every player; all numbers are big-endian, times are in 1/90000 s.

import { decodeRuns } from "./pgs_runs.js";
import { YuvPalette } from "./yuv_palette.js";

/** @typedef {import("./picture_board.js").Picture} Picture */
/** @typedef {{width: number, height: number, runs: Uint8Array}} PgsObject a run-length coded rectangle of numbers of colours */
/** @typedef {{object: number, x: number, y: number, crop: {x: number, y: number, width: number, height: number} | null}} Placed */
/** @typedef {{width: number, height: number, palette: number, placed: Placed[]}} Composition */

const kHeader = 13;
const kClock = 90_000;

/** No screen is larger; what claims to be is not read. */
const kLargestSide = 4096;
/** A stream that defines more at once is no subtitle. */
const kMostObjects = 64;
/** Discs place two at once. */
const kMostPlaced = 8;
/** A picture that nothing ends is shown so long, in seconds. */
const kLongest = 10;

const kPalette = 0x14;
const kObject = 0x15;
const kComposition = 0x16;
const kEnd = 0x80;

/** States of a composition that need nothing from before. */
const kFresh = new Set([0x40, 0x80]);

export class PgsReader {
  #rest = new Uint8Array();
  /** @type {Map<number, PgsObject>} */
  #objects = new Map();
  /** @type {{id: number, width: number, height: number, left: number, parts: Uint8Array[]} | null} */
  #open = null;
  /** @type {Map<number, YuvPalette>} */
  #palettes = new Map();
  /** @type {Composition | null} */
  #composition = null;
  /** From the place where reading began, nothing is known until a composition that stands for itself. */
  #begun = false;
  /** @type {Picture | null} */
  #last = null;

  /** @param {Uint8Array} bytes what came next @returns {Picture[]} */
  push(bytes) {
    const all = new Uint8Array(this.#rest.length + bytes.length);
    all.set(this.#rest);
    all.set(bytes, this.#rest.length);
    /** @type {Picture[]} */
    const pictures = [];
    let at = 0;
    while (at + kHeader <= all.length) {
      const view = new DataView(all.buffer, at);
      const end = at + kHeader + view.getUint16(11);
      if (view.getUint16(0) !== 0x5047) {
        at++; // until the next "PG"
        continue;
      }
      if (end > all.length) break;
      const picture = this.#take(view.getUint8(10), all.subarray(at + kHeader, end), view.getUint32(2) / kClock);
      if (picture) pictures.push(picture);
      at = end;
    }
    this.#rest = all.slice(at);
    return pictures;
  }

  /** @param {number} type @param {Uint8Array} segment @param {number} time */
  #take(type, segment, time) {
    try {
      if (type === kEnd) return this.#finish(time);
      const view = new DataView(segment.buffer, segment.byteOffset, segment.byteLength);
      if (type === kComposition) this.#takeComposition(view);
      if (type === kPalette) this.#takePalette(segment);
      if (type === kObject) this.#takeObject(view, segment);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error; // it is shorter than it says
    }
    return null;
  }

  /** @param {DataView} view */
  #takeComposition(view) {
    this.#composition = null;
    const [width, height] = [view.getUint16(0), view.getUint16(2)];
    if (width === 0 || height === 0 || width > kLargestSide || height > kLargestSide) return;
    if (kFresh.has(view.getUint8(7))) {
      this.#objects.clear();
      this.#palettes.clear();
      this.#begun = true;
    }
    /** @type {Placed[]} */
    const placed = [];
    for (let n = Math.min(view.getUint8(10), kMostPlaced), at = 11; n > 0; n--) {
      const cropped = (view.getUint8(at + 3) & 0x80) !== 0;
      const number = (/** @type {number} */ offset) => view.getUint16(at + offset);
      const crop = cropped ? { x: number(8), y: number(10), width: number(12), height: number(14) } : null;
      placed.push({ object: number(0), x: number(4), y: number(6), crop });
      at += cropped ? 16 : 8;
    }
    this.#composition = { width, height, palette: view.getUint8(9), placed };
  }

  /** @param {Uint8Array} segment */
  #takePalette(segment) {
    const [id = 0] = segment;
    const palette = this.#palettes.get(id)?.copy() ?? new YuvPalette();
    for (let at = 2; at + 5 <= segment.length; at += 5) palette.set(segment.subarray(at, at + 5), this.#isLarge);
    this.#palettes.set(id, palette);
  }

  /** High definition has other colours. */
  get #isLarge() {
    return (this.#composition?.height ?? 0) > 576;
  }

  /** @param {DataView} view @param {Uint8Array} segment */
  #takeObject(view, segment) {
    const [id, sequence] = [view.getUint16(0), view.getUint8(3)];
    if ((sequence & 0x80) !== 0) {
      const length = ((view.getUint8(4) << 16) | view.getUint16(5)) - 4;
      this.#open = { id, width: view.getUint16(7), height: view.getUint16(9), left: length, parts: [] };
    }
    const open = this.#open;
    if (!open || open.id !== id) return;
    const part = segment.slice((sequence & 0x80) !== 0 ? 11 : 4);
    open.parts.push(part);
    open.left -= part.length;
    if (open.left < 0) this.#open = null;
    else if ((sequence & 0x40) !== 0) this.#closeObject();
  }

  #closeObject() {
    const open = this.#open;
    this.#open = null;
    if (!open || open.width === 0 || open.height === 0 || open.width > kLargestSide || open.height > kLargestSide) return;
    if (this.#objects.size >= kMostObjects && !this.#objects.has(open.id)) return;
    const runs = new Uint8Array(open.parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of open.parts) {
      runs.set(part, at);
      at += part.length;
    }
    this.#objects.set(open.id, { width: open.width, height: open.height, runs });
  }

  /** @param {number} time @returns {Picture | null} null when it only ends the one before */
  #finish(time) {
    const composition = this.#composition;
    this.#composition = null;
    if (!composition || !this.#begun) return null;
    if (this.#last && time > this.#last.start) this.#last.end = time;
    this.#last = null;
    const parts = composition.placed.flatMap((placed) => this.#partOf(placed, composition) ?? []);
    if (parts.length === 0) return null;
    const { width, height } = composition;
    this.#last = { start: time, end: time + kLongest, width, height, parts };
    return this.#last;
  }

  /** @param {Placed} placed @param {Composition} composition @returns {import("./picture_board.js").PicturePart | null} */
  #partOf({ object: id, x, y, crop }, { palette: paletteId }) {
    const object = this.#objects.get(id);
    const palette = this.#palettes.get(paletteId);
    if (!object || !palette) return null;
    const { width, height, runs } = object;
    const paint = () => palette.paint(decodeRuns(runs, width, height));
    return { x, y, width, height, crop, bytes: runs.length, paint };
  }
}
