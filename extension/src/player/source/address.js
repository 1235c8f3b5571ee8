// Parses the address of the player, and keeps it such that a reload shows the same film.

import { playerForTorrent, sourceFromHash } from "../../shared/places.js";

/**
 * @typedef {object} Wish
 * @property {string} source what a person clicked or pasted; "" when only the torrent is known
 * @property {string | null} torrent
 * @property {number | null} file null: the main file
 */

const kId = /^[a-z0-9]{1,64}$/;
const kFileIndex = /^\d{1,9}$/;

/**
 * @param {Pick<URL, "searchParams" | "hash">} url
 * @param {unknown} memory what rememberAddress() left in the history entry
 * @returns {Wish}
 */
export function readAddress(url, memory) {
  const torrent = url.searchParams.get("torrent") ?? "";
  const file = url.searchParams.get("file") ?? "";
  const kept = /** @type {{source?: unknown} | null} */ (memory)?.source;
  return {
    source: sourceFromHash(url.hash) || (typeof kept === "string" ? kept : ""),
    torrent: kId.test(torrent) ? torrent : null,
    file: kFileIndex.test(file) ? Number(file) : null,
  };
}

/**
 * Whether the address asks for something that this history entry has not opened before: then the nonce proves that the
 * extension made it.
 * @param {Pick<URL, "hash">} url
 * @param {unknown} memory what rememberSource() left in the history entry
 */
export function needsNonce({ hash }, memory) {
  const source = sourceFromHash(hash);
  return source !== "" && /** @type {{source?: unknown} | null} */ (memory)?.source !== source;
}

/** A reload opens the same source again, without a nonce. @param {Wish} wish */
export function rememberSource({ source }) {
  if (source !== "") history.replaceState({ source }, "");
}

/** Once the torrent has an id, a reload does not add it again. The source stays with the history entry. @param {Wish} wish */
export function rememberAddress({ source, torrent, file }) {
  if (torrent !== null) history.replaceState({ source }, "", playerForTorrent(torrent, file));
}
