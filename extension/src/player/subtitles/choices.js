// The subtitles that a person can choose for a film, in the film itself and in files beside it, and their labels. Pure.

import { languageName, text } from "../../shared/i18n.js";
import { readableName } from "../../shared/names.js";
import { shortName } from "../files/languages.js";
import { isPictureStream, subtitleFilesOf } from "../files/companion_files.js";
import { propertiesOfTitle } from "../files/subtitle_name.js";

/** @typedef {import("../../shared/types.js").SubtitleTrack} SubtitleTrack */
/** @typedef {import("../../shared/types.js").TorrentFile} TorrentFile */
/** @typedef {import("../files/subtitle_name.js").SubtitleProperty} SubtitleProperty */
/**
 * @typedef {object} SubtitleChoice
 * @property {string} key tells choices of one film apart
 * @property {string} language short, or ""
 * @property {string} name
 * @property {string} details
 * @property {SubtitleProperty[]} properties
 * @property {SubtitleTrack} [track] in the film
 * @property {TorrentFile} [file] in the torrent
 * @property {number} [stream] of the file, when it holds several
 * @property {File} [disk] the person's own
 */

/** @param {string} language @param {string} otherwise */
function called(language, otherwise) {
  return (language && languageName(language)) || otherwise;
}

/** @type {Record<SubtitleProperty, string>} */
const kPropertyWords = {
  hearing: "player_subtitles_hearing",
  captions: "player_subtitles_captions",
  forced: "player_subtitles_forced",
  commentary: "player_subtitles_commentary",
};

/** @param {(string | SubtitleProperty)[]} parts @param {SubtitleProperty[]} properties */
function detailsOf(parts, properties) {
  return [...properties.map((property) => text(kPropertyWords[property])), ...parts].filter(Boolean).join(" · ");
}

/** @param {SubtitleTrack} track @param {number} position @returns {SubtitleChoice} */
function ofTrack(track, position) {
  const language = shortName(track.language) ?? "";
  const title = readableName(track.title);
  const name = called(language, title) || text("player_subtitles_number", position + 1);
  /** @type {SubtitleProperty[]} */
  const properties = [...new Set([...(track.forced ? /** @type {const} */ (["forced"]) : []), ...propertiesOfTitle(title)])];
  const details = detailsOf([title === name ? "" : title], properties);
  return { key: `track ${track.index}`, language, name, details, properties, track };
}

/** @typedef {Map<number, Pick<import("../formats/vobsub_index.js").Stream, "number" | "language">[]>} StreamsOfFiles by the file's index */

/** @typedef {{file: TorrentFile} & import("../files/subtitle_name.js").SubtitleName} FoundFile */

/** @param {FoundFile} found @param {StreamsOfFiles} streams @returns {SubtitleChoice[]} */
function ofFile({ file, language, tag, properties }, streams) {
  const fileName = readableName(file.name);
  const known = streams.get(file.index) ?? [];
  const parts = known.length > 1 ? known : [{ number: undefined, language: known[0]?.language ?? "" }];
  return parts.map(({ number, language: own }) => {
    const told = shortName(own);
    const name = called(told ?? tag, fileName);
    const key = `file ${file.index}${number === undefined ? "" : ` ${number}`}`;
    const kind = isPictureStream(file) ? text("player_subtitles_pictures") : "";
    const details = detailsOf([kind, name === fileName ? "" : fileName], properties);
    return { key, language: told ?? language, name, details, properties, file, ...(number === undefined ? {} : { stream: number }) };
  });
}

/** @param {File} disk @returns {SubtitleChoice} */
export function choiceOfDisk(disk) {
  return { key: "disk", language: "", name: readableName(disk.name), details: text("player_subtitles_own"), properties: [], disk };
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

/** Rank of a choice, the least liked last: subtitles for some people only, then subtitles that leave lines out. @param {Pick<SubtitleChoice, "properties" | "track">} choice */
function strangeness({ properties = [], track }) {
  if (track?.forced || properties.includes("forced")) return 3;
  if (properties.includes("commentary")) return 2;
  return properties.length > 0 ? 1 : 0;
}

/**
 * The choice that is shown unasked: in the first of the person's languages that there is; of several, the complete one without
 * additions.
 * @template {Pick<SubtitleChoice, "language" | "properties" | "track">} C
 * @param {C[]} choices
 * @param {string[]} languages that a person reads, in the order of liking
 * @returns {C | null}
 */
export function choiceFor(choices, languages) {
  const wanted = languages.map(shortName).find((language) => language && choices.some((choice) => choice.language === language));
  const fitting = wanted ? choices.filter((choice) => choice.language === wanted) : [];
  return fitting.toSorted((one, other) => strangeness(one) - strangeness(other))[0] ?? null;
}
