// Parses languages as films and file names write them: "eng", "en-GB", "pt_BR", "English", "Français", "chs". Pure.

/**
 * Codes of the usual languages of subtitles. Other short words in file names are not read as languages ("is" and "it"
 * in a title are none).
 */
const kCodes = (
  "ar az be bg bn bs ca cs da de el en es et eu fa fi fil fr gl gu he hi hr hu hy id is it ja ka kk km kn ko lo lt lv mk ml mn " +
  "mr ms my nb ne nl no pa pl ps pt ro ru si sk sl sq sr sv sw ta te th tr uk ur uz vi zh"
).split(" ");

/** Names outside the standards or from an old one, and names of languages whose codes are words elsewhere ("am", "so", "my"). */
const kOtherNames = {
  af: "afrikaans",
  am: "amharic",
  cy: "welsh cymraeg",
  eo: "esperanto",
  ga: "irish gaeilge",
  jv: "javanese",
  ku: "kurdish kurdi",
  la: "latina",
  lb: "luxembourgish",
  mt: "maltese",
  my: "burmese myanmar",
  so: "somali",
  yi: "yiddish",
  zu: "zulu",
  ar: "arabian arabe",
  bn: "bengali bangla",
  cs: "cz czk",
  da: "dk",
  de: "ger",
  el: "gr gre",
  en: "engsub engsubs subeng",
  es: "castellano castilian esp spa spn spanisch",
  "es-419": "latino latam latinoamericano lat-am",
  fa: "farsi per parsi",
  fil: "tagalog pilipino tgl",
  fr: "vostfr vff vfq subfrench frn",
  he: "ivrit iw heb",
  hi: "hindi",
  hr: "scr",
  id: "bahasa indonesian ind",
  it: "ita subita",
  ja: "jp jap jpn",
  ko: "kr kor",
  ms: "malay malaysian",
  nb: "bokmal norsk",
  nl: "flemish vlaams dut",
  pl: "plk napisy",
  pt: "portugese",
  "pt-BR": "pob ptb pb ptbr brazilian brazil brasil brasileiro br legendado",
  ro: "rum moldavian",
  si: "sinhalese",
  sl: "slovenian slovene",
  sr: "scc",
  sv: "swe",
  uk: "ua ukr",
  vi: "vie vn",
  zh: "chi cn mandarin cantonese yue",
  "zh-Hans": "chs sc zhs hans simplified",
  "zh-Hant": "cht tc big5 zht hant traditional",
};

/** The short code of a language in any spelling ("eng", "en", "en-GB"), or null when it is none. @param {string} language */
export function shortName(language) {
  try {
    const { language: short } = new Intl.Locale(language);
    return short && short !== "und" ? short : null;
  } catch {
    return null;
  }
}

/** The word without accents, in composed or decomposed form: "Francais" equals "Français". @param {string} word */
export function withoutAccents(word) {
  return word
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .normalize("NFC")
    .toLowerCase();
}

/** Names in English and in the language itself → tag. @type {Map<string, string> | null} */
let names = null;

function knownNames() {
  if (names) return names;
  names = new Map();
  for (const code of kCodes) {
    for (const locale of ["en", code]) {
      const name = new Intl.DisplayNames(locale, { type: "language", fallback: "none" }).of(code);
      if (name) names.set(withoutAccents(name), code);
    }
  }
  for (const [tag, words] of Object.entries(kOtherNames)) for (const word of words.split(" ")) names.set(word, tag);
  return names;
}

/** The tag of the language that a word of a file name names ("en", "pt-BR", "zh-Hans"), or null. @param {string} word */
export function tagOfWord(word) {
  const named = knownNames().get(withoutAccents(word));
  if (named) return named;
  const short = /^[a-z]{2,3}$/i.test(word) ? shortName(word) : null;
  return short !== null && kCodes.includes(short) ? short : null;
}

/** Whether a word is a language's full name and no abbreviation of it. @param {string} word */
export function isWholeName(word) {
  return word.length > 3 && tagOfWord(word) !== null;
}
