// Which subtitle files of a torrent belong to a film, and in what language they are: by name, folder and episode. Pure.

import { languageOfWord } from "./languages.js";

/** @typedef {Pick<import("../shared/types.js").TorrentFile, "index" | "path" | "kind">} PlacedFile */

const kReadable = /\.(srt|vtt|ass|ssa|idx)$/i;
const kIndex = /\.idx$/i;
const kEpisode = /(?:^|[^a-z0-9])s(\d{1,2})[ ._-]?e(\d{1,3})(?![0-9])|(?:^|[^a-z0-9])(\d{1,2})x(\d{2,3})(?![0-9])/i;

/** Folders that hold subtitles and nothing of the film's name. */
const kSubtitleFolder = /^(subs?|subtitles?|srt|captions?)$/i;

/** @param {string} path */
function partsOf(path) {
  const folders = path.split("/");
  const name = folders.pop() ?? "";
  return { folders, stem: name.replace(/\.[^.]*$/, "").toLowerCase() };
}

/** "1x2" for "S01E02" and "1x02"; null when it names none. @param {string} name */
function episodeOf(name) {
  const found = kEpisode.exec(name);
  return found && `${Number(found[1] ?? found[3])}x${Number(found[2] ?? found[4])}`;
}

/** @param {string} text */
function wordsOf(text) {
  return text.split(/[^\p{L}\p{M}]+/u).filter(Boolean);
}

/** What the subtitle's name says besides the film's; null when it does not begin with that. @param {string} stem @param {string} film */
function restOf(stem, film) {
  if (!stem.startsWith(film)) return null;
  const rest = stem.slice(film.length);
  return rest === "" || /^[^\p{L}\p{N}]/u.test(rest) ? rest : null;
}

/** The folder that a film would lie in beside these subtitles. @param {string[]} folders */
function homeOf(folders) {
  const at = folders.findIndex((folder) => kSubtitleFolder.test(folder));
  return (at < 0 ? folders : folders.slice(0, at)).join("/");
}

/**
 * @template {PlacedFile} F
 * @param {PlacedFile} film
 * @param {F} file
 * @param {PlacedFile[]} films all films of the torrent
 */
function belongs(film, file, films) {
  const own = partsOf(film.path);
  const { folders, stem } = partsOf(file.path);
  if (restOf(stem, own.stem) !== null) {
    // "Film 2.srt" is not of "Film" when there is a "Film 2".
    return !films.some((other) => other !== film && longer(other, own.stem) && restOf(stem, partsOf(other.path).stem) !== null);
  }
  if (folders.some((folder) => folder.toLowerCase() === own.stem)) return true;
  const episodes = [episodeOf(own.stem), episodeOf(file.path.toLowerCase())];
  if (episodes[1] !== null) return episodes[0] === episodes[1];
  const neighbours = films.filter((other) => partsOf(other.path).folders.join("/") === homeOf(folders));
  return films.length === 1 || (neighbours.length === 1 && neighbours[0] === film);
}

/** @param {PlacedFile} film @param {string} stem */
function longer(film, stem) {
  return partsOf(film.path).stem.length > stem.length;
}

/** The last word that names a language. @param {string} path @param {string} filmPath @returns {string} "" when none does */
function languageOf(path, filmPath) {
  const { stem, folders } = partsOf(path);
  const rest = restOf(stem, partsOf(filmPath).stem) ?? stem;
  const words = [...wordsOf(folders.at(-1) ?? ""), ...wordsOf(rest)];
  return words.map(languageOfWord).findLast((language) => language !== null) ?? "";
}

/** A list of pictures is read with the file that holds them. @param {PlacedFile} file */
export function isPictureIndex(file) {
  return kIndex.test(file.path);
}

/**
 * The file that holds the pictures of a list.
 * @template {PlacedFile} F
 * @param {PlacedFile} index
 * @param {F[]} files
 */
export function picturesBeside(index, files) {
  const wanted = index.path.replace(kIndex, ".sub").toLowerCase();
  return files.find(({ path }) => path.toLowerCase() === wanted) ?? null;
}

/**
 * The subtitle files of a film, in the order of the list they come from.
 * @template {PlacedFile} F
 * @param {PlacedFile} film
 * @param {F[]} files all files of the torrent
 * @returns {{file: F, language: string}[]} language: short, "" when the name tells none
 */
export function subtitleFilesOf(film, files) {
  const films = files.filter(({ kind }) => kind === "video");
  const same = films.find(({ index }) => index === film.index) ?? film;
  return files
    .filter((file) => file.kind === "subtitle" && kReadable.test(file.path) && belongs(same, file, films))
    .filter((file) => !isPictureIndex(file) || picturesBeside(file, files) !== null)
    .map((file) => ({ file, language: languageOf(file.path, film.path) }));
}
