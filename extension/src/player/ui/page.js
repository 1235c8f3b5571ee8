// Prepares the page's HTML: texts, icons, keys in tooltips, the list of keys.

import { byId } from "../../shared/dom.js";
import { localize } from "../../shared/i18n.js";
import { fillIcons, tellKeys } from "../../style/icons.js";

/** @returns {{showHelp: () => void}} */
export function dressPage() {
  localize();
  fillIcons();
  tellKeys();
  const help = byId("help", HTMLDialogElement);
  byId("help_close", HTMLButtonElement).addEventListener("click", () => help.close());
  window.addEventListener("hashchange", () => location.reload());
  return { showHelp: () => help.showModal() };
}
