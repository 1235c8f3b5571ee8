// The choices at the end of a film after which no other one starts by itself.

import { byId, setText } from "../../../shared/dom.js";
import { text } from "../../../shared/i18n.js";
import { titleOf } from "../../../shared/titles.js";
import { keptState } from "../../source/keeper.js";

/** @typedef {{again: () => void, next: () => void, keep: () => void, remove: () => void}} EndActs */

export class EndCard {
  #box = byId("end_card", HTMLElement);
  #next = byId("end_next", HTMLButtonElement);
  #keep = byId("end_keep", HTMLButtonElement);
  #question = byId("end_question", HTMLElement);

  /** @param {EndActs} acts */
  constructor(acts) {
    /** @type {[string, () => void][]} */
    const clicks = [
      ["end_again", acts.again],
      ["end_next", acts.next],
      ["end_keep", acts.keep],
      ["end_remove", () => this.#ask(true)],
      ["end_remove_no", () => this.#ask(false)],
      ["end_remove_yes", acts.remove],
    ];
    for (const [id, act] of clicks) byId(id, HTMLElement).addEventListener("click", () => act());
  }

  /** @param {import("../../../shared/types.js").TorrentFile | null} next */
  show(next) {
    this.#ask(false);
    this.#next.hidden = next === null;
    setText(this.#next, next ? text("player_end_next", titleOf(next.name)) : "");
    this.#box.hidden = false;
  }

  hide() {
    this.#box.hidden = true;
  }

  /** @param {import("../../../shared/types.js").TorrentFile | null} file */
  update(file) {
    const state = keptState(file);
    setText(this.#keep, text({ no: "player_keep", coming: "player_kept", there: "player_show_folder" }[state]));
  }

  /** @param {boolean} asked */
  #ask(asked) {
    this.#question.hidden = !asked;
    byId("end_buttons", HTMLElement).hidden = asked;
    if (asked) byId("end_remove_no", HTMLButtonElement).focus();
  }
}
