// Reads title, artist and album of a song from the usual names of shared music: "Artist - Album (2019) [FLAC]/CD1/03 -
// Song.flac". Pure.

import { readableName } from "../../shared/names.js";

/** @typedef {import("../../shared/types.js").TorrentFile} TorrentFile */
/** @typedef {{title: string, artist: string, album: string}} Song */

/** Words at the end of a folder's name that describe the encoding or the source. */
const kMaking = /\s*(?:[[({][^\])}]*[\])}]|\b(?:flac|mp3|aac|alac|ogg|opus|wav|320|v0|24bit|16bit|web|cd|vinyl)\b)\s*$/iu;
const kDisc = /^(?:cd|disc|disk|vol(?:ume)?)[ ._-]*\d+$/i;
const kNumber = /^\s*(?:[a-d]?\d{1,3}(?:[-.]\d{1,3})?)(?:\s*[-–._)]+\s*|\s+)(?=\S)/iu;
const kSeparator = /\s+[-–—]\s+/u;

/** @param {string} name */
function withBlanks(name) {
  const parted = / /.test(name) ? name : name.replace(/_/g, " ");
  return parted.replace(/\s+/g, " ").trim();
}

/** @param {string} name */
function withoutMaking(name) {
  let bare = withBlanks(readableName(name));
  for (let before = ""; before !== bare && kMaking.test(bare); ) {
    before = bare;
    bare = bare.replace(kMaking, "").replace(/[\s,–-]+$/u, "");
  }
  return bare || withBlanks(readableName(name));
}

/** The folder with the album's name: the nearest one that is not a disc's. @param {string} path */
function albumFolder(path) {
  return path.split("/").slice(0, -1).findLast((folder) => !kDisc.test(folder.trim())) ?? "";
}

/** @param {Pick<TorrentFile, "name" | "path">} file @returns {Song} */
export function readSong({ name, path }) {
  const [artist = "", ...album] = withoutMaking(albumFolder(path)).split(kSeparator);
  const own = withBlanks(readableName(name).replace(/\.[a-z0-9]{2,4}$/i, ""));
  const parts = (own.replace(kNumber, "") || own).split(kSeparator);
  const told = album.length > 0 ? { artist, album: album.join(" – ") } : { artist: "", album: artist };
  if (parts.length > 1 && (told.artist === "" || parts[0] === told.artist)) {
    return { title: parts.slice(1).join(" – "), artist: parts[0] ?? "", album: told.album };
  }
  return { title: parts.join(" – "), ...told };
}

/**
 * Title, artist and album of a song: its tags, and its file name for those that are missing.
 * @param {Pick<TorrentFile, "name" | "path">} file
 * @param {import("../../shared/types.js").SongTags | undefined} tags
 * @returns {Song}
 */
export function songOf(file, tags) {
  const named = readSong(file);
  return {
    title: readableName(tags?.title ?? "") || named.title,
    artist: readableName(tags?.artist ?? "") || named.artist,
    album: readableName(tags?.album ?? "") || named.album,
  };
}

/** The largest picture in bytes that counts as a cover; larger ones are scans of a booklet. */
const kLargestCover = 8 << 20;
const kCoverNames = [/^(?:cover|folder|front|album(?:art)?)\b/i, /\b(?:cover|front)\b/i];

/**
 * The cover of an album, found by its name; a picture beside the song is preferred.
 * @param {Pick<TorrentFile, "path">} song
 * @param {TorrentFile[]} files of the torrent
 * @returns {TorrentFile | null}
 */
export function coverOf(song, files) {
  const folder = song.path.slice(0, song.path.lastIndexOf("/") + 1);
  const pictures = files.filter(({ name, size }) => /\.(?:jpe?g|png|webp)$/i.test(name) && size > 0 && size <= kLargestCover);
  const rank = (/** @type {TorrentFile} */ { name, path }) => {
    const named = kCoverNames.findIndex((pattern) => pattern.test(name));
    return (named < 0 ? kCoverNames.length : named) * 2 + (path.startsWith(folder) ? 0 : 1);
  };
  const [best] = pictures.toSorted((one, other) => rank(one) - rank(other) || one.path.length - other.path.length);
  return best && (rank(best) < kCoverNames.length * 2 || pictures.length === 1) ? best : null;
}
