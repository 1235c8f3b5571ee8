// Keeps a film for the person: it is downloaded whole, with or without a viewer, and put into the downloads folder. Also opens it
// in programs of this computer.

import { asEngineError, errorWords } from "../../shared/errors.js";
import { text } from "../../shared/i18n.js";

/** @typedef {import("../../shared/types.js").EngineClient} EngineClient */
/** @typedef {import("../../shared/types.js").TorrentFile} TorrentFile */
/** @typedef {"no" | "coming" | "there"} KeptState */

/** @param {Pick<TorrentFile, "kept"> | null} file @returns {KeptState} */
export function keptState(file) {
  if (typeof file?.kept !== "string") return "no";
  return file.kept === "" ? "coming" : "there";
}

export class Keeper {
  /** Names of the programs on this computer; null before they were asked for. @type {string[] | null} */
  programs = null;
  /** Indexes of the files that are kept and not whole yet; each is announced once it is whole. @type {Set<number>} */
  #coming = new Set();

  /**
   * @param {EngineClient} engine
   * @param {{opener: import("./stream_opener.js").StreamOpener, fileList: import("../files/file_list_cache.js").FileListCache, toast: import("./film.js").Notices}} parts
   */
  constructor(engine, { opener, fileList, toast }) {
    this.engine = engine;
    this.opener = opener;
    this.fileList = fileList;
    this.toast = toast;
  }

  /** The film's entry in the list of files. */
  get file() {
    const { file } = this.opener;
    return file ? (this.fileList.file(file.index) ?? file) : null;
  }

  /** Keeps the film that is shown, takes that back, or shows where it is. */
  async press() {
    const { file } = this;
    if (!file) return;
    if (keptState(file) === "there") return this.open("folder", file.index);
    await this.keep([file.index], keptState(file) === "no");
  }

  /** @param {number[]} indexes @param {boolean} wanted */
  async keep(indexes, wanted) {
    try {
      await this.fileList.keep(indexes, wanted);
      for (const index of indexes) this.#coming[wanted ? "add" : "delete"](index);
      this.toast.show("keep", text(wanted ? "player_keep_wait" : "player_keep_undone"), { seconds: 6 });
      this.look();
    } catch (error) {
      this.toast.show("keep", text("player_keep_failed", errorWords(asEngineError(error))), { seconds: 10 });
    }
  }

  /** Announces the files that are whole now; to be called when the list of files is new. */
  look() {
    for (const index of this.#coming) {
      const path = this.fileList.file(index)?.kept;
      if (!path) continue;
      this.#coming.delete(index);
      const name = path.slice(path.lastIndexOf("/") + 1);
      const actions = [{ label: text("player_show_folder"), act: () => void this.open("folder", index) }];
      this.toast.show("keep", text("player_keep_done", name), { actions, seconds: 12 });
    }
  }

  /** @param {import("../../shared/types.js").Torrent["kept"]} kept */
  tellFailure(kept) {
    if (!kept?.error || this.#coming.size === 0) return;
    this.#coming.clear();
    this.toast.show("keep", text("player_keep_failed", errorWords(asEngineError(kept.error))), { seconds: 12 });
  }

  async findPrograms() {
    if (this.programs) return;
    this.programs = [];
    const found = await this.engine.request("programs.list", {}).catch(() => ({ programs: [] }));
    this.programs = found.programs;
  }

  /** @param {string} program @param {number} [index] */
  async open(program, index = this.opener.file?.index) {
    const { torrent } = this.opener;
    if (!torrent || index === undefined) return;
    try {
      await this.engine.request("programs.open", { id: torrent.id, file: index, program });
    } catch (error) {
      this.toast.show("program", text("player_open_failed", errorWords(asEngineError(error))), { seconds: 10 });
    }
  }
}
