// Parses the release name of a film: its title and its episodes. Points, dashes, blanks, accents and Unicode composition do not
// matter. Pure.

import { withoutAccents } from "./languages.js";

/**
 * An episode; a name without a season fits any season.
 * @typedef {{season: number | null, number: number}} Episode
 */
/**
 * @typedef {object} ReleaseName
 * @property {string[]} words all of them, numbers without zeros before them
 * @property {string[]} title words before a year, an episode or what tells how the film was made
 * @property {string} year "" when the name tells none
 * @property {Episode[]} episodes what the name tells, or may mean ("103" is 103, or the third of the first season)
 * @property {boolean} sure the name says that it is an episode; a number alone may be anything
 */

const kSeasonEpisode = /(?:^|[^a-z0-9])s(\d{1,2})[ ._-]*e(?:p ?)?(\d{1,4})(?![0-9])/;
const kCross = /(?:^|[^a-z0-9])(\d{1,2})x(\d{2,3})(?![0-9])/;
const kWords = /season[ ._-]*(\d{1,2})[ ._,-]*episode[ ._-]*(\d{1,4})/;
const kEpisode = /(?:^|[^a-z0-9])(?:(?:e|ep|eps|episode|folge|episodio)[ ._-]*|#)(\d{1,4})(?:v\d)?(?![0-9a-z])|第 ?(\d{1,4}) ?[話话集回]/;
/** "S01E01-E02", "S01E01E02": the last of several episodes in one file. */
const kLast = /s\d{1,2}[ ._-]*e\d{1,4}(?:[ ._]?-?[ ._]?e(\d{1,4})|-(\d{1,3}))(?![0-9])/;
const kMostTogether = 8;
/** "Show - 01", "Show - 01v2": the naming of anime. */
const kBehindDash = /[ _]-[ _](\d{1,4})(?:v\d)?(?=$|[ _[(.])/;
/** "Show 103", "show.103": a season and two digits. */
const kThree = /(?:^|[ ._-])(\d)(\d{2})(?=$|[ ._-])/;
/** A number that is the whole name, or its beginning. */
const kInFront = /^(\d{1,4})(?=$|[ ._-])/;
const kAtEnd = /[ ._-](\d{1,3})$/;

const kYear = /^(?:19|20)\d\d$/;
/** Words of source and encoding, which end the title. */
const kMaking =
  /^(?:(?:19|20)\d\d|\d{3,4}[pi]|[248]k|uhd|hdr\d*|web|webrip|webdl|bluray|blu|bdrip|brrip|bd|dvd|dvdrip|dvdscr|hdtv|hdrip|xvid|divx|[xh]26[45]|hevc|avc|av1|aac\d*|ac3|dts|10bit|8bit|proper|repack|remux|extended|unrated|internal|multi|s\d{1,2}(?:e\d+)*|\d{1,2}x\d{2,3}|e\d{2,4}|ep\d+)$/;

/** Words that mark an extra of a film. */
const kExtra = /^(?:sample|trailer|teaser|extras?|bonus|featurettes?|interviews?|deleted|bloopers?|gag|outtakes|promo|nc(?:op|ed)\d*)$/;

/** @param {ReleaseName} name */
export function isExtra({ words }) {
  return words.some((word) => kExtra.test(word));
}

/** @param {string} stem */
function plain(stem) {
  return withoutAccents(stem)
    .replace(/['’`]/g, "")
    .replace(/&/g, " and ")
    .replace(/[\u200B-\u200F\u2060\uFEFF]/g, "");
}

/** The name without groups, hashes and the like in brackets. @param {string} stem */
function withoutBrackets(stem) {
  const bare = stem.replace(/\[[^\]]*\]|\{[^}]*\}/g, " ").trim();
  return bare === "" ? stem : bare;
}

/** @param {string} text */
export function wordsOf(text) {
  return plain(text)
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(Boolean)
    .map((word) => word.replace(/^0+(?=\d)/, ""));
}

/** @param {string} text @returns {Episode[]} */
function surelyIn(text) {
  for (const pattern of [kSeasonEpisode, kCross, kWords]) {
    const found = pattern.exec(text);
    if (found) return upTo(Number(found[1]), Number(found[2]), kLast.exec(text));
  }
  const alone = kEpisode.exec(text);
  return alone ? [{ season: null, number: Number(alone[1] ?? alone[2]) }] : [];
}

/** The episodes of one file, which may hold several. @param {number} season @param {number} first @param {RegExpExecArray | null} found @returns {Episode[]} */
function upTo(season, first, found) {
  const last = Number(found?.[1] ?? found?.[2] ?? first);
  const count = last > first ? Math.min(kMostTogether, last - first + 1) : 1;
  return Array.from({ length: count }, (_, n) => ({ season, number: first + n }));
}

/** @param {string} text @returns {Episode[]} */
function perhapsIn(text) {
  const three = kThree.exec(text);
  const season = three && Number(three[2]) > 0 && !/^(?:264|265|480|540|576|720)$/.test(three[1] + (three[2] ?? ""));
  /** @type {Episode[]} */
  const found = season ? [{ season: Number(three[1]), number: Number(three[2]) }] : [];
  const number = (kBehindDash.exec(text) ?? kInFront.exec(text) ?? kAtEnd.exec(text))?.[1];
  if (number !== undefined && !kYear.test(number)) found.push({ season: null, number: Number(number) });
  return found;
}

/** @param {string} stem a file's name without its ending @returns {ReleaseName} */
export function readReleaseName(stem) {
  const text = plain(withoutBrackets(stem));
  const words = wordsOf(text);
  const end = words.findIndex((word, at) => at > 0 && kMaking.test(word));
  const surely = surelyIn(text);
  return {
    words,
    title: end < 0 ? words : words.slice(0, end),
    year: words.slice(1).find((word) => kYear.test(word)) ?? "",
    episodes: surely.length > 0 ? surely : perhapsIn(text),
    sure: surely.length > 0,
  };
}

/** Whether two titles are equal: "S.W.A.T." is "SWAT", and a year counts only when both have one. @param {ReleaseName} one @param {ReleaseName} other */
export function sameTitle(one, other) {
  const year = one.year === "" || other.year === "" || one.year === other.year;
  return year && one.title.length > 0 && one.title.join("") === other.title.join("");
}

/** @param {Episode[]} one @param {Episode[]} other */
export function mayBeSame(one, other) {
  return one.some((a) => other.some((b) => a.number === b.number && (a.season === null || b.season === null || a.season === b.season)));
}
