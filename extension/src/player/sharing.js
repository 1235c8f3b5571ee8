// Addresses for players outside the browser, and another link for this one.

import { byId } from "../shared/dom.js";
import { refusalWords } from "../shared/errors.js";
import { text } from "../shared/i18n.js";
import { chosenSource, whyRefused } from "../shared/magnet.js";
import { playerForSource } from "../shared/places.js";

/** @typedef {import("./note.js").Note} Note */

/** @param {string} address @param {Note} note */
export async function copyAddress(address, note) {
  try {
    await navigator.clipboard.writeText(address);
    note.show("copied", text("player_copied"), { seconds: 4 });
  } catch {
    note.show("copied", text("player_copy_failed", address), { seconds: 20 });
  }
}

/**
 * The menu with the two addresses.
 * @param {import("./screening.js").Screening} screening
 * @param {Note} note
 */
export function bindCopyMenu(screening, note) {
  const menu = byId("copy_menu", HTMLElement);
  /** @param {() => string | undefined} address */
  const copy = (address) => () => {
    menu.hidePopover();
    void copyAddress(address() ?? "", note);
  };
  byId("copy_stream", HTMLButtonElement).addEventListener("click", copy(() => screening.file?.url));
  byId("copy_playlist", HTMLButtonElement).addEventListener("click", copy(() => screening.playlist));
}

/** The field for another link, hidden until it is asked for. */
export class PasteForm {
  #form = byId("paste", HTMLFormElement);
  #field = byId("paste_field", HTMLInputElement);
  #error = byId("paste_error", HTMLElement);

  constructor() {
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#go();
    });
  }

  show() {
    this.#form.hidden = false;
    this.#field.focus();
  }

  #go() {
    const found = chosenSource(this.#field.value);
    this.#error.hidden = found !== null;
    this.#error.textContent = refusalWords(whyRefused(this.#field.value)) || text("player_paste_error");
    this.#field.setAttribute("aria-invalid", String(found === null));
    if (found) void playerForSource(found.source).then((address) => location.assign(address));
  }
}
