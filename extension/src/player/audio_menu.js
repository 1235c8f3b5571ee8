// The menu of the film's sound tracks, hidden while there is nothing to choose.

import { byId, make } from "../shared/dom.js";
import { trackWords } from "./audio_tracks.js";

/** @typedef {import("../shared/types.js").AudioTrack} AudioTrack */

export class AudioMenu {
  #opener = byId("show_audio", HTMLButtonElement);
  #menu = byId("audio_menu", HTMLElement);
  /** @type {AudioTrack[]} */
  #tracks = [];

  /** @param {(track: AudioTrack) => void} onChoice */
  constructor(onChoice) {
    this.onChoice = onChoice;
    this.#menu.addEventListener("toggle", () => this.#opened());
    this.#menu.addEventListener("keydown", (event) => this.#key(event));
  }

  toggle() {
    if (!this.#opener.hidden) this.#menu.togglePopover();
  }

  /** @param {AudioTrack[]} tracks @param {AudioTrack | null} current */
  update(tracks, current) {
    if (tracks !== this.#tracks) this.#rebuild(tracks);
    this.#items.forEach((item, i) => item.setAttribute("aria-checked", String(tracks[i] === current)));
  }

  get #items() {
    return /** @type {HTMLButtonElement[]} */ ([...this.#menu.querySelectorAll("button")]);
  }

  /** @param {AudioTrack[]} tracks */
  #rebuild(tracks) {
    this.#tracks = tracks;
    this.#opener.hidden = tracks.length < 2;
    if (this.#opener.hidden) this.#menu.hidePopover();
    this.#menu.replaceChildren(...tracks.map((track, position) => this.#makeItem(track, position)));
  }

  /** @param {AudioTrack} track @param {number} position */
  #makeItem(track, position) {
    const { name, details } = trackWords(track, position);
    const item = make("button", "choice", make("bdi", "", name), make("bdi", "muted", details));
    item.type = "button";
    item.setAttribute("role", "menuitemradio");
    item.addEventListener("click", () => {
      this.#menu.hidePopover();
      this.onChoice(track);
    });
    return item;
  }

  #opened() {
    const open = this.#menu.matches(":popover-open");
    this.#opener.setAttribute("aria-expanded", String(open));
    const focused = /** @type {HTMLElement | null} */ (this.#menu.querySelector(":focus"));
    if (open) (this.#items.find((item) => item.getAttribute("aria-checked") === "true") ?? this.#items[0])?.focus();
    else focused?.blur(); // opened by its key, it has no button to give the focus back to
  }

  /** As in every menu: arrows go round, Home and End go to the ends. @param {KeyboardEvent} event */
  #key(event) {
    const items = this.#items;
    const now = items.findIndex((item) => item === document.activeElement);
    const target = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: -1 }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    items.at(target % items.length)?.focus();
  }
}
