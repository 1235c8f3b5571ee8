// The regions of a page of television subtitles (ETSI EN 300 743): rectangles of numbers of colours, on which objects are drawn. A
// few bytes of a segment may ask for a screen full of pixels, so what they may ask for together has a bound. Pure.

import { drawField } from "./dvb_pixels.js";

/** @typedef {import("./dvb_pixels.js").Region & {table: number, objects: {id: number, x: number, y: number}[]}} PageRegion */

/** A region is no larger; a page has no more of them. */
export const kLargestSide = 4096;
const kMostRegions = 16;
/** Of all regions of a page together: they lie side by side on a screen, and none is larger than that of 4K. */
const kMostPixels = 4096 * 2304;
/** Of a region. Most have one. */
const kMostObjects = 256;
/** An object is drawn in one place, seldom in two. */
const kMostPlaces = 16;
/** Between two refreshments. A display set fills, draws and copies its regions once; what comes with a few seconds of film is far less. */
const kMostWork = 128 << 20;

export class DvbRegions {
  /** @type {Map<number, PageRegion>} */
  #regions = new Map();
  #work = 0;

  /** What comes next may take its time again; what would take longer is left out. */
  refresh() {
    this.#work = 0;
  }

  clear() {
    this.#regions.clear();
  }

  /** @param {number} id */
  get(id) {
    return this.#regions.get(id);
  }

  /** A region's segment. @param {DataView} view @throws RangeError when it is shorter than it should be */
  take(view) {
    const region = this.#sized(view);
    if (!region) return;
    region.table = view.getUint8(7);
    region.objects = [];
    for (let at = 10; at + 6 <= view.byteLength && region.objects.length < kMostObjects; ) {
      const [object, place] = [view.getUint16(at), view.getUint16(at + 2)];
      region.objects.push({ id: object, x: place & 0xfff, y: view.getUint16(at + 4) & 0xfff });
      at += place >> 14 === 0 ? 6 : 8; // objects of letters name their colours
    }
  }

  /** Draws an object wherever regions have it. @param {number} id @param {Uint8Array} upper field @param {Uint8Array} lower field */
  draw(id, upper, lower) {
    const places = [...this.#regions.values()].flatMap((region) => region.objects.filter((object) => object.id === id).map(({ x, y }) => ({ region, x, y })));
    for (const { region, x, y } of places.slice(0, kMostPlaces)) {
      if (!this.#affords(upper.length + lower.length)) return;
      drawField(region, upper, x, y);
      drawField(region, lower, x, y + 1);
    }
  }

  /** What a region shows now, to be kept. @param {PageRegion} region */
  copy({ pixels }) {
    return this.#affords(pixels.length) ? pixels.slice() : null;
  }

  /** The region of a segment, filled when it is new or the segment says so. @param {DataView} view */
  #sized(view) {
    const [id, width, height] = [view.getUint8(0), view.getUint16(2), view.getUint16(4)];
    const known = this.#regions.get(id);
    const same = known?.width === width && known.height === height ? known : null;
    if (same && (view.getUint8(1) & 0x08) === 0) return same;
    if (!this.#affords(width * height)) return null;
    const region = same ?? this.#made(id, width, height);
    if (!region) return null;
    region.pixels.fill(backgroundOf(view));
    this.#regions.set(id, region);
    return region;
  }

  /** @param {number} id @param {number} width @param {number} height @returns {PageRegion | null} */
  #made(id, width, height) {
    if (width === 0 || height === 0 || width > kLargestSide || height > kLargestSide) return null;
    const others = [...this.#regions].filter(([other]) => other !== id).map(([, { pixels }]) => pixels.length);
    if (others.length >= kMostRegions || others.reduce((sum, pixels) => sum + pixels, width * height) > kMostPixels) return null;
    return { width, height, table: 0, objects: [], pixels: new Uint8Array(width * height) };
  }

  /** @param {number} work pixels or bytes that are gone through */
  #affords(work) {
    if (this.#work + work > kMostWork) return false;
    this.#work += work;
    return true;
  }
}

/** Which number a region is filled with: it depends on how many bits its pixels have. @param {DataView} view */
function backgroundOf(view) {
  const depth = (view.getUint8(6) >> 2) & 7;
  if (depth === 3) return view.getUint8(8);
  return depth === 2 ? view.getUint8(9) >> 4 : (view.getUint8(9) >> 2) & 3;
}
