// Groups the files of a torrent for the file list: films and songs by folder, then extras, then the rest; subtitles stand under
// their film. Pure.

import { text } from "../../shared/i18n.js";
import { readableName } from "../../shared/names.js";
import { episodeWords, readTitle, titleOf } from "../../shared/titles.js";

/** @typedef {import("../../shared/types.js").TorrentFile} TorrentFile */
/** @typedef {{file: TorrentFile, name: string, beside: boolean}} Entry `beside`: subtitles under their film */
/** @typedef {{title: string, entries: Entry[]}} Group */

/** @param {TorrentFile} file */
function isFilm({ kind }) {
  return kind === "video" || kind === "audio";
}

/** @param {string} path */
function folderOf(path) {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}

/** @param {string} name */
function stemOf(name) {
  return name.replace(/\.[^.]*$/, "").toLowerCase();
}

/** Key of the episode in a name ("1x2"), or "". @param {string} name */
function episodeKey(name) {
  const { season, first } = readTitle(name);
  return first === null ? "" : `${season}x${first}`;
}

/** Returns a function that finds the film of a subtitle file. @param {TorrentFile[]} films */
function filmFinder(films) {
  const byStem = new Map(films.map((film) => [stemOf(film.name), film]));
  const byEpisode = new Map(films.map((film) => [episodeKey(film.name), film]));
  byEpisode.delete("");
  /** The film with the longest name that the file's name begins with; else that of its episode, or the only one. @param {TorrentFile} file */
  return ({ name, path }) => {
    const stem = stemOf(name);
    for (let length = stem.length; length > 0; length--) {
      const film = byStem.get(stem.slice(0, length));
      if (film) return film;
    }
    const folder = folderOf(path).split("/").pop() ?? "";
    return byEpisode.get(episodeKey(name) || episodeKey(folder)) ?? (films.length === 1 ? films[0] : undefined);
  };
}

/** Labels of films: the episodes of one season do not repeat the show's name. @param {TorrentFile[]} films @returns {(file: TorrentFile) => string} */
function namesOf(films) {
  const titles = new Map(films.map((film) => [film.index, readTitle(film.name)]));
  const known = [...titles.values()];
  const same = known.length > 1 && known.every(({ title, first }) => first !== null && title === known[0]?.title);
  return ({ index, name }) => {
    const title = titles.get(index);
    return same && title ? episodeWords(title) : titleOf(name);
  };
}

/** The common beginning of all folders; headings leave it out. @param {string[]} folders */
function commonFolder(folders) {
  const [first = ""] = folders;
  const parts = first.split("/");
  let length = parts.length;
  for (const folder of folders) {
    const other = folder.split("/");
    while (length > 0 && parts.slice(0, length).join("/") !== other.slice(0, length).join("/")) length -= 1;
  }
  return parts.slice(0, length).join("/");
}

/**
 * @param {TorrentFile[]} files in natural order
 * @returns {Group[]}
 */
export function groupsOf(files) {
  const films = files.filter((file) => isFilm(file) && !file.extra);
  const filmOf = filmFinder(films);
  /** @type {Map<number, TorrentFile[]>} */
  const beside = new Map();
  const rest = files.filter((file) => {
    if (isFilm(file)) return false;
    const film = file.kind === "subtitle" ? filmOf(file) : undefined;
    if (!film) return true;
    const known = beside.get(film.index);
    if (known) known.push(file);
    else beside.set(film.index, [file]);
    return false;
  });
  return [
    ...filmGroups(films, beside),
    group(text("player_extras"), files.filter((file) => isFilm(file) && file.extra)),
    group(text("player_other_files"), rest),
  ].filter(({ entries }) => entries.length > 0);
}

/** @param {TorrentFile[]} films @param {Map<number, TorrentFile[]>} beside @returns {Group[]} */
function filmGroups(films, beside) {
  const common = commonFolder(films.map(({ path }) => folderOf(path)));
  const nameOf = namesOf(films);
  /** @type {Map<string, Group>} */
  const groups = new Map();
  for (const film of films) {
    const folder = folderOf(film.path).slice(common.length).replace(/^\//, "");
    const held = groups.get(folder) ?? { title: readableName(folder), entries: [] };
    groups.set(folder, held);
    held.entries.push({ file: film, name: nameOf(film), beside: false });
    for (const file of beside.get(film.index) ?? []) held.entries.push({ file, name: readableName(file.name), beside: true });
  }
  return [...groups.values()];
}

/** @param {string} title @param {TorrentFile[]} files @returns {Group} */
function group(title, files) {
  return { title, entries: files.map((file) => ({ file, name: readableName(file.name), beside: false })) };
}
