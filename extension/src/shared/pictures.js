// Small pictures of films, as the daemon makes them from the bytes that are here (docs/http.md).

import { make } from "./dom.js";

/** The address that a second of the film, or "poster", is put behind. @param {string} httpBase @param {string} torrent @param {number} file */
export function picturesOf(httpBase, torrent, file) {
  return `${httpBase}torrents/${torrent}/pictures/${file}/`;
}

/**
 * Null when the bytes that are here give no picture.
 * @param {string} url
 * @param {AbortSignal} [signal]
 */
export async function loadPicture(url, signal) {
  const answer = await fetch(url, signal ? { signal } : {});
  return answer.status === 200 ? answer.blob() : null;
}

/** An image that shows at once when it is put somewhere. @param {Blob} blob */
export async function imageOf(blob) {
  const image = make("img", "");
  image.alt = "";
  image.src = URL.createObjectURL(blob);
  await image.decode();
  return image;
}
