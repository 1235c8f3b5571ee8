// The viewer's name for the daemon: one viewer for each load of this page. A browser opens several connections for one
// video, and by this name the daemon counts them as one.

/** A name, not a secret (docs/http.md). */
export const kViewer = Array.from({ length: 16 }, () => Math.floor(Math.random() * 36).toString(36)).join("");

/**
 * The address of a stream for the video element of this page. Other programs get the plain one and count as viewers of
 * their own.
 * @param {string} url
 * @returns {string}
 */
export function forThisViewer(url) {
  const address = new URL(url);
  address.searchParams.set("viewer", kViewer);
  return address.href;
}
