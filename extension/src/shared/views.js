// Files that the viewer shows: which one is meant, which is next, and where it is read. Pure.

/** @typedef {import("./types.js").TorrentFile} TorrentFile */

/** The address of a file as the viewer shows it. @param {string} httpBase @param {string} torrent @param {number} index */
export function viewOf(httpBase, torrent, index) {
  return `${httpBase}torrents/${torrent}/view/${index}`;
}

/** The file that is offered when a torrent has nothing to play: one that can be shown, else the one that was asked for. @param {TorrentFile[]} files in natural order @param {TorrentFile | null} asked */
export function fileToView(files, asked) {
  if (asked && asked.view !== "none") return asked;
  return files.find(({ view }) => view === "picture" || view === "pdf") ?? files.find(({ view }) => view !== "none") ?? asked;
}

/**
 * The file so many places after this one, of the same form; null beyond the ends.
 * @param {TorrentFile[]} files in natural order
 * @param {number} index
 * @param {number} step -1 for the one before
 */
export function neighbour(files, index, step) {
  const form = files.find((file) => file.index === index)?.view ?? "none";
  const row = files.filter(({ view }) => view === form);
  return form === "none" ? null : (row[row.findIndex((file) => file.index === index) + step] ?? null);
}
