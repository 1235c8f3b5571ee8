// The page that television subtitles make up (ETSI EN 300 743): regions on a screen, on which objects are drawn in the colours of a
// table. Segments change it, and what it shows then is a picture. Pure; numbers are big-endian.

import { DvbRegions, kLargestSide } from "./dvb_regions.js";
import { takeEntries } from "./dvb_clut.js";
import { Clut } from "./clut.js";

/** @typedef {import("./bitmap_cue.js").BitmapPart} BitmapPart */

const kPage = 0x10;
const kRegion = 0x11;
const kTable = 0x12;
const kObject = 0x13;
const kScreen = 0x14;

/** Where no segment tells. */
const kUsualScreen = { width: 720, height: 576 };

export class DvbPage {
  /** Of the screen. */
  size = kUsualScreen;
  /** Seconds after which it disappears by itself. */
  timeout = 0;
  /** From the place where reading began, nothing is known until a page that stands for itself. */
  begun = false;

  #regions = new DvbRegions();
  /** @type {Map<number, Clut>} */
  #tables = new Map();
  /** By region: each lies in one place. @type {Map<number, {x: number, y: number}>} */
  #placed = new Map();

  /** More comes, which may take its time again. */
  refresh() {
    this.#regions.refresh();
  }

  /** One segment; it is left out when it is shorter than it should be. @param {number} type @param {Uint8Array} segment */
  take(type, segment) {
    const view = new DataView(segment.buffer, segment.byteOffset, segment.byteLength);
    try {
      if (type === kScreen) this.#takeScreen(view);
      if (type === kPage) this.#takePage(view);
      if (type === kRegion) this.#regions.take(view);
      if (type === kTable) this.#takeTable(view);
      if (type === kObject) this.#takeObject(view, segment);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }

  /** What it shows now. @returns {BitmapPart[]} */
  get parts() {
    return [...this.#placed].flatMap(([id, { x, y }]) => {
      const region = this.#regions.get(id);
      const table = region && this.#tables.get(region.table)?.copy();
      const pixels = table && this.#regions.copy(region);
      if (!region || !pixels) return [];
      const { width, height } = region;
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
    this.#placed.clear();
    for (let at = 2; at + 6 <= view.byteLength; at += 6) {
      const id = view.getUint8(at);
      if (!this.#placed.has(id)) this.#placed.set(id, { x: view.getUint16(at + 2), y: view.getUint16(at + 4) });
    }
  }

  /** @param {DataView} view */
  #takeTable(view) {
    const id = view.getUint8(0);
    const table = this.#tables.get(id) ?? new Clut();
    takeEntries(table, view);
    this.#tables.set(id, table);
  }

  /** @param {DataView} view @param {Uint8Array} segment */
  #takeObject(view, segment) {
    const id = view.getUint16(0);
    if (((view.getUint8(2) >> 2) & 3) !== 0) return; // letters, which nobody sends
    const [top, bottom] = [view.getUint16(3), view.getUint16(5)];
    const upper = segment.subarray(7, 7 + top);
    const lower = bottom === 0 ? upper : segment.subarray(7 + top, 7 + top + bottom);
    this.#regions.draw(id, upper, lower);
  }
}
