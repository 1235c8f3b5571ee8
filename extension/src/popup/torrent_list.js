// The rows of the popup. A row is kept while its numbers change, so that focus and pointer stay in place. Films that were
// left in the middle come first.

import { leftAt } from "./torrent_facts.js";
import { TorrentRow } from "./torrent_row.js";

/** @typedef {import("../shared/types.js").Torrent} Torrent */

export class TorrentList {
  /** @type {Map<string, TorrentRow>} */
  #rows = new Map();

  /**
   * @param {{continued: HTMLUListElement, others: HTMLUListElement}} lists
   * @param {import("./torrent_row.js").RowActions} actions
   */
  constructor(lists, actions) {
    this.lists = lists;
    this.actions = actions;
  }

  /** Whether both kinds of rows exist, so that each gets a heading. */
  get isParted() {
    return this.lists.continued.childElementCount > 0 && this.lists.others.childElementCount > 0;
  }

  get size() {
    return this.#rows.size;
  }

  /** Sets the torrents, newest first. @param {Torrent[]} torrents */
  replace(torrents) {
    const present = new Set(torrents.map(({ id }) => id));
    for (const id of [...this.#rows.keys()]) if (!present.has(id)) this.remove(id);
    for (const torrent of torrents) {
      const row = this.#rows.get(torrent.id);
      if (row) row.update(torrent);
      else this.#listOf(torrent).append(this.#make(torrent));
    }
  }

  /** @param {Torrent} torrent */
  add(torrent) {
    const row = this.#rows.get(torrent.id);
    if (row) row.update(torrent);
    else this.#listOf(torrent).prepend(this.#make(torrent));
  }

  /** @param {import("../shared/types.js").TorrentChange[]} changes */
  change(changes) {
    for (const change of changes) this.#rows.get(change.id)?.update(change);
  }

  /** Removes a row; its focus goes to the neighbour, not to the top of the page. @param {string} id */
  remove(id) {
    const row = this.#rows.get(id);
    if (!row) return;
    const neighbour = row.item.nextElementSibling ?? row.item.previousElementSibling;
    const hadFocus = row.item.contains(document.activeElement);
    this.#rows.delete(id);
    row.item.remove();
    if (hadFocus) neighbour?.querySelector("button")?.focus();
  }

  /** The list of a row; it stays the one of the popup's opening. @param {Torrent} torrent */
  #listOf(torrent) {
    return leftAt(torrent) ? this.lists.continued : this.lists.others;
  }

  /** @param {Torrent} torrent */
  #make(torrent) {
    const row = new TorrentRow(torrent, this.actions);
    this.#rows.set(torrent.id, row);
    return row.item;
  }
}
