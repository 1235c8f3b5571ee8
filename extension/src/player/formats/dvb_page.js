// The page of DVB subtitles (ETSI EN 300 743): regions on a display, in which objects are drawn in the colours of a CLUT. Segments
// change the page; its visible state is a picture. Pure; numbers are big-endian.

import { DvbRegions, kLargestSide } from "./dvb_regions.js";
import { takeEntries } from "./dvb_clut.js";
import { Clut } from "./clut.js";

/** @typedef {import("./bitmap_cue.js").BitmapPart} BitmapPart */

const kPage = 0x10;
const kRegion = 0x11;
const kTable = 0x12;
const kObject = 0x13;
const kScreen = 0x14;

/** The display size when no display definition segment tells it. */
const kUsualScreen = { width: 720, height: 576 };

export class DvbPage {
  /** Size of the display. */
  size = kUsualScreen;
  /** The page time-out: seconds after which the page disappears by itself. */
  timeout = 0;
  /** Whether decoding has begun: after a seek the page is unknown until the next acquisition point. */
  begun = false;

  #regions = new DvbRegions();
  /** @type {Map<number, Clut>} */
  #tables = new Map();
  /** Positions by region id; each region has one. @type {Map<number, {x: number, y: number}>} */
  #placed = new Map();

  /** Restores the budget of work for the display set that comes. */
  refresh() {
    this.#regions.refresh();
  }

  /** Decodes one segment; one that is too short is left out. @param {number} type @param {Uint8Array} segment */
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

  /** The visible regions of the page. @returns {BitmapPart[]} */
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
    if (((view.getUint8(2) >> 2) & 3) !== 0) return; // objects coded as characters, which no broadcaster sends
    const [top, bottom] = [view.getUint16(3), view.getUint16(5)];
    const upper = segment.subarray(7, 7 + top);
    const lower = bottom === 0 ? upper : segment.subarray(7 + top, 7 + top + bottom);
    this.#regions.draw(id, upper, lower);
  }
}
