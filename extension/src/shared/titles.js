// Readable titles of films: "Harbour Lights · S1 E10" for "Harbour.Lights.S01E10.1080p.WEB-GRP.mkv". Other names stay,
// but for points between words. Pure.

import { text } from "./i18n.js";
import { readableName } from "./names.js";

const kEnding = /\.(?:mkv|mp4|m4v|avi|mov|webm|mpe?g|m?ts|m2ts|wmv|flv|ogv|vob|divx|3gp|mp3|m4a|flac|ogg|oga|opus|wav|aac|wma|ape|srt|ass|ssa|vtt|sub|idx|sup|torrent)$/i;
/** "S01E02", "s01 e02-e03", "1x02". */
const kEpisode = /(?<![\p{L}\p{N}])(?:s(\d{1,2})[ ._-]*e(?:p ?)?(\d{1,4})(?:[ ._]?-?[ ._]?e(\d{1,4})|-(\d{1,3}))?|(\d{1,2})x(\d{2,3}))(?![\p{L}\p{N}])/iu;
/** "S01" or "Season 1" alone: a whole season. */
const kSeason = /(?<![\p{L}\p{N}])(?:s(\d{1,2})|season[ ._-]*(\d{1,2}))(?![\p{L}\p{N}])/iu;
/** The first word that describes the encoding or the release. */
const kMaking =
  /(?<![\p{L}\p{N}])(?:\d{3,4}[pi]|[248]k|uhd|hdr(?:10)?|web|web-?rip|web-?dl|blu-?ray|bd-?rip|br-?rip|dvd(?:-?rip|scr)?|hdtv|hd-?rip|xvid|divx|[xh][. ]?26[45]|hevc|av1|10bit|remux)(?![\p{L}\p{N}])/iu;
const kYear = /(?<![\p{L}\p{N}])((?:19|20)\d\d)(?![\p{L}\p{N}])/gu;

/**
 * Replaces points and underlines between words; not those of "5.1", and not in names with blanks.
 * @param {string} name
 */
function withBlanks(name) {
  const parted = / /.test(name) ? name : name.replace(/_|(?<!\d)\.|\.(?!\d)/g, " ");
  return parted.replace(/\s+/g, " ").trim();
}

/** Removes groups in brackets and separators around the title. @param {string} name */
function bare(name) {
  const without = name.replace(/^\s*(?:\[[^\]]*\]\s*)+/, "").replace(/[[({][^\])}]*$/, "");
  return withBlanks(without).replace(/^[\s\-–—·.,_]+|[\s\-–—·,_.([]+$/g, "");
}

/** @param {string} name @returns {{season: number, first: number, last: number, at: number} | null} */
function episodeIn(name) {
  const found = kEpisode.exec(name);
  if (!found) return null;
  const season = Number(found[1] ?? found[5]);
  const first = Number(found[2] ?? found[6]);
  const last = Number(found[3] ?? found[4] ?? first);
  return { season, first, last: Math.max(first, last), at: found.index };
}

/**
 * The last year that has a title in front of it: "2001 A Space Odyssey 1968".
 * @param {string} name
 * @param {number} end
 */
function yearIn(name, end) {
  const years = [...name.matchAll(kYear)].filter(({ index }) => index > 0 && index <= end && bare(name.slice(0, index)) !== "");
  return years.at(-1) ?? null;
}

/**
 * @param {string} rawName of a file or a torrent
 * @returns {{title: string, season: number | null, first: number | null, last: number | null}} `title` without season and episode
 */
export function readTitle(rawName) {
  const name = readableName(rawName).replace(kEnding, "");
  const episode = episodeIn(name);
  const making = kMaking.exec(name)?.index ?? name.length;
  const season = episode ? null : kSeason.exec(name.slice(0, making));
  const end = Math.min(episode?.at ?? making, season?.index ?? making, making);
  const year = yearIn(name, end);
  const told = bare(name.slice(0, year ? year.index : end));
  const title = year && told ? `${told} (${year[1]})` : told;
  const nothing = { title: withBlanks(name) || readableName(rawName), season: null, first: null, last: null };
  if (title === "" && !episode) return nothing;
  return {
    title,
    season: episode?.season ?? (season ? Number(season[1] ?? season[2]) : null),
    first: episode?.first ?? null,
    last: episode?.last ?? null,
  };
}

/** "S1 E10", "S1 E1–2", "Season 1", or "". @param {ReturnType<typeof readTitle>} title */
export function episodeWords({ season, first, last }) {
  if (season === null) return "";
  if (first === null) return text("title_season", season);
  return text("title_episode", season, last === first || last === null ? first : `${first}–${last}`);
}

/** The title that is shown instead of the name; the name itself belongs in a tooltip. @param {string} rawName */
export function titleOf(rawName) {
  const read = readTitle(rawName);
  return [read.title, episodeWords(read)].filter(Boolean).join(" · ");
}
