// Small pictures of the film at places on its way, as the daemon makes them from the bytes that are here. One is asked for
// at a time; whoever moves on meanwhile gets the newest next.

import { imageOf, loadPicture } from "../../shared/pictures.js";

/** So many places has a film; a longer one has them further apart, up to the distance of key pictures. */
const kPlaces = 240;
const kFurthest = 10;

/** Some hundred kilobytes. */
const kMostKept = 300;

/** Bytes may have come since there was no picture. */
const kAskAgainMs = 5000;

/** Making one takes a fraction of this, unless the film has no index. */
const kHurryMs = 700;

/** How far apart the places are that have pictures, in whole seconds. @param {number} duration seconds */
export function stepOf(duration) {
  return Math.max(1, Math.min(kFurthest, Math.round(duration / kPlaces)));
}

/** @typedef {(url: string, signal: AbortSignal) => Promise<Blob | null>} Load */

export class Thumbnails {
  /** @type {Map<number, {image: HTMLImageElement | null, since: number}>} by the second of the film */
  #kept = new Map();
  /** @type {number | null} */
  #wanted = null;
  /** What is asked for now. @type {{second: number, control: AbortController} | null} */
  #asked = null;
  #base = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #hurry;

  /**
   * @param {object} parts
   * @param {() => string | null} parts.base the address that the second is put behind, null while there is no film
   * @param {(image: HTMLImageElement | null) => void} parts.onPicture the picture of the place wanted last; null: none
   * @param {Load} [parts.load]
   * @param {(blob: Blob) => Promise<HTMLImageElement>} [parts.decode]
   * @param {() => number} [parts.now] milliseconds
   */
  constructor({ base, onPicture, load = loadPicture, decode = imageOf, now = Date.now }) {
    this.base = base;
    this.onPicture = onPicture;
    this.load = load;
    this.decode = decode;
    this.now = now;
  }

  /** @param {number} time seconds @param {number} duration seconds */
  want(time, duration) {
    this.#enter(this.base() ?? "");
    if (this.#base === "" || duration <= 0) return this.onPicture(null);
    const step = stepOf(duration);
    this.#wanted = Math.floor(time / step) * step;
    const known = this.#known(this.#wanted);
    if (known !== undefined) this.onPicture(known);
    else if (this.#asked === null) void this.#askAll();
    else if (this.#asked.second !== this.#wanted) this.#giveUpSoon(this.#asked.control);
  }

  /** Nobody looks any more. */
  rest() {
    this.#wanted = null;
    this.#asked?.control.abort();
    this.onPicture(null);
  }

  /** Another film, or another daemon. @param {string} base */
  #enter(base) {
    if (base === this.#base) return;
    this.rest();
    for (const { image } of this.#kept.values()) if (image) URL.revokeObjectURL(image.src);
    this.#kept.clear();
    this.#base = base;
  }

  /** Undefined: has to be asked for. @param {number} second */
  #known(second) {
    const found = this.#kept.get(second);
    return found && (found.image || this.now() - found.since < kAskAgainMs) ? found.image : undefined;
  }

  /** What is overtaken still comes, if it comes soon: pictures of places on the way are better than none. @param {AbortController} control */
  #giveUpSoon(control) {
    this.#hurry ??= setTimeout(() => control.abort(), kHurryMs);
  }

  async #askAll() {
    while (this.#wanted !== null && this.#known(this.#wanted) === undefined) {
      const second = this.#wanted;
      const base = this.#base;
      const image = await this.#ask(`${base}${second}`, second);
      if (image === undefined || base !== this.#base) continue;
      this.#keep(second, image);
      if (this.#wanted === null) return;
      const known = this.#known(this.#wanted);
      this.onPicture(known === undefined ? image : known);
    }
  }

  /** Undefined: given up. @param {string} url @param {number} second */
  async #ask(url, second) {
    const control = new AbortController();
    this.#asked = { second, control };
    try {
      const blob = await this.load(url, control.signal);
      return blob && (await this.decode(blob));
    } catch {
      return control.signal.aborted ? undefined : null;
    } finally {
      clearTimeout(this.#hurry);
      this.#hurry = undefined;
      this.#asked = null;
    }
  }

  /** @param {number} second @param {HTMLImageElement | null} image */
  #keep(second, image) {
    this.#kept.set(second, { image, since: this.now() });
    if (this.#kept.size <= kMostKept) return;
    const [oldest, { image: gone }] = /** @type {[number, {image: HTMLImageElement | null}]} */ (this.#kept.entries().next().value);
    if (gone) URL.revokeObjectURL(gone.src);
    this.#kept.delete(oldest);
  }
}
