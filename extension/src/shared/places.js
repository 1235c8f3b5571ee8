// The addresses of the extension's own pages.

import { browser } from "./browser.js";
import { makeNonce } from "./nonce.js";

/**
 * The player for a new source. Only pages of the extension can make this address: it carries a nonce that the player
 * takes once.
 * @param {string} source magnet link, info-hash or address of a .torrent file
 */
export async function playerForSource(source) {
  const query = new URLSearchParams({ nonce: await makeNonce() });
  return browser.runtime.getURL(`player/player.html?${query}#${encodeURIComponent(source)}`);
}

/**
 * The player for a torrent of the daemon.
 * @param {string} id
 * @param {number | null} [file]
 */
export function playerForTorrent(id, file = null) {
  const query = new URLSearchParams({ torrent: id, ...(file === null ? {} : { file: String(file) }) });
  return browser.runtime.getURL(`player/player.html?${query}`);
}

/**
 * The page that shows a picture, a PDF or a text, and offers everything else for saving.
 * @param {string} torrent
 * @param {number} file
 */
export function viewerPage(torrent, file) {
  const query = new URLSearchParams({ torrent, file: String(file) });
  return browser.runtime.getURL(`viewer/viewer.html?${query}`);
}

/**
 * The confirm page, which asks before anything touches the network.
 * @param {string} source
 * @param {"" | "not-a-torrent"} [why] when set, the page only says that this cannot be streamed
 */
export function confirmPage(source, why = "") {
  return browser.runtime.getURL(`confirm/confirm.html${why && `?why=${why}`}#${encodeURIComponent(source)}`);
}

/** The popup's list of torrents, in a tab. */
export function listPage() {
  return browser.runtime.getURL("popup/popup.html");
}

export function setupPage() {
  return browser.runtime.getURL("setup/setup.html");
}

/** The decoded fragment of a page's address; "" when it is missing or malformed. */
export function sourceFromHash(hash = location.hash) {
  try {
    return decodeURIComponent(hash.replace(/^#/, ""));
  } catch {
    return "";
  }
}
