// At the end of a film: the next one starts by itself after five seconds, unless the person cancels.

import { byId } from "../../../shared/dom.js";
import { plural } from "../../../shared/i18n.js";
import { titleOf } from "../../../shared/titles.js";

const kSeconds = 5;

export class NextUp {
  #box = byId("next_up", HTMLElement);
  #words = byId("next_words", HTMLElement);
  #name = byId("next_name", HTMLElement);
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  #go = () => {};
  #refused = () => {};

  constructor() {
    byId("next_now", HTMLButtonElement).addEventListener("click", () => this.#start());
    byId("next_cancel", HTMLButtonElement).addEventListener("click", () => {
      this.cancel();
      this.#refused();
    });
  }

  /** @param {string} name @param {() => void} go @param {() => void} refused */
  offer(name, go, refused) {
    this.cancel();
    this.#go = go;
    this.#refused = refused;
    this.#name.textContent = titleOf(name);
    this.#box.hidden = false;
    this.#countDown(kSeconds);
  }

  cancel() {
    clearInterval(this.#timer);
    this.#box.hidden = true;
  }

  /** @param {number} left */
  #countDown(left) {
    this.#words.textContent = plural("player_next_in", left);
    this.#timer = setInterval(() => {
      left -= 1;
      this.#words.textContent = plural("player_next_in", left);
      if (left === 0) this.#start();
    }, 1000);
  }

  #start() {
    this.cancel();
    this.#go();
  }
}
