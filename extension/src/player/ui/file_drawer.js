// The list of files at the side: which is playing, which was watched, which is here already, which the person keeps.

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
/** @typedef {{onPlay: (index: number) => void, onKeep: (indexes: number[], keep: boolean) => void, onFolder: (index: number) => void, onOpen: () => void}} DrawerEvents */

/** Watched to here, a film is over: the credits are not watched to their end. */
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
  /** What the rows show. @type {{files: TorrentFile[], current: number | null}} */
  #shown = { files: [], current: null };
  #current = /** @type {number | null} */ (null);

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
    this.#rows.get(this.#current ?? -1)?.play.scrollIntoView({ block: "center" });
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

  /** Does nothing while what is shown is what there is. */
  #fillAll() {
    const { files, current } = this.#shown;
    if (files === this.#files && current === this.#current) return;
    const same = files.length === this.#files.length && files.every((file, i) => file.index === this.#files[i]?.index);
    if (!same) this.#rebuild();
    this.#shown = { files: this.#files, current: this.#current };
    this.#keepAll.hidden = this.#files.every((file) => keptState(file) !== "no");
    for (const file of this.#files) this.#fill(file, file.index === this.#current);
  }

  #rebuild() {
    this.#rows.clear();
    const groups = groupsOf(this.#files);
    this.#list.replaceChildren(
      ...groups.flatMap(({ title, entries }) => {
        const heading = groups.length > 1 && title !== "" ? [make("li", "group", make("h3", "", make("bdi", "", title)))] : [];
        return [...heading, ...entries.map((entry) => this.#makeRow(entry))];
      }),
    );
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
    play.disabled = !isPlayable(file);
    play.addEventListener("click", () => this.events.onPlay(file.index));
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
