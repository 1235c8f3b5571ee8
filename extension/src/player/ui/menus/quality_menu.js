// The menu of heights for encoded video: as the machine can, or as the person wants.

import { byId, setText } from "../../../shared/dom.js";
import { text } from "../../../shared/i18n.js";
import { Menu } from "./menu.js";

/** @typedef {import("../../source/picture_size.js").Quality} Quality */

/** @param {number} height pixels */
function heightWords(height) {
  return text("player_quality_height", String(height));
}

export class QualityMenu {
  #menu = new Menu("show_quality", "quality_menu");
  #opener = byId("show_quality", HTMLButtonElement);
  #narrow = byId("menu_quality", HTMLElement);
  #list = byId("quality_menu", HTMLElement);
  #shown = "";

  /** @param {(height: number | null) => void} onChoice null: as the machine can */
  constructor(onChoice) {
    this.onChoice = onChoice;
  }

  toggle() {
    this.#menu.toggle();
  }

  /** @param {Quality | null} quality null: the picture comes as it is in the file */
  update(quality) {
    const shown = JSON.stringify(quality);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#menu.offer(quality !== null);
    this.#narrow.hidden = quality === null;
    if (quality) this.#fill(quality);
  }

  /** @param {Quality} quality */
  #fill({ choices, chosen, height }) {
    setText(this.#opener, heightWords(height));
    this.#opener.setAttribute("aria-label", text("player_quality_now", heightWords(height)));
    const items = [null, ...choices].map((choice) =>
      this.#menu.makeItem({
        name: choice === null ? text("player_quality_auto") : heightWords(choice),
        details: choice === null && chosen === null ? heightWords(height) : "",
        checked: choice === chosen,
        act: () => this.onChoice(choice),
      }),
    );
    this.#list.replaceChildren(...items);
  }
}
