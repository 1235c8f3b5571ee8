// One torrent in the popup: poster, name, progress line, one line of facts, and actions.

import { make, makeButton, setProgress, setText } from "../shared/dom.js";
import { noticeWords } from "../shared/errors.js";
import { text } from "../shared/i18n.js";
import { readableName } from "../shared/names.js";
import { icon, setIcon } from "../style/icons.js";
import { titleOf } from "../shared/titles.js";
import { factsOf, isStopped, leftAt, moreFactsOf, progressOf } from "./torrent_facts.js";

/** @typedef {import("../shared/types.js").Torrent} Torrent */
/**
 * @typedef {object} RowActions
 * @property {(id: string) => void} open
 * @property {(id: string) => void} pause
 * @property {(torrent: Torrent) => void} keep
 * @property {(id: string) => void} resume
 * @property {(id: string, data: "keep" | "delete") => void} remove
 * @property {import("./posters.js").Posters} posters
 */

export class TorrentRow {
  item = make("li", "");
  #poster = make("div", "poster");
  #posterAsked = false;
  #open = make("button", "open");
  #name = make("bdi", "");
  #line = make("div", "progress");
  #facts = make("p", "facts");
  #more = make("p", "facts more");
  #watched = make("span", "seen");
  #keep = make("button", "icon-button keep");
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
    const name = titleOf(torrent.name);
    setText(this.#name, name);
    this.#open.title = readableName(torrent.name);
    setText(this.#facts, factsOf(torrent));
    setText(this.#more, moreFactsOf(torrent));
    this.#showLeftAt(leftAt(torrent));
    this.#line.setAttribute("aria-label", text("popup_progress", name));
    setProgress(this.#line, progressOf(torrent));
    this.#line.classList.toggle("complete", torrent.state === "complete");
    this.#line.classList.toggle("resting", torrent.state === "paused" || torrent.state === "idle");
    this.#notice.hidden = torrent.notice === null;
    this.#notice.classList.toggle("alarm", torrent.state === "error");
    setText(this.#notice, torrent.notice ? noticeWords(torrent.notice) : "");
    const stopped = isStopped(torrent);
    this.#askForPoster();
    setIcon(this.#pause, stopped ? "play" : "pause", text(stopped ? "popup_resume" : "popup_pause", name));
    setIcon(this.#remove, "remove", text("popup_remove", name));
    const there = torrent.kept !== null && torrent.kept !== undefined && torrent.kept.there === torrent.kept.files;
    setIcon(this.#keep, there ? "folder" : "keep", text(there ? "popup_show_folder" : "popup_keep", name));
    this.#keep.hidden = !torrent.has_metadata;
    this.#keep.setAttribute("aria-pressed", String(Boolean(torrent.kept)));
    // A complete torrent without upload has nothing to pause.
    this.#pause.hidden = torrent.state === "complete" && torrent.upload_rate === 0 && torrent.viewers === 0 && !stopped;
  }

  /** Draws the watched share as a line on the poster. @param {ReturnType<typeof leftAt>} left */
  #showLeftAt(left) {
    this.#watched.hidden = left === null;
    if (left) this.#watched.style.setProperty("--value", String(left.share));
  }

  /** Loads the poster once, when there may be one; later pieces change nothing while the popup is open. */
  #askForPoster() {
    const { posters } = this.actions;
    if (this.#posterAsked || !posters.hopes(this.torrent)) return;
    this.#posterAsked = true;
    void posters.ask(this.torrent).then((image) => image && this.#poster.replaceChildren(image, this.#watched));
  }

  #build() {
    const { id } = this.torrent;
    this.#poster.append(icon("video"), this.#watched);
    this.#poster.addEventListener("click", () => this.actions.open(id));
    this.#open.type = this.#pause.type = this.#remove.type = this.#keep.type = "button";
    this.#keep.addEventListener("click", () => this.actions.keep(this.torrent));
    this.#open.append(this.#name);
    this.#open.addEventListener("click", () => this.actions.open(id));
    this.#pause.addEventListener("click", () => (isStopped(this.torrent) ? this.actions.resume(id) : this.actions.pause(id)));
    this.#remove.addEventListener("click", () => this.#askHow());
    this.#line.setAttribute("role", "progressbar");
    this.#choice.hidden = true;
    const words = make("div", "words", this.#facts, this.#more);
    const bottom = make("div", "bottom", words, make("div", "actions", this.#keep, this.#pause, this.#remove));
    this.item.append(this.#poster, this.#open, this.#line, bottom, this.#notice, this.#choice);
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
