// The torrent's file list: fetched once, and refreshed while the list is open.

import { fileAfter, loadFiles } from "./file_order.js";

/** @typedef {import("../../shared/types.js").EngineClient} EngineClient */
/** @typedef {import("../../shared/types.js").TorrentFile} TorrentFile */

/** The shortest time between two refreshes of the progress; long lists are not refreshed. */
const kRefreshMs = 2000;
const kRefreshedFiles = 500;

export class FileListCache {
  /** The files in natural order. @type {TorrentFile[]} */
  files = [];
  total = 0;
  #id = "";
  #loadedAt = 0;

  /** @param {EngineClient} engine @param {() => void} onChange */
  constructor(engine, onChange) {
    this.engine = engine;
    this.onChange = onChange;
  }

  /** @param {string} id */
  async load(id) {
    if (id !== this.#id) this.files = [];
    this.#id = id;
    this.#loadedAt = performance.now();
    try {
      const { files, total } = await loadFiles(this.engine, id);
      if (id !== this.#id) return;
      Object.assign(this, { files, total });
      this.onChange();
    } catch {
      // The film plays without its list; the next opening of the list fetches it again.
    }
  }

  async refresh() {
    const due = performance.now() - this.#loadedAt > kRefreshMs;
    if (this.#id && (this.files.length === 0 || (due && this.total <= kRefreshedFiles))) await this.load(this.#id);
  }

  /**
   * Keeps these files for good, or no longer.
   * @param {number[]} indexes
   * @param {boolean} keep
   */
  async keep(indexes, keep) {
    try {
      await this.engine.request("torrents.keep", { id: this.#id, files: indexes, keep });
    } finally {
      await this.load(this.#id);
    }
  }

  /** @param {number} index @param {number} [step] -1 for the one before */
  after(index, step = 1) {
    return fileAfter(this.files, index, step);
  }

  /** @param {number} index */
  file(index) {
    return this.files.find((file) => file.index === index) ?? null;
  }
}
