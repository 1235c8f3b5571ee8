// Parses the name of a subtitle file: its language and its properties. Pure.

import { isWholeName, shortName, tagOfWord, withoutAccents } from "./languages.js";

/**
 * `hearing`: with sounds, for the hard of hearing (SDH); `captions`: the same as television calls it; `forced`: signs and foreign
 * lines alone; `commentary`: spoken by the film's makers.
 * @typedef {"hearing" | "captions" | "forced" | "commentary"} SubtitleProperty
 */
/** @typedef {{tag: string, language: string, properties: SubtitleProperty[]}} SubtitleName `tag` as in BCP 47, `language` its first part; "" when the name tells none */

/** @type {Record<string, SubtitleProperty>} */
const kProperties = {
  sdh: "hearing",
  hoh: "hearing",
  hearing: "hearing",
  impaired: "hearing",
  cc: "captions",
  captions: "captions",
  forced: "forced",
  foreign: "forced",
  signs: "forced",
  songs: "forced",
  commentary: "commentary",
};

/** "hi" is Hindi or "hearing impaired" (SDH); only the words beside it tell. */
const kHindiOrHearing = "hi";

/** Words that may stand around a language. */
const kAround = /^(?:subs?|subtitles?|subbed|captions?|srt|utf8?|full|default|track|dub|dialogue|und|\d+|19\d\d|20\d\d|\d+[pi]|web(?:rip|dl)?|dl|bluray|bdrip|brrip|dvdrip|hdtv|hdrip|x26[45]|h26[45]|hevc|xvid|aac|ac3|and|us|gb|uk|br|mx|latin|cyrillic)$/;

/** @param {string} text */
function lettersAndDigits(text) {
  return text.split(/[^\p{L}\p{M}\p{N}]+/u).filter(Boolean);
}

/**
 * A language with a country ("fr-CA", "nl_BE"); the country alone is no language, though "ca" and "be" are. "en_HI" has
 * no country.
 */
const kCountry = /(?<![\p{L}])(?:([a-z]{2,3})[-_](?!HI)[A-Z]{2}|(en|fr|de|nl|es|pt|sl)[-_](?:us|gb|uk|ca|be|at|ch|ar|es|fr|de|nl|pt|si))(?![\p{L}])/gu;

/** Joins language and region or script to one word: "pt-BR", "zh_Hant", "es-419". @param {string} text */
function joined(text) {
  return text
    .replace(/(?<![\p{L}])pt[-_. ]?br(?![\p{L}])/giu, "pob")
    .replace(/(?<![\p{L}])(?:zh|chi)[-_. ]?(?:hans|cn|sg)(?![\p{L}])/giu, "chs")
    .replace(/(?<![\p{L}])(?:zh|chi)[-_. ]?(?:hant|tw|hk)(?![\p{L}])/giu, "cht")
    .replace(/(?<![\p{L}])(?:es|spa)[-_. ]?(?:419|la|mx)(?![\p{L}\p{N}])/giu, "latino")
    .replace(kCountry, "$1$2");
}

/** The words with "" in place of those of the film's title, each of them once. @param {string[]} words @param {string[]} title */
function withoutTitle(words, title) {
  const left = [...title];
  return words.map((word) => {
    const at = left.indexOf(withoutAccents(word));
    if (at >= 0) left.splice(at, 1);
    return at < 0 ? word : "";
  });
}

/** @param {string} word */
function means(word) {
  return kProperties[word.toLowerCase()] !== undefined || tagOfWord(word) !== null || kAround.test(word.toLowerCase());
}

/**
 * The words of a text, with an x behind two-letter words between blanks: in a title ("Love Is", "Where Is It") they are no codes.
 * Signs set a code apart.
 * @param {string} text
 */
function shortWordsOut(text) {
  return lettersAndDigits(text.replace(/(?<= )\p{L}{2}(?= |$)/gu, (word) => `${word}x`));
}

/**
 * The last words, as long as each is a language or may stand beside one: in a title a language precedes other words ("The Italian
 * Job").
 * @param {string[]} words
 */
function tail(words) {
  const last = words.findLastIndex((word) => !means(word));
  return words.slice(last + 1);
}

/** The words in brackets: "[English]", "(eng)". @param {string} text */
function bracketed(text) {
  return [...text.matchAll(/[[(]([^\])]*)[\])]/g)].flatMap(([, inside]) => {
    const words = lettersAndDigits(inside ?? "");
    return words.every(means) ? words : [];
  });
}

/** @param {string[]} words @returns {Pick<SubtitleName, "tag" | "properties">} */
function meaningOf(words) {
  const low = words.map((word) => word.toLowerCase());
  const others = words.filter((_, at) => low[at] !== kHindiOrHearing);
  const tags = others.map(tagOfWord).filter((tag) => tag !== null);
  const properties = new Set(low.flatMap((word) => kProperties[word] ?? []));
  const count = low.length - others.length;
  if (count > 0 && (tags.length > 0 || count > 1)) properties.add("hearing");
  // "Brazilian Portuguese" and "Simplified Chinese" are one language each; one of the words is more exact.
  const last = tags.at(-1);
  const exact = last && tags.find((tag) => tag.startsWith(`${last}-`));
  return { tag: exact ?? last ?? (count > 0 ? kHindiOrHearing : ""), properties: [...properties] };
}

/**
 * @param {string} rest of the file's name, without the film's name where it begins with that
 * @param {{own: boolean, folder: string, title: string[]}} about `own`: it began so; `folder` that holds the file; words of the title
 * @returns {SubtitleName}
 */
export function readSubtitleName(rest, { own, folder, title }) {
  const text = joined(rest);
  const words = own ? lettersAndDigits(text) : withoutTitle(lettersAndDigits(text), title);
  const strange = !own && words.some((word) => word !== "" && !means(word));
  const folders = withoutTitle(lettersAndDigits(joined(folder)), title).filter(Boolean);
  const told = own ? words.filter(means) : [...bracketed(text), ...tail(strange ? withoutTitle(shortWordsOut(text), title) : words)];
  const inFolder = folders.every(means) ? folders : folders.filter(isWholeName);
  const { tag, properties } = meaningOf([...inFolder, ...told]);
  return { tag, language: shortName(tag || "und") ?? "", properties };
}

/** The properties in the title of a track: "English [SDH]". @param {string} title @returns {SubtitleProperty[]} */
export function propertiesOfTitle(title) {
  return [...new Set(lettersAndDigits(title.toLowerCase()).flatMap((word) => kProperties[word] ?? []))];
}
