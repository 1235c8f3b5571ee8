// The playback speed: a menu in the bar, and the same choice in the menu of a narrow window.

import { byId, make, setText } from "../../../shared/dom.js";
import { text } from "../../../shared/i18n.js";
import { speedWords } from "../describe.js";
import { Menu } from "./menu.js";

export const kSpeeds = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];

export class SpeedMenu {
  #menu = new Menu("show_speed", "speed_menu");
  #opener = byId("show_speed", HTMLButtonElement);
  #list = byId("speed_menu", HTMLElement);
  #narrow = byId("menu_speed", HTMLSelectElement);
  /** The speed that is shown. */
  #shown = 0;

  /** @param {HTMLVideoElement} video */
  constructor(video) {
    this.video = video;
    for (const speed of kSpeeds) {
      const option = make("option", "", speedWords(speed));
      option.value = String(speed);
      this.#narrow.append(option);
    }
    this.#narrow.addEventListener("change", () => this.#set(Number(this.#narrow.value)));
  }

  update() {
    const { playbackRate: speed } = this.video;
    if (speed === this.#shown) return;
    this.#shown = speed;
    this.#narrow.value = String(speed);
    setText(this.#opener, speedWords(speed));
    this.#opener.setAttribute("aria-label", text("player_speed_now", speedWords(speed)));
    this.#list.replaceChildren(
      ...kSpeeds.map((one) => this.#menu.makeItem({ name: speedWords(one), checked: one === speed, act: () => this.#set(one) })),
    );
  }

  /** @param {number} speed */
  #set(speed) {
    this.video.playbackRate = speed;
  }
}
