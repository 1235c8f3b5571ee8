// A menu that a button opens above itself: one of its items is checked, and the keyboard moves through it.

import { byId, make } from "../../../shared/dom.js";

/** @typedef {{name: string, details?: string, checked: boolean, stays?: boolean, act: () => void}} MenuChoice `stays`: open, for what the choice brings */

export class Menu {
  #opener;
  #menu;

  /** @param {string} openerId @param {string} menuId */
  constructor(openerId, menuId) {
    this.#opener = byId(openerId, HTMLButtonElement);
    this.#menu = byId(menuId, HTMLElement);
    this.#menu.addEventListener("toggle", () => this.#opened());
    this.#menu.addEventListener("keydown", (event) => this.#key(event));
  }

  toggle() {
    if (!this.#opener.hidden) this.#menu.togglePopover();
  }

  close() {
    this.#menu.hidePopover();
  }

  /** Shows the button when there is a choice. @param {boolean} offered */
  offer(offered) {
    this.#opener.hidden = !offered;
    if (!offered) this.close();
  }

  /** @param {MenuChoice} choice */
  makeItem({ name, details = "", checked, stays = false, act }) {
    const item = make("button", "choice", make("bdi", "", name), make("bdi", "muted", details));
    item.type = "button";
    item.setAttribute("role", "menuitemradio");
    item.setAttribute("aria-checked", String(checked));
    item.addEventListener("click", () => {
      if (!stays) this.close();
      act();
    });
    return item;
  }

  get #items() {
    return /** @type {HTMLElement[]} */ ([...this.#menu.querySelectorAll("button")]);
  }

  #opened() {
    const open = this.#menu.matches(":popover-open");
    this.#opener.setAttribute("aria-expanded", String(open));
    const focused = /** @type {HTMLElement | null} */ (this.#menu.querySelector(":focus"));
    if (open) (this.#items.find((item) => item.getAttribute("aria-checked") === "true") ?? this.#items[0])?.focus();
    else focused?.blur(); // a menu that its key opened has no button to return the focus to
  }

  /** Moves as in every menu: arrows wrap around, Home and End go to the ends. @param {KeyboardEvent} event */
  #key(event) {
    if (event.target instanceof HTMLSelectElement) return; // a select element takes the arrows itself
    const items = this.#items;
    const now = items.findIndex((item) => item === document.activeElement);
    const target = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: -1 }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    items.at(target % items.length)?.focus();
  }
}
