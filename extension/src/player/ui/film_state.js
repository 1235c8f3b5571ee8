// The page's texts about the film: its name, and its state from all sources.

import { recognise } from "../../shared/magnet.js";
import { readableName } from "../../shared/names.js";
import { titleOf } from "../../shared/titles.js";
import { isPlayable } from "../files/file_order.js";
import { needsWholeFile } from "../source/playback_check.js";
import { describe } from "./describe.js";
import { StateView } from "./state_view.js";

/**
 * @typedef {object} FilmParts
 * @property {import("../source/stream_opener.js").StreamOpener} opener
 * @property {import("../source/address.js").Wish} wish
 * @property {import("../source/playback.js").Playback} playback
 * @property {import("../source/film.js").Film} film
 * @property {import("./figures/watching.js").Watching} watching
 */

export class FilmState {
  #view;

  /** @param {FilmParts} parts @param {(action: import("../source/problems.js").ActionName) => void} act */
  constructor(parts, act) {
    this.parts = parts;
    this.#view = new StateView(act);
  }

  /** The name of the film: the file's, else the torrent's, else the link's dn. */
  get #rawName() {
    const { opener, wish } = this.parts;
    const { torrent, file } = opener;
    const ofFile = file && isPlayable(file) && (torrent?.file_count ?? 1) > 1 ? file.name : "";
    return readableName(ofFile || torrent?.name || recognise(wish.source)?.name || "");
  }

  get title() {
    return titleOf(this.#rawName);
  }

  show() {
    const { opener, playback } = this.parts;
    const root = document.documentElement;
    root.dataset.link = opener.link.state;
    root.dataset.kind = opener.file?.kind ?? "";
    root.toggleAttribute("data-picture", playback.begun);
    root.toggleAttribute("data-blocked", playback.blocked);
    this.#view.showTitle(this.title, this.#rawName);
    this.#view.show(describe(this.#known()));
  }

  /** @returns {import("./describe.js").Known} */
  #known() {
    const { opener, wish, playback, film, watching } = this.parts;
    const { link, torrent, file, problem } = opener;
    const { phase, begun, bufferedShare } = playback;
    const { preparing } = film;
    const { damaged, search } = watching;
    const wholeFileFirst = file !== null && film.isDirect && needsWholeFile(playback.video, file.name);
    const facts = { canAddAgain: wish.source !== "", wholeFileFirst, preparing, damaged, search, waited: playback.phaseSeconds };
    return { link, torrent, problem, ...facts, phase, begun, bufferedShare };
  }
}
