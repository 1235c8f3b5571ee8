// The regions of a page of DVB subtitles (ETSI EN 300 743): rectangles of CLUT indexes, in which objects are drawn. A few bytes of
// a segment may ask for a display full of pixels, so pixels and work have limits. Pure.

import { drawField } from "./dvb_pixels.js";

/** @typedef {import("./dvb_pixels.js").Region & {table: number, objects: {id: number, x: number, y: number}[]}} PageRegion */

/** The longest side of a region, and the largest number of regions of a page. */
export const kLargestSide = 4096;
const kMostRegions = 16;
/** The most pixels of all regions of a page together: regions lie side by side on a display of 4K at most. */
const kMostPixels = 4096 * 2304;
/** The most objects of a region. Most regions have one. */
const kMostObjects = 256;
/** The most places of one object: one as a rule, seldom two. */
const kMostPlaces = 16;
/**
 * The most pixels written between two refresh() calls. A display set fills, draws and copies its regions once; a few
 * seconds of film need far less.
 */
const kMostWork = 128 << 20;

export class DvbRegions {
  /** @type {Map<number, PageRegion>} */
  #regions = new Map();
  #work = 0;

  /** Restores the budget of work; work beyond it is left out. */
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

  /** Decodes a region composition segment. @param {DataView} view @throws RangeError when it is shorter than it should be */
  take(view) {
    const region = this.#sized(view);
    if (!region) return;
    region.table = view.getUint8(7);
    region.objects = [];
    for (let at = 10; at + 6 <= view.byteLength && region.objects.length < kMostObjects; ) {
      const [object, place] = [view.getUint16(at), view.getUint16(at + 2)];
      region.objects.push({ id: object, x: place & 0xfff, y: view.getUint16(at + 4) & 0xfff });
      at += place >> 14 === 0 ? 6 : 8; // character objects carry two colours
    }
  }

  /** Draws an object in each region that places it. @param {number} id @param {Uint8Array} upper field @param {Uint8Array} lower field */
  draw(id, upper, lower) {
    const places = [...this.#regions.values()].flatMap((region) => region.objects.filter((object) => object.id === id).map(({ x, y }) => ({ region, x, y })));
    for (const { region, x, y } of places.slice(0, kMostPlaces)) {
      if (!this.#affords(upper.length + lower.length)) return;
      drawField(region, upper, x, y);
      drawField(region, lower, x, y + 1);
    }
  }

  /** A copy of the visible pixels of a region. @param {PageRegion} region */
  copy({ pixels }) {
    return this.#affords(pixels.length) ? pixels.slice() : null;
  }

  /** The region of a segment, filled when it is new or when its fill flag is set. @param {DataView} view */
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

/** The background index of a region, by its depth. @param {DataView} view */
function backgroundOf(view) {
  const depth = (view.getUint8(6) >> 2) & 7;
  if (depth === 3) return view.getUint8(8);
  return depth === 2 ? view.getUint8(9) >> 4 : (view.getUint8(9) >> 2) & 3;
}
