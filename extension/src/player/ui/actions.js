// The actions of the buttons in the panel of state, and of dropping and pasting.

import { browser } from "../../shared/browser.js";
import { asEngineError, errorWords } from "../../shared/errors.js";
import { text } from "../../shared/i18n.js";
import { addTorrentFile, takeWhatComes } from "../../shared/intake.js";
import { listPage, playerForSource, playerForTorrent, setupPage, viewerPage } from "../../shared/places.js";
import { fileToView } from "../../shared/views.js";
import { bindCopyMenu, copyAddress, PasteForm } from "./sharing.js";

/**
 * @typedef {object} ActionParts
 * @property {import("../../shared/types.js").EngineClient} engine
 * @property {import("../source/stream_opener.js").StreamOpener} opener
 * @property {import("../source/playback.js").Playback} playback
 * @property {import("../source/film.js").Film} film
 * @property {import("../files/file_list_cache.js").FileListCache} fileList
 * @property {import("./toast.js").Toast} toast
 * @property {() => void} openList
 * @property {(file: File) => void} takeSubtitles
 */

export class Actions {
  #pasteForm = new PasteForm();

  /** @param {ActionParts} parts */
  constructor(parts) {
    this.parts = parts;
    bindCopyMenu(parts.opener, parts.toast);
    takeWhatComes({
      source: (source) => void playerForSource(source).then((url) => location.assign(url)),
      torrent: (file) => void this.#openTorrentFile(file),
      subtitles: parts.takeSubtitles,
      nothing: () => parts.toast.show("drop", text("player_drop_nothing"), { seconds: 6 }),
    });
  }

  /** @param {import("../source/problems.js").ActionName} action */
  act(action) {
    const { opener, playback, fileList, openList } = this.parts;
    const retry = () => this.#retry();
    const acts = {
      retry,
      resume: retry,
      again: () => void opener.startAgain(),
      paste: () => this.#pasteForm.show(),
      settings: () => void browser.runtime.openOptionsPage(),
      copy: () => this.copy(),
      setup: () => void browser.tabs.create({ url: setupPage() }),
      files: openList,
      view: () => this.view(fileToView(fileList.files, opener.file)?.index),
      others: () => void browser.tabs.create({ url: listPage() }),
      anyway: () => {
        opener.dismissProblem();
        void playback.play();
      },
    };
    acts[action]();
  }

  copy() {
    void copyAddress(this.parts.opener.file?.url ?? "", this.parts.toast);
  }

  /** @param {number | undefined} index of a file that is no film */
  view(index) {
    const { torrent } = this.parts.opener;
    if (torrent && index !== undefined) void browser.tabs.create({ url: viewerPage(torrent.id, index) });
  }

  /** Removes the torrent with its bytes. */
  async remove() {
    const { engine, opener } = this.parts;
    if (!opener.torrent) return;
    await engine.request("torrents.remove", { id: opener.torrent.id, data: "delete" }).catch((error) => opener.report(asEngineError(error)));
  }

  #retry() {
    this.parts.film.resetFailures();
    void this.parts.opener.retry();
  }

  /** @param {File} file */
  async #openTorrentFile(file) {
    try {
      location.assign(playerForTorrent(await addTorrentFile(this.parts.engine, file)));
    } catch (error) {
      this.parts.toast.show("drop", text("player_torrent_failed", errorWords(asEngineError(error))), { seconds: 10 });
    }
  }
}
