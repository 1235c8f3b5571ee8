// One torrent in the popup: name, a thin line, one line of facts, and what can be done with it.

import { make, makeButton, setProgress, setText } from "../shared/dom.js";
import { noticeWords } from "../shared/errors.js";
import { text } from "../shared/i18n.js";
import { readableName } from "../shared/names.js";
import { setIcon } from "../style/icons.js";
import { factsOf, isStopped, progressOf } from "./torrent_facts.js";

/** @typedef {import("../shared/types.js").Torrent} Torrent */
/**
 * @typedef {object} RowActions
 * @property {(id: string) => void} open
 * @property {(id: string) => void} pause
 * @property {(id: string) => void} resume
 * @property {(id: string, data: "keep" | "delete") => void} remove
 */

export class TorrentRow {
  item = make("li", "");
  #open = make("button", "open");
  #name = make("bdi", "");
  #line = make("div", "progress");
  #facts = make("p", "facts");
  #notice = make("p", "notice");
  #pause = make("button", "icon-button pause");
  #remove = make("button", "icon-button remove");
  #choice = make("div", "choice");

  /**
   * @param {Torrent} torrent
   * @param {RowActions} actions
   */
  constructor(torrent, actions) {
    this.torrent = torrent;
    this.actions = actions;
    this.item.dataset.id = torrent.id;
    this.#build();
    this.update(torrent);
  }

  /** @param {Partial<Torrent>} change */
  update(change) {
    this.torrent = { ...this.torrent, ...change };
    const { torrent } = this;
    const name = readableName(torrent.name);
    setText(this.#name, name);
    this.#open.title = name;
    setText(this.#facts, factsOf(torrent));
    this.#facts.title = factsOf(torrent);
    setProgress(this.#line, progressOf(torrent));
    this.#line.classList.toggle("complete", torrent.state === "complete");
    this.#line.classList.toggle("resting", torrent.state === "paused" || torrent.state === "idle");
    this.#notice.hidden = torrent.notice === null;
    this.#notice.classList.toggle("alarm", torrent.state === "error");
    setText(this.#notice, torrent.notice ? noticeWords(torrent.notice) : "");
    const stopped = isStopped(torrent);
    setIcon(this.#pause, stopped ? "play" : "pause", text(stopped ? "popup_resume" : "popup_pause"));
  }

  #build() {
    const { id } = this.torrent;
    this.#open.type = this.#pause.type = this.#remove.type = "button";
    this.#open.append(this.#name);
    this.#open.addEventListener("click", () => this.actions.open(id));
    this.#pause.addEventListener("click", () => (isStopped(this.torrent) ? this.actions.resume(id) : this.actions.pause(id)));
    setIcon(this.#remove, "remove", text("popup_remove"));
    this.#remove.addEventListener("click", () => this.#askHow());
    this.#line.setAttribute("role", "progressbar");
    this.#line.setAttribute("aria-label", text("popup_progress"));
    this.#choice.hidden = true;
    const bottom = make("div", "bottom", this.#facts, make("div", "actions", this.#pause, this.#remove));
    this.item.append(this.#open, this.#line, bottom, this.#notice, this.#choice);
  }

  #askHow() {
    const { id } = this.torrent;
    const done = () => {
      this.#choice.hidden = true;
      this.#remove.focus();
    };
    const keep = makeButton(text("popup_keep_files"), "button keep", () => this.actions.remove(id, "keep"));
    const erase = makeButton(text("popup_delete_files"), "button delete", () => this.actions.remove(id, "delete"));
    const cancel = makeButton(text("popup_cancel"), "button", done);
    this.#choice.replaceChildren(make("p", "", text("popup_remove_question")), keep, erase, cancel);
    this.#choice.onkeydown = (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      done();
    };
    this.#choice.hidden = false;
    keep.focus();
  }
}
