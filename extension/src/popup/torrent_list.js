// The rows of the popup, kept while their numbers change, so that focus and pointer stay where they are.

import { TorrentRow } from "./torrent_row.js";

/** @typedef {import("../shared/types.js").Torrent} Torrent */

export class TorrentList {
  /** @type {Map<string, TorrentRow>} */
  #rows = new Map();

  /**
   * @param {HTMLUListElement} list
   * @param {import("./torrent_row.js").RowActions} actions
   */
  constructor(list, actions) {
    this.list = list;
    this.actions = actions;
  }

  get size() {
    return this.#rows.size;
  }

  /** The torrents that are there now, newest first. @param {Torrent[]} torrents */
  replace(torrents) {
    const present = new Set(torrents.map(({ id }) => id));
    for (const id of [...this.#rows.keys()]) if (!present.has(id)) this.remove(id);
    for (const torrent of torrents) {
      const row = this.#rows.get(torrent.id);
      if (row) row.update(torrent);
      else this.list.append(this.#make(torrent));
    }
  }

  /** @param {Torrent} torrent */
  add(torrent) {
    const row = this.#rows.get(torrent.id);
    if (row) row.update(torrent);
    else this.list.prepend(this.#make(torrent));
  }

  /** @param {import("../shared/types.js").TorrentChange[]} changes */
  change(changes) {
    for (const change of changes) this.#rows.get(change.id)?.update(change);
  }

  /** The focus goes to the neighbour, not to the top of the page. @param {string} id */
  remove(id) {
    const row = this.#rows.get(id);
    if (!row) return;
    const neighbour = row.item.nextElementSibling ?? row.item.previousElementSibling;
    const hadFocus = row.item.contains(document.activeElement);
    this.#rows.delete(id);
    row.item.remove();
    if (hadFocus) neighbour?.querySelector("button")?.focus();
  }

  /** @param {Torrent} torrent */
  #make(torrent) {
    const row = new TorrentRow(torrent, this.actions);
    this.#rows.set(torrent.id, row);
    return row.item;
  }
}
