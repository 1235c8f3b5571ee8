// The list of files at the side: marks the playing, the watched, the available and the kept ones.

import { byId, make, makeButton, setProgress, setText } from "../../shared/dom.js";
import { bytes, percent, plural, text } from "../../shared/i18n.js";
import { readableName } from "../../shared/names.js";
import { icon, setIcon } from "../../style/icons.js";
import { groupsOf } from "../files/drawer_groups.js";
import { isPlayable } from "../files/file_order.js";
import { keptState } from "../source/keeper.js";

/** @typedef {import("../../shared/types.js").TorrentFile} TorrentFile */
/** @typedef {import("../files/drawer_groups.js").Entry} Entry */
/** @typedef {{name: string, play: HTMLButtonElement, facts: HTMLElement, line: HTMLElement, keep: HTMLButtonElement}} Row */
/** @typedef {{onPlay: (index: number) => void, onView: (index: number) => void, onKeep: (indexes: number[], keep: boolean) => void, onFolder: (index: number) => void, onOpen: () => void}} DrawerEvents */

/** The number of rows made at once; a longer list grows with each frame, so that it does not block the page. */
const kRowsAtOnce = 40;

/** The watched share after which a film counts as watched: few people see the credits to their end. */
const kNearlyOver = 0.95;

/** @type {Record<import("../source/keeper.js").KeptState, {icon: string, words: string}>} */
const kKeepLooks = {
  no: { icon: "keep", words: "player_keep_file" },
  coming: { icon: "keep", words: "player_kept_file" },
  there: { icon: "folder", words: "player_there_file" },
};

/** @param {TorrentFile} file */
function factsOf({ size, done, watched = 0 }) {
  const share = size > 0 ? done / size : 1;
  return [
    watched > kNearlyOver ? text("player_watched") : watched > 0.02 ? text("player_watched_share", percent(watched)) : "",
    share > 0 && share < 1 ? `${bytes(size)} · ${percent(share)}` : bytes(size),
  ]
    .filter(Boolean)
    .join(" · ");
}

export class FileDrawer {
  #drawer = byId("drawer", HTMLElement);
  #list = byId("file_list", HTMLUListElement);
  #rest = byId("files_left_out", HTMLElement);
  #keepAll = byId("keep_all", HTMLButtonElement);
  #opener = byId("show_files", HTMLButtonElement);
  /** @type {Map<number, Row>} */
  #rows = new Map();
  /** @type {TorrentFile[]} */
  #files = [];
  /** The files of the rows. @type {{files: TorrentFile[], current: number | null}} */
  #shown = { files: [], current: null };
  #current = /** @type {number | null} */ (null);
  /** Headings and rows that are still to be made. @type {(string | Entry)[]} */
  #unmade = [];
  /** @type {Map<number, TorrentFile>} */
  #byIndex = new Map();

  /** @param {DrawerEvents} events */
  constructor(events) {
    this.events = events;
    byId("close_files", HTMLButtonElement).addEventListener("click", () => this.close());
    this.#keepAll.addEventListener("click", () => this.events.onKeep(this.#files.map(({ index }) => index), true));
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
    this.#fillAll();
    this.events.onOpen();
    this.#showCurrent();
  }

  close() {
    const hadFocus = this.#drawer.contains(document.activeElement);
    this.#show(false);
    if (hadFocus) this.#opener.focus();
  }

  /**
   * @param {TorrentFile[]} files in the order to show; the same list as long as nothing of it changed
   * @param {number} total how many there are
   * @param {number | null} current the index of the open file
   */
  update(files, total, current) {
    this.#files = files;
    this.#current = current;
    this.#opener.hidden = files.length < 2;
    this.#rest.hidden = total <= files.length;
    if (!this.#rest.hidden) setText(this.#rest, plural("player_files_left_out", total - files.length));
    if (this.isOpen) this.#fillAll();
  }

  /** @param {boolean} open */
  #show(open) {
    this.#drawer.hidden = !open;
    this.#opener.setAttribute("aria-expanded", String(open));
    document.documentElement.toggleAttribute("data-drawer", open);
  }

  /** Makes the rows anew, unless files and current file are the same. */
  #fillAll() {
    const { files, current } = this.#shown;
    if (files === this.#files && current === this.#current) return;
    const same = files.length === this.#files.length && files.every((file, i) => file.index === this.#files[i]?.index);
    this.#byIndex = new Map(this.#files.map((file) => [file.index, file]));
    if (!same) this.#rebuild();
    this.#shown = { files: this.#files, current: this.#current };
    this.#keepAll.hidden = this.#files.every((file) => keptState(file) !== "no");
    for (const file of this.#files) this.#fill(file, file.index === this.#current);
  }

  #rebuild() {
    this.#rows.clear();
    this.#list.replaceChildren();
    const groups = groupsOf(this.#files);
    const isGrowing = this.#unmade.length > 0;
    this.#unmade = groups.flatMap(({ title, entries }) => (groups.length > 1 && title !== "" ? [title, ...entries] : entries));
    this.#makeSome();
    if (!isGrowing && this.#unmade.length > 0) requestAnimationFrame(() => this.#grow());
  }

  #grow() {
    const wasThere = this.#rows.has(this.#current ?? -1);
    for (const { file } of this.#makeSome()) this.#fill(this.#byIndex.get(file.index) ?? file, file.index === this.#current);
    if (!wasThere) this.#showCurrent();
    if (this.#unmade.length > 0) requestAnimationFrame(() => this.#grow());
  }

  /** Makes the next rows of the list. @returns {Entry[]} */
  #makeSome() {
    const some = this.#unmade.splice(0, kRowsAtOnce);
    const items = some.map((one) => (typeof one === "string" ? make("li", "group", make("h3", "", make("bdi", "", one))) : this.#makeRow(one)));
    this.#list.append(...items);
    return some.filter((one) => typeof one !== "string");
  }

  #showCurrent() {
    this.#rows.get(this.#current ?? -1)?.play.scrollIntoView({ block: "center" });
  }

  /** @param {Entry} entry */
  #makeRow({ file, name, beside }) {
    const facts = make("span", "facts");
    const line = make("span", "progress");
    line.setAttribute("role", "progressbar");
    line.setAttribute("aria-label", text("player_file_progress", name));
    const play = make("button", "file", icon(file.kind), make("span", "words", make("bdi", "name", name), facts, line));
    play.type = "button";
    play.title = readableName(file.path);
    play.addEventListener("click", () => (isPlayable(file) ? this.events.onPlay(file.index) : this.events.onView(file.index)));
    const keep = makeButton("", "icon-button", () => this.#pressKeep(file.index));
    this.#rows.set(file.index, { name, play, facts, line, keep });
    return make("li", beside ? "beside" : "", play, keep);
  }

  /** @param {TorrentFile} file @param {boolean} current */
  #fill(file, current) {
    const row = this.#rows.get(file.index);
    if (!row) return;
    const share = file.size > 0 ? file.done / file.size : 1;
    setText(row.facts, factsOf(file));
    row.line.hidden = share <= 0;
    setProgress(row.line, share);
    row.play.setAttribute("aria-current", String(current));
    const watched = file.watched ?? 0;
    row.play.classList.toggle("watched", watched > kNearlyOver);
    row.play.classList.toggle("begun", watched > 0.02 && watched <= kNearlyOver);
    row.play.style.setProperty("--watched", String(watched));
    const state = keptState(file);
    row.keep.setAttribute("aria-pressed", String(state !== "no"));
    setIcon(row.keep, kKeepLooks[state].icon, text(kKeepLooks[state].words, row.name));
  }

  /** @param {number} index */
  #pressKeep(index) {
    const state = keptState(this.#files.find((file) => file.index === index) ?? null);
    if (state === "there") this.events.onFolder(index);
    else this.events.onKeep([index], state === "no");
  }
}
