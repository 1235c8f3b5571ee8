// Copies addresses for players outside the browser, and takes another magnet link for this page.

import { byId } from "../../shared/dom.js";
import { refusalWords } from "../../shared/errors.js";
import { text } from "../../shared/i18n.js";
import { chosenSource, whyRefused } from "../../shared/magnet.js";
import { playerForSource } from "../../shared/places.js";

/** @typedef {import("./toast.js").Toast} Toast */

/** @param {string} address @param {Toast} toast */
export async function copyAddress(address, toast) {
  try {
    await navigator.clipboard.writeText(address);
    toast.show("copied", text("player_copied"), { seconds: 4 });
  } catch {
    toast.show("copied", text("player_copy_failed", address), { seconds: 20 });
  }
}

/**
 * The menu with the two addresses.
 * @param {import("../source/stream_opener.js").StreamOpener} opener
 * @param {Toast} toast
 */
export function bindCopyMenu(opener, toast) {
  const menu = byId("copy_menu", HTMLElement);
  /** @param {() => string | undefined} address */
  const copy = (address) => () => {
    menu.hidePopover();
    void copyAddress(address() ?? "", toast);
  };
  byId("copy_stream", HTMLButtonElement).addEventListener("click", copy(() => opener.file?.url));
  byId("copy_playlist", HTMLButtonElement).addEventListener("click", copy(() => opener.playlist));
}

/** The field for another link, hidden until it is wanted. */
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
