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
 * @property {number} [stream] of the file, when it holds several
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

/** @typedef {Map<number, Pick<import("./vobsub_index.js").Stream, "number" | "language">[]>} StreamsOfFiles by the file's index */

/** @param {{file: TorrentFile, language: string}} found @param {StreamsOfFiles} streams @returns {SubtitleChoice[]} */
function ofFile({ file, language }, streams) {
  const fileName = readableName(file.name);
  const known = streams.get(file.index) ?? [];
  const parts = known.length > 1 ? known : [{ number: undefined, language: known[0]?.language ?? "" }];
  return parts.map(({ number, language: own }) => {
    const spoken = shortName(own) ?? language;
    const name = called(spoken, fileName);
    const key = `file ${file.index}${number === undefined ? "" : ` ${number}`}`;
    return { key, language: spoken, name, details: name === fileName ? "" : fileName, file, ...(number === undefined ? {} : { stream: number }) };
  });
}

/** @param {File} disk @returns {SubtitleChoice} */
export function choiceOfDisk(disk) {
  return { key: "disk", language: "", name: readableName(disk.name), details: text("player_subtitles_own"), disk };
}

/**
 * @param {SubtitleTrack[]} tracks of the film
 * @param {TorrentFile | null} film
 * @param {TorrentFile[]} files of the torrent
 * @param {StreamsOfFiles} [streams] of files that were looked into
 * @returns {SubtitleChoice[]}
 */
export function subtitleChoices(tracks, film, files, streams = new Map()) {
  const beside = film ? subtitleFilesOf(film, files) : [];
  return [...tracks.filter((track) => track.form).map(ofTrack), ...beside.flatMap((found) => ofFile(found, streams))];
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
