// Samples, trailers and other extras, which nobody means when they watch a film or a season. The daemon has the same rule
// (app/torrents/extra_file.cpp). Pure.

/** @typedef {import("./types.js").TorrentFile} TorrentFile */

const kFolder =
  /^(?:samples?|extras?|bonus|bonusfeatures|featurettes?|trailers?|teasers?|interviews?|deletedscenes?|bloopers|gagreel|outtakes|behindthescenes|makingof|specialfeatures|promo|proof)$/;
const kWord =
  /^(?:sample|trailer|teaser|extras?|bonus|featurettes?|interviews?|deleted|bloopers|gag|outtakes|promo|behindthescenes)$/;

/** @param {string} name */
function words(name) {
  return name.toLowerCase().split(/[^a-z0-9\u0080-\uffff]+/);
}

/**
 * By its folder, or by a word of its name while it is less than half as large as the largest of its kind: films may be called so.
 * @param {Pick<TorrentFile, "path" | "size">} file
 * @param {number} largest
 */
export function isExtra({ path, size }, largest) {
  const parts = path.split("/");
  const name = parts.pop() ?? "";
  if (parts.slice(1).some((folder) => kFolder.test(words(folder).join("")))) return true;
  return size < largest / 2 && words(name.replace(/\.[^.]*$/, "")).some((word) => kWord.test(word));
}

/**
 * The extras among the files, by their index.
 * @param {Pick<TorrentFile, "index" | "path" | "size" | "kind">[]} files
 * @returns {Set<number>}
 */
export function extrasOf(files) {
  /** @type {Map<string, number>} */
  const largest = new Map();
  for (const { kind, size } of files) largest.set(kind, Math.max(largest.get(kind) ?? 0, size));
  const playable = files.filter(({ kind }) => kind === "video" || kind === "audio");
  return new Set(playable.filter((file) => isExtra(file, largest.get(file.kind) ?? 0)).map(({ index }) => index));
}
