// Sorts the files of a torrent in natural order, and tells the playable ones. Pure.

/** @typedef {import("../../shared/types.js").EngineClient} EngineClient */
/** @typedef {import("../../shared/types.js").TorrentFile} TorrentFile */

const kPageSize = 500;

/** The longest list that is shown, since a torrent may hold a million names; the rest is cut off. */
const kMostFiles = 5000;

const kNatural = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

/** @param {Pick<TorrentFile, "kind">} file */
export function isPlayable({ kind }) {
  return kind === "video" || kind === "audio";
}

/**
 * The kind of a file that is no film: "archive", "subtitles", or "" for anything else.
 * @param {Pick<TorrentFile, "kind" | "name">} file
 */
export function unplayableKind({ kind, name }) {
  if (kind === "subtitle") return "subtitles";
  return /\.(rar|zip|7z|ace|[rsz]\d\d|0\d\d)$/i.test(name ?? "") ? "archive" : "";
}

/**
 * Sorts "Part 2" before "Part 10".
 * @template {Pick<TorrentFile, "path">} F
 * @param {F[]} files
 */
export function inNaturalOrder(files) {
  return [...files].sort((a, b) => kNatural.compare(a.path, b.path));
}

/**
 * The playable file of the same kind `step` places further; null beyond the ends. Extras are followed by extras only.
 * @template {Pick<TorrentFile, "index" | "kind" | "extra">} F
 * @param {F[]} ordered
 * @param {number} index
 * @param {number} [step] -1 for the one before
 * @returns {F | null}
 */
export function fileAfter(ordered, index, step = 1) {
  const current = ordered.find((file) => file.index === index);
  if (!current) return null;
  const row = ordered.filter((file) => file.kind === current.kind && isPlayable(file) && Boolean(file.extra) === Boolean(current.extra));
  return row[row.indexOf(current) + step] ?? null;
}

/**
 * @param {EngineClient} engine
 * @param {string} id
 * @returns {Promise<{files: TorrentFile[], total: number}>} in natural order; total may be larger than their number
 */
export async function loadFiles(engine, id) {
  /** @type {TorrentFile[]} */
  const files = [];
  let total = 0;
  do {
    const page = await engine.request("torrents.files", { id, offset: files.length, limit: kPageSize });
    if (page.files.length === 0) break;
    files.push(...page.files);
    total = page.total;
  } while (files.length < Math.min(total, kMostFiles));
  return { files: inNaturalOrder(files), total: Math.max(total, files.length) };
}
