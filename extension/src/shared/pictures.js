// Thumbnails of films, which the daemon makes from downloaded bytes (docs/http.md).

import { make } from "./dom.js";

/**
 * Base URL; a second of the film, or "poster", is appended.
 * @param {string} httpBase
 * @param {string} torrent
 * @param {number} file
 */
export function picturesOf(httpBase, torrent, file) {
  return `${httpBase}torrents/${torrent}/pictures/${file}/`;
}

/**
 * Null when the downloaded bytes give no picture.
 * @param {string} url
 * @param {AbortSignal} [signal]
 */
export async function loadPicture(url, signal) {
  const answer = await fetch(url, signal ? { signal } : {});
  return answer.status === 200 ? answer.blob() : null;
}

/** A decoded image element, which shows without delay. @param {Blob} blob */
export async function imageOf(blob) {
  const image = make("img", "");
  image.alt = "";
  image.src = URL.createObjectURL(blob);
  await image.decode();
  return image;
}
