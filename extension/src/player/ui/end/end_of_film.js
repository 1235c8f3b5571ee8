// The end of a film: the next one starts after a while, or choices are offered.

import { EndCard } from "./end_card.js";
import { NextUp } from "./next_up.js";

/** @typedef {import("../../../shared/types.js").TorrentFile} TorrentFile */

export class EndOfFilm {
  #nextUp = new NextUp();
  #card;

  /** @param {import("./end_card.js").EndActs} acts */
  constructor(acts) {
    this.#card = new EndCard({ ...acts, again: () => (this.hide(), acts.again()), remove: () => (this.hide(), acts.remove()) });
  }

  /** @param {TorrentFile | null} next @param {() => void} play starts it */
  come(next, play) {
    if (next) this.#nextUp.offer(next.name, play, () => this.#card.show(next));
    else this.#card.show(null);
  }

  /** @param {TorrentFile | null} file that is shown @param {boolean} ended */
  update(file, ended) {
    this.#card.update(file);
    if (!ended) this.#card.hide();
  }

  /** Cancels the start of the next film. */
  cancel() {
    this.#nextUp.cancel();
  }

  hide() {
    this.cancel();
    this.#card.hide();
  }
}
