// What a person can read along with a film: text in the film itself, files beside it, and what to call them. Pure.

import { languageName, text } from "../shared/i18n.js";
import { readableName } from "../shared/names.js";
import { shortName } from "./languages.js";
import { subtitleFilesOf } from "./subtitle_files.js";

/** @typedef {import("../shared/types.js").SubtitleTrack} SubtitleTrack */
/** @typedef {import("../shared/types.js").TorrentFile} TorrentFile */
/**
 * @typedef {object} SubtitleChoice
 * @property {string} key tells choices of one film apart
 * @property {string} language short, or ""
 * @property {string} name
 * @property {string} details
 * @property {SubtitleTrack} [track] in the film
 * @property {TorrentFile} [file] in the torrent
 * @property {File} [disk] the person's own
 */

/** @param {string} language @param {string} otherwise */
function called(language, otherwise) {
  return (language && languageName(language)) || otherwise;
}

/** @param {SubtitleTrack} track @param {number} position @returns {SubtitleChoice} */
function ofTrack(track, position) {
  const language = shortName(track.language) ?? "";
  const title = readableName(track.title);
  const name = called(language, title) || text("player_subtitles_number", position + 1);
  const details = [title === name ? "" : title, track.forced ? text("player_subtitles_forced") : ""];
  return { key: `track ${track.index}`, language, name, details: details.filter(Boolean).join(" · "), track };
}

/** @param {{file: TorrentFile, language: string}} found @returns {SubtitleChoice} */
function ofFile({ file, language }) {
  const fileName = readableName(file.name);
  const name = called(language, fileName);
  return { key: `file ${file.index}`, language, name, details: name === fileName ? "" : fileName, file };
}

/** @param {File} disk @returns {SubtitleChoice} */
export function choiceOfDisk(disk) {
  return { key: "disk", language: "", name: readableName(disk.name), details: text("player_subtitles_own"), disk };
}

/**
 * @param {SubtitleTrack[]} tracks of the film
 * @param {TorrentFile | null} film
 * @param {TorrentFile[]} files of the torrent
 * @returns {SubtitleChoice[]}
 */
export function subtitleChoices(tracks, film, files) {
  const beside = film ? subtitleFilesOf(film, files) : [];
  return [...tracks.filter((track) => track.form).map(ofTrack), ...beside.map(ofFile)];
}

/**
 * What to show without being asked: the first language there is of those that are read, first what is no translation of signs
 * alone.
 * @template {Pick<SubtitleChoice, "language" | "track">} C
 * @param {C[]} choices
 * @param {string[]} languages that a person reads, in the order of liking
 * @returns {C | null}
 */
export function choiceFor(choices, languages) {
  const wanted = languages.map(shortName).find((language) => language && choices.some((choice) => choice.language === language));
  const fitting = wanted ? choices.filter((choice) => choice.language === wanted) : [];
  return fitting.find(({ track }) => !track?.forced) ?? fitting[0] ?? null;
}
