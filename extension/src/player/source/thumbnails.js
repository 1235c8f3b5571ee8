// Thumbnails of the film, which the daemon makes from the downloaded bytes. One request runs at a time; the newest of the
// waiting ones follows.

import { imageOf, loadPicture } from "../../shared/pictures.js";

/** The number of places with a thumbnail; in a longer film they lie further apart, up to the distance of keyframes. */
const kPlaces = 240;
const kFurthest = 10;

/** The most thumbnails that are kept, some hundred kilobytes. */
const kMostKept = 300;

/** The time after which a missing thumbnail is asked for again, since bytes may have arrived. */
const kAskAgainMs = 5000;

/**
 * The time a running request may take after a newer one came; making a thumbnail takes a fraction of it, unless the
 * film has no index.
 */
const kHurryMs = 700;

/** Whole seconds between two places with thumbnails. @param {number} duration seconds */
export function stepOf(duration) {
  return Math.max(1, Math.min(kFurthest, Math.round(duration / kPlaces)));
}

/** @typedef {(url: string, signal: AbortSignal) => Promise<Blob | null>} Load */

export class Thumbnails {
  /** @type {Map<number, {image: HTMLImageElement | null, since: number}>} by the second of the film */
  #kept = new Map();
  /** @type {number | null} */
  #wanted = null;
  /** The running request. @type {{second: number, control: AbortController} | null} */
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

  /** Cancels the request that waits: the pointer has left the bar. */
  rest() {
    this.#wanted = null;
    this.#asked?.control.abort();
    this.onPicture(null);
  }

  /** Forgets all thumbnails when the film or the daemon is another. @param {string} base */
  #enter(base) {
    if (base === this.#base) return;
    this.rest();
    for (const { image } of this.#kept.values()) if (image) URL.revokeObjectURL(image.src);
    this.#kept.clear();
    this.#base = base;
  }

  /** The known thumbnail; undefined: not known. @param {number} second */
  #known(second) {
    const found = this.#kept.get(second);
    return found && (found.image || this.now() - found.since < kAskAgainMs) ? found.image : undefined;
  }

  /** Aborts an overtaken request after a while: until then its thumbnail, of a place on the way, is better than none. @param {AbortController} control */
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

  /** Requests a thumbnail; undefined: aborted. @param {string} url @param {number} second */
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
