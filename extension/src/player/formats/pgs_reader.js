// Reads the bitmap subtitles of Blu-rays (presentation graphics, PGS, "SUP"), which arrive in parts cut anywhere. The segments
// of one moment make a picture: objects, positions and palette. Pure. Layout: US patent 2009/0185789, as decoded by every
// player; all numbers are big-endian, times are in 1/90000 s.

import { kLargestSide, PgsObjects } from "./pgs_objects.js";
import { decodeRuns } from "./pgs_runs.js";
import { Clut } from "./clut.js";

/** @typedef {import("./bitmap_cue.js").Picture} Picture */
/** @typedef {import("./pgs_objects.js").PgsObject} PgsObject */
/** @typedef {{object: number, x: number, y: number, crop: {x: number, y: number, width: number, height: number} | null}} Placed */
/** @typedef {{width: number, height: number, palette: number, placed: Placed[]}} Composition */

const kHeader = 13;
const kClock = 90_000;

/** The most objects of one composition; discs place two. */
const kMostPlaced = 8;
/** The longest time in seconds that a picture without an end is shown. */
const kLongest = 10;

const kPalette = 0x14;
const kObject = 0x15;
const kComposition = 0x16;
const kEnd = 0x80;

/** Composition states that depend on no earlier segment: epoch start and acquisition point. */
const kFresh = new Set([0x40, 0x80]);

export class PgsReader {
  #rest = new Uint8Array();
  #objects = new PgsObjects();
  /** @type {Map<number, Clut>} */
  #palettes = new Map();
  /** @type {Composition | null} */
  #composition = null;
  /**
   * Whether decoding has begun: after a seek the picture is unknown until the next epoch start or acquisition point.
   */
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
        at++; // resynchronizes at the next "PG"
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
      if (type === kObject) this.#objects.take(view, segment);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error; // the segment is truncated
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
    const palette = this.#palettes.get(id)?.copy() ?? new Clut();
    for (let at = 2; at + 5 <= segment.length; at += 5) palette.set(segment.subarray(at, at + 5), this.#isLarge);
    this.#palettes.set(id, palette);
  }

  /** Whether the video is HD, whose colours follow BT.709 and not BT.601. */
  get #isLarge() {
    return (this.#composition?.height ?? 0) > 576;
  }

  /** @param {number} time @returns {Picture | null} null when it only ends the one before */
  #finish(time) {
    const composition = this.#composition;
    this.#composition = null;
    if (!composition || !this.#begun) return null;
    if (this.#last && time > this.#last.start) this.#last.end = time;
    this.#last = null;
    const parts = this.#partsOf(composition);
    if (parts.length === 0) return null;
    const { width, height } = composition;
    this.#last = { start: time, end: time + kLongest, width, height, parts };
    return this.#last;
  }

  /** @param {Composition} composition @returns {import("./bitmap_cue.js").BitmapPart[]} */
  #partsOf({ placed, palette: id }) {
    const palette = this.#palettes.get(id);
    if (!palette) return [];
    const objects = this.#objects.placed(placed.map(({ object }) => object));
    return placed.flatMap(({ x, y, crop }, n) => {
      const object = objects[n];
      return object ? [{ x, y, crop, ...shown(object, palette) }] : [];
    });
  }
}

/** @param {PgsObject} object @param {Clut} palette */
function shown({ width, height, runs }, palette) {
  return { width, height, bytes: runs.length, paint: () => palette.paint(decodeRuns(runs, width, height)) };
}
