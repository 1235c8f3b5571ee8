// The page that television subtitles make up (ETSI EN 300 743): regions on a screen, on which objects are drawn in the colours of a
// table. Segments change it, and what it shows then is a picture. Pure; numbers are big-endian.

import { drawField } from "./dvb_pixels.js";
import { YuvPalette } from "./yuv_palette.js";

/** @typedef {import("./picture_board.js").PicturePart} PicturePart */
/** @typedef {import("./dvb_pixels.js").Region & {table: number, objects: {id: number, x: number, y: number}[]}} PageRegion */

const kPage = 0x10;
const kRegion = 0x11;
const kTable = 0x12;
const kObject = 0x13;
const kScreen = 0x14;

/** Where no segment tells. */
const kUsualScreen = { width: 720, height: 576 };
/** A region and a screen are no larger; a page has no more regions. */
const kLargestSide = 4096;
const kMostRegions = 16;

export class DvbPage {
  /** Of the screen. */
  size = kUsualScreen;
  /** Seconds after which it disappears by itself. */
  timeout = 0;
  /** From the place where reading began, nothing is known until a page that stands for itself. */
  begun = false;

  /** @type {Map<number, PageRegion>} */
  #regions = new Map();
  /** @type {Map<number, YuvPalette>} */
  #tables = new Map();
  /** @type {{id: number, x: number, y: number}[]} */
  #placed = [];

  /** One segment; it is left out when it is shorter than it should be. @param {number} type @param {Uint8Array} segment */
  take(type, segment) {
    const view = new DataView(segment.buffer, segment.byteOffset, segment.byteLength);
    try {
      if (type === kScreen) this.#takeScreen(view);
      if (type === kPage) this.#takePage(view);
      if (type === kRegion) this.#takeRegion(view);
      if (type === kTable) this.#takeTable(view);
      if (type === kObject) this.#takeObject(view, segment);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }

  /** What it shows now. @returns {PicturePart[]} */
  get parts() {
    return this.#placed.flatMap(({ id, x, y }) => {
      const region = this.#regions.get(id);
      const table = region && this.#tables.get(region.table)?.copy();
      if (!region || !table) return [];
      const { width, height } = region;
      const pixels = region.pixels.slice();
      return [{ x, y, width, height, crop: null, bytes: pixels.length, paint: () => table.paint(pixels) }];
    });
  }

  /** @param {DataView} view */
  #takeScreen(view) {
    const [width, height] = [view.getUint16(1) + 1, view.getUint16(3) + 1];
    if (width <= kLargestSide && height <= kLargestSide) this.size = { width, height };
  }

  /** @param {DataView} view */
  #takePage(view) {
    const fresh = ((view.getUint8(1) >> 2) & 3) !== 0;
    if (fresh) {
      this.#regions.clear();
      this.#tables.clear();
      this.begun = true;
    }
    this.timeout = view.getUint8(0);
    this.#placed = [];
    for (let at = 2; at + 6 <= view.byteLength; at += 6) {
      this.#placed.push({ id: view.getUint8(at), x: view.getUint16(at + 2), y: view.getUint16(at + 4) });
    }
  }

  /** @param {DataView} view */
  #takeRegion(view) {
    const id = view.getUint8(0);
    const [width, height] = [view.getUint16(2), view.getUint16(4)];
    if (width === 0 || height === 0 || width > kLargestSide || height > kLargestSide) return;
    if (!this.#regions.has(id) && this.#regions.size >= kMostRegions) return;
    const background = backgroundOf(view);
    let region = this.#regions.get(id);
    if (!region || region.width !== width || region.height !== height) {
      region = { width, height, table: 0, objects: [], pixels: new Uint8Array(width * height).fill(background) };
      this.#regions.set(id, region);
    } else if ((view.getUint8(1) & 0x08) !== 0) region.pixels.fill(background);
    region.table = view.getUint8(7);
    region.objects = [];
    for (let at = 10; at + 6 <= view.byteLength; ) {
      const [object, place] = [view.getUint16(at), view.getUint16(at + 2)];
      region.objects.push({ id: object, x: place & 0xfff, y: view.getUint16(at + 4) & 0xfff });
      at += place >> 14 === 0 ? 6 : 8; // objects of letters name their colours
    }
  }

  /** @param {DataView} view */
  #takeTable(view) {
    const id = view.getUint8(0);
    const table = this.#tables.get(id) ?? new YuvPalette();
    for (let at = 2; at + 4 <= view.byteLength; ) {
      const [number, full] = [view.getUint8(at), (view.getUint8(at + 1) & 1) === 1];
      table.set(full ? fullEntry(view, number, at + 2) : shortEntry(number, view.getUint16(at + 2)), false);
      at += full ? 6 : 4;
    }
    this.#tables.set(id, table);
  }

  /** @param {DataView} view @param {Uint8Array} segment */
  #takeObject(view, segment) {
    const id = view.getUint16(0);
    if (((view.getUint8(2) >> 2) & 3) !== 0) return; // letters, which nobody sends
    const [top, bottom] = [view.getUint16(3), view.getUint16(5)];
    const upper = segment.subarray(7, 7 + top);
    const lower = bottom === 0 ? upper : segment.subarray(7 + top, 7 + top + bottom);
    for (const region of this.#regions.values()) {
      for (const { x, y } of region.objects.filter((object) => object.id === id)) {
        drawField(region, upper, x, y);
        drawField(region, lower, x, y + 1);
      }
    }
  }
}

/** Which number a region is filled with: it depends on how many bits its pixels have. @param {DataView} view */
function backgroundOf(view) {
  const depth = (view.getUint8(6) >> 2) & 7;
  if (depth === 3) return view.getUint8(8);
  return depth === 2 ? view.getUint8(9) >> 4 : (view.getUint8(9) >> 2) & 3;
}

/** @param {number} number @param {number} y brightness; without any, it is transparent @param {number} cr @param {number} cb @param {number} transparency */
function entry(number, y, cr, cb, transparency) {
  return Uint8Array.of(number, y, cr, cb, y === 0 ? 0 : 255 - transparency);
}

/** @param {DataView} view @param {number} number @param {number} at */
function fullEntry(view, number, at) {
  return entry(number, view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
}

/** Six bits of brightness, four of each difference, two of transparency. @param {number} number @param {number} value */
function shortEntry(number, value) {
  const transparency = (value & 3) * 85;
  return entry(number, (value >> 8) & 0xfc, (value >> 2) & 0xf0, (value << 2) & 0xf0, transparency);
}
