// One line over the picture that informs without stopping the film, with buttons when there is something to do.

import { byId, makeButton } from "../../shared/dom.js";

/** @typedef {{label: string, act: () => void}} ToastAction */

export class Toast {
  #box = byId("toast", HTMLElement);
  #words = byId("toast_words", HTMLElement);
  #buttons = byId("toast_buttons", HTMLElement);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** Name of the shown toast, so that only its own reason hides it. */
  #name = "";

  /**
   * @param {string} name
   * @param {string} words
   * @param {{actions?: ToastAction[], seconds?: number}} [options] without seconds it stays until hidden
   */
  show(name, words, { actions = [], seconds } = {}) {
    clearTimeout(this.#timer);
    this.#name = name;
    this.#words.textContent = words;
    this.#buttons.replaceChildren(
      ...actions.map(({ label, act }) =>
        makeButton(label, "button", () => {
          this.hide(name);
          act();
        }),
      ),
    );
    this.#box.hidden = false;
    if (seconds !== undefined) this.#timer = setTimeout(() => this.hide(name), seconds * 1000);
  }

  /** @param {string} name */
  hide(name) {
    if (name === this.#name) this.#box.hidden = true;
  }
}
