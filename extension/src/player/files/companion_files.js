// Selects the subtitle files of a torrent that belong to a film, and tells their language: by name, folder and episode.
// Pure.

import { isExtra, mayBeSame, readReleaseName, sameTitle, wordsOf } from "./release_name.js";
import { readSubtitleName } from "./subtitle_name.js";

/** @typedef {Pick<import("../../shared/types.js").TorrentFile, "index" | "path" | "kind">} PlacedFile */
/** @typedef {import("./release_name.js").ReleaseName & {folders: string[], stem: string}} Place a file's name, taken apart */

const kReadable = /\.(srt|vtt|ass|ssa|idx|sub|sup|sbv|smi|sami|ttml|dfxp|lrc|mpl2?)$/i;
const kIndex = /\.idx$/i;
const kPictures = /\.sub$/i;
const kText = /\.txt$/i;

/** Folders whose name says subtitles and nothing of the film's name. */
const kSubtitleFolder = /^(subs?|subtitles?|srt|captions?|vobsubs?)$/i;
const kSeasonFolder = /^(?:s|season|staffel|saison|temporada)[ ._-]*(\d{1,2})$/i;

/** Degrees to which a file fits a film, best first. */
const kFit = { name: 6, folder: 5, episode: 4, perhaps: 3, title: 2, neighbour: 1, none: 0 };

/** @param {string} path @returns {Place} */
function placeOf(path) {
  const folders = path.split("/");
  const stem = (folders.pop() ?? "").replace(/\.[^.]*$/, "").normalize("NFC");
  const name = readReleaseName(stem);
  const season = folders.map((folder) => kSeasonFolder.exec(folder)?.[1]).find(Boolean);
  const episodes = name.episodes.map((episode) => ({ ...episode, season: episode.season ?? (season === undefined ? null : Number(season)) }));
  return { ...name, episodes, folders, stem };
}

/** @param {string[]} words @param {string[]} first */
function beginsWith(words, first) {
  return first.length > 0 && first.every((word, at) => words[at] === word);
}

/** The folder that a film beside these subtitles lies in. @param {string[]} folders */
function homeOf(folders) {
  const at = folders.findIndex((folder) => kSubtitleFolder.test(folder));
  return (at < 0 ? folders : folders.slice(0, at)).join("/");
}

/** The episodes of a subtitle file; its folder may name them ("Show.S01E02/2_English.srt"). @param {Place} file */
function episodesOf(file) {
  if (file.sure) return file;
  const folder = file.folders.map(readReleaseName).findLast(({ sure }) => sure);
  return folder ?? file;
}

/** Whether the file lies in a folder that is named like the film or like the film's folder. @param {Place} film @param {Place} file */
function isInFolderOf(film, file) {
  const wanted = wordsOf(film.stem).join(" ");
  return file.folders.some((folder) => wordsOf(folder).join(" ") === wanted) && wanted !== "";
}

/** @param {Place} film @param {Place} file @param {{home: number, all: number, others: boolean}} count of films in the folder, and at all; `others` than extras */
function fitOf(film, file, { home, all, others }) {
  if (beginsWith(file.words, film.words) || beginsWith(wordsOf(file.stem), wordsOf(film.stem))) return kFit.name;
  if (isInFolderOf(film, file)) return kFit.folder;
  if (isExtra(film) && others) return kFit.none;
  const told = episodesOf(file);
  const same = mayBeSame(film.episodes, told.episodes);
  if (told.sure && film.sure) return same ? kFit.episode : kFit.none;
  if (told.sure && film.episodes.length > 0 && all > 1) return same ? kFit.perhaps : kFit.none;
  if (same && all > 1) return kFit.perhaps;
  if (told.sure && all > 1) return kFit.none;
  const title = sameTitle(film, file) || (film.year === file.year && beginsWith(file.words, film.title));
  if (title && !film.sure) return kFit.title;
  return all === 1 || home === 1 ? kFit.neighbour : kFit.none;
}

/** Number of folders that two files have in common. @param {Place} one @param {Place} other */
function nearness(one, other) {
  const at = one.folders.findIndex((folder, depth) => other.folders[depth] !== folder);
  return at < 0 ? one.folders.length : at;
}

/** Prefers the longer of two names that both fit: "Film 2.srt" is not of "Film" when there is a "Film 2". @param {number} fit @param {Place} film */
function detail(fit, film) {
  if (fit === kFit.name) return film.words.length;
  return fit === kFit.title ? film.title.length : 0;
}

/**
 * @param {PlacedFile} film
 * @param {PlacedFile} file
 * @param {{file: PlacedFile, place: Place}[]} films all films of the torrent
 */
function belongs(film, file, films) {
  const place = placeOf(file.path);
  const home = homeOf(place.folders);
  const whole = films.filter((other) => !isExtra(other.place));
  const neighbours = whole.filter((other) => other.place.folders.join("/") === home);
  const rated = films.map((other) => {
    const count = { home: neighbours.includes(other) ? neighbours.length : 0, all: whole.length || films.length, others: whole.length > 0 };
    const fit = fitOf(other.place, place, count);
    return { file: other.file, rank: [fit, detail(fit, other.place), nearness(other.place, place)] };
  });
  const own = rated.find((other) => other.file === film)?.rank ?? [kFit.none];
  return own[0] !== kFit.none && rated.every(({ rank }) => compare(rank, own) <= 0);
}

/** @param {number[]} one @param {number[]} other */
function compare(one, other) {
  const at = one.findIndex((value, place) => value !== other[place]);
  return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0);
}

/** @param {string} path @param {string} filmPath */
function nameOf(path, filmPath) {
  const [file, film] = [placeOf(path), placeOf(filmPath)];
  const own = beginsWith(wordsOf(file.stem), wordsOf(film.stem));
  const rest = own ? behind(file.stem, wordsOf(film.stem).length) : file.stem;
  const title = [...film.title, ...film.folders.flatMap((folder) => readReleaseName(folder).title)];
  const folder = file.folders.at(-1) ?? "";
  return readSubtitleName(rest, { own, folder: isInFolderOf(film, file) || film.folders.includes(folder) ? "" : folder, title });
}

/** The rest of a name after its first `count` words. @param {string} stem @param {number} count */
function behind(stem, count) {
  const words = [...stem.matchAll(/[\p{L}\p{M}\p{N}'’`]+/gu)];
  const next = words[count];
  return next ? stem.slice(next.index) : "";
}

/** Whether the file is the index (.idx) of a VobSub file. @param {PlacedFile} file */
export function isPictureIndex(file) {
  return kIndex.test(file.path);
}

/** Whether the file holds subtitles of a Blu-ray (.sup). @param {PlacedFile} file */
export function isPictureStream(file) {
  return /\.sup$/i.test(file.path);
}

/**
 * The VobSub file (.sub) that an index refers to.
 * @template {PlacedFile} F
 * @param {PlacedFile} index
 * @param {F[]} files
 */
export function picturesBeside(index, files) {
  const wanted = index.path.replace(kIndex, ".sub").toLowerCase();
  return files.find(({ path }) => path.toLowerCase() === wanted) ?? null;
}

/** Whether the file is offered: of a VobSub index and its .sub file, only the index is. @param {PlacedFile} file @param {PlacedFile[]} files */
function isOffered(file, files) {
  if (isPictureIndex(file)) return picturesBeside(file, files) !== null;
  const list = file.path.replace(kPictures, ".idx").toLowerCase();
  return !kPictures.test(file.path) || !files.some(({ path }) => path.toLowerCase() === list);
}

/** Whether a .txt file may hold subtitles, as Polish ones often do: only one that is named like the film. @param {PlacedFile} file @param {PlacedFile} film */
function mayBeText(file, film) {
  return kText.test(file.path) && placeOf(file.path).words.join(" ") === placeOf(film.path).words.join(" ");
}

/**
 * The files beside a film that belong to it and to no other film, in the order of the list.
 * @template {PlacedFile} F
 * @param {PlacedFile} film
 * @param {F[]} files all files of the torrent
 * @param {(file: F) => boolean} isWanted
 * @returns {({file: F} & import("./subtitle_name.js").SubtitleName)[]} language: short, "" when the name tells none
 */
export function filesBeside(film, files, isWanted) {
  const others = files.filter(({ kind, index }) => kind === "video" && index !== film.index);
  const films = [film, ...others].map((file) => ({ file, place: placeOf(file.path) }));
  return files
    .filter((file) => isWanted(file) && belongs(film, file, films))
    .map((file) => ({ file, ...nameOf(file.path, film.path) }));
}

/**
 * The subtitle files of a film.
 * @template {PlacedFile} F
 * @param {PlacedFile} film
 * @param {F[]} files all files of the torrent
 */
export function subtitleFilesOf(film, files) {
  return filesBeside(film, files, (file) => {
    const isSubtitle = (file.kind === "subtitle" && kReadable.test(file.path)) || mayBeText(file, film);
    return isSubtitle && isOffered(file, files);
  });
}
