// "Stream with Magnetar" on links and selected text.
// targetUrlPatterns is not used: Chromium accepts "magnet:*" there and never matches it, since a magnet link has no
// path.

import { browser } from "../shared/browser.js";
import { text } from "../shared/i18n.js";
import { chosenSource, findSource, recognise } from "../shared/magnet.js";

const kItem = "stream";

/** Serialises creations, because installation and startup may come together. */
let creation = Promise.resolve();

export function createContextMenu() {
  creation = creation.then(async () => {
    await browser.contextMenus.removeAll();
    browser.contextMenus.create({ id: kItem, title: text("menu_stream"), contexts: ["link", "selection"] });
  });
  return creation;
}

/**
 * Returns the link when it is recognised as streamable, else the selection's text when that is, else the link: a person
 * may choose an address that does not look like a .torrent file.
 * @param {{linkUrl?: string, selectionText?: string}} info
 */
export function chosenText({ linkUrl, selectionText }) {
  if (linkUrl && recognise(linkUrl)) return linkUrl;
  if (selectionText && findSource(selectionText)) return selectionText;
  return linkUrl ?? selectionText ?? "";
}

/**
 * @param {import("./open_link.js").LinkOpener} opener
 * @param {chrome.contextMenus.OnClickData} info
 * @param {chrome.tabs.Tab | undefined} tab
 */
export async function contextMenuClicked(opener, info, tab) {
  if (info.menuItemId !== kItem) return;
  await opener.open({ text: chosenText(info), trusted: true, where: "current", opener: tab, find: chosenSource });
}
