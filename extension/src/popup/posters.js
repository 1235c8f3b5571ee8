// Loads the posters of films in the popup, one after the other.

import { imageOf, loadPicture, picturesOf } from "../shared/pictures.js";

/** @typedef {import("../shared/types.js").Torrent} Torrent */

export class Posters {
  /** The address of the daemon's endpoint. @type {string | null} */
  httpBase = null;
  /** The last request. @type {Promise<unknown>} */
  #last = Promise.resolve();

  /** Whether there may be a poster: bytes of a film are available. @param {Pick<Torrent, "main_file" | "done">} torrent */
  hopes({ main_file: file, done }) {
    return this.httpBase !== null && file !== null && done > 0;
  }

  /** Loads a poster; null: there is none. @param {Pick<Torrent, "id" | "main_file">} torrent @returns {Promise<HTMLImageElement | null>} */
  ask({ id, main_file: file }) {
    const found = this.#last.then(() => this.#load(id, file ?? 0)).catch(() => null);
    this.#last = found;
    return found;
  }

  /** @param {string} id @param {number} file */
  async #load(id, file) {
    if (this.httpBase === null) return null;
    const blob = await loadPicture(`${picturesOf(this.httpBase, id, file)}poster`);
    return blob && imageOf(blob);
  }
}
