// The list of files at the side: which is playing, which is here already, which should be kept whole.

import { byId, make, setProgress, setText } from "../shared/dom.js";
import { bytes, percent, plural, text } from "../shared/i18n.js";
import { readableName } from "../shared/names.js";
import { icon, setIcon } from "../style/icons.js";
import { isPlayable } from "./file_order.js";

/** @typedef {import("../shared/types.js").TorrentFile} TorrentFile */
/** @typedef {{item: HTMLLIElement, play: HTMLButtonElement, facts: HTMLElement, line: HTMLElement, keep: HTMLButtonElement}} Row */

export class FileDrawer {
  #drawer = byId("drawer", HTMLElement);
  #list = byId("file_list", HTMLUListElement);
  #rest = byId("files_left_out", HTMLElement);
  #opener = byId("show_files", HTMLButtonElement);
  /** @type {Map<number, Row>} */
  #rows = new Map();
  /** @type {TorrentFile[]} */
  #files = [];

  /** @param {{onPlay: (index: number) => void, onKeep: (indexes: number[]) => void, onOpen: () => void}} events */
  constructor(events) {
    this.events = events;
    byId("close_files", HTMLButtonElement).addEventListener("click", () => this.close());
  }

  get isOpen() {
    return !this.#drawer.hidden;
  }

  toggle() {
    if (this.isOpen) this.close();
    else this.open();
  }

  open() {
    if (this.#files.length === 0) return;
    this.#show(true);
    this.events.onOpen();
    this.#list.querySelector('[aria-current="true"]')?.scrollIntoView({ block: "nearest" });
  }

  close() {
    const hadFocus = this.#drawer.contains(document.activeElement);
    this.#show(false);
    if (hadFocus) this.#opener.focus();
  }

  /**
   * @param {TorrentFile[]} files in the order to show
   * @param {number} total how many there are
   * @param {number | null} current the index of the open file
   */
  update(files, total, current) {
    if (files.length !== this.#files.length || files.some((file, i) => file.index !== this.#files[i]?.index)) {
      this.#rebuild(files);
    }
    this.#files = files;
    for (const file of files) this.#fill(file, file.index === current);
    this.#opener.hidden = files.length < 2;
    this.#rest.hidden = total <= files.length;
    setText(this.#rest, plural("player_files_left_out", total - files.length));
  }

  /** @param {boolean} open */
  #show(open) {
    this.#drawer.hidden = !open;
    this.#opener.setAttribute("aria-expanded", String(open));
    document.documentElement.toggleAttribute("data-drawer", open);
  }

  /** @param {TorrentFile[]} files */
  #rebuild(files) {
    this.#rows.clear();
    this.#list.replaceChildren(...files.map((file) => this.#makeRow(file)));
  }

  /** @param {TorrentFile} file */
  #makeRow(file) {
    const name = make("bdi", "name", readableName(file.name));
    const facts = make("span", "facts");
    const line = make("span", "progress");
    line.setAttribute("role", "progressbar");
    line.setAttribute("aria-label", text("player_file_progress"));
    const play = make("button", "file", icon(file.kind), make("span", "words", name, facts, line));
    play.type = "button";
    play.title = readableName(file.path);
    play.disabled = !isPlayable(file);
    play.addEventListener("click", () => this.events.onPlay(file.index));
    const keep = make("button", "icon-button");
    keep.type = "button";
    keep.addEventListener("click", () => this.#toggleKept(file.index));
    const item = make("li", "", play, keep);
    this.#rows.set(file.index, { item, play, facts, line, keep });
    return item;
  }

  /** @param {TorrentFile} file @param {boolean} current */
  #fill(file, current) {
    const row = this.#rows.get(file.index);
    if (!row) return;
    const share = file.size > 0 ? file.done / file.size : 1;
    setText(row.facts, share > 0 && share < 1 ? `${bytes(file.size)} · ${percent(share)}` : bytes(file.size));
    row.line.hidden = share <= 0;
    setProgress(row.line, share);
    row.play.setAttribute("aria-current", String(current));
    row.keep.setAttribute("aria-pressed", String(file.selected));
    setIcon(row.keep, "keep", text(file.selected ? "player_kept" : "player_keep"));
  }

  /** @param {number} index */
  #toggleKept(index) {
    const kept = this.#files.filter((file) => file.selected !== (file.index === index)).map((file) => file.index);
    this.events.onKeep(kept);
  }
}
