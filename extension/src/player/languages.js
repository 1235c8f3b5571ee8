// Languages as films and file names write them: "eng", "en-GB", "pt_BR", "English", "Français". Pure.

/** In which films have subtitles as a rule. Other short words in file names are no languages ("is", "it" in a title are). */
const kCodes = (
  "ar bg bn bs ca cs da de el en es et eu fa fi fil fr gl he hi hr hu id is it ja ka ko lt lv mk ml ms nb nl no pl pt ro ru " +
  "sk sl sq sr sv ta te th tr uk ur vi zh"
).split(" ");

/** The short name of a language however it is written ("eng", "en", "en-GB"), or null when it is none. @param {string} language */
export function shortName(language) {
  try {
    const { language: short } = new Intl.Locale(language);
    return short && short !== "und" ? short : null;
  } catch {
    return null;
  }
}

/** Names in English and in the language itself → short name. @type {Map<string, string> | null} */
let names = null;

function knownNames() {
  if (names) return names;
  names = new Map();
  for (const code of kCodes) {
    for (const locale of ["en", code]) {
      const name = new Intl.DisplayNames(locale, { type: "language", fallback: "none" }).of(code);
      if (name) names.set(name.toLowerCase(), code);
    }
  }
  return names;
}

/** The short name of the language that a word of a file name names, or null. @param {string} word */
export function languageOfWord(word) {
  const named = knownNames().get(word.toLowerCase());
  if (named) return named;
  const short = /^[a-z]{2,3}$/i.test(word) ? shortName(word) : null;
  return short !== null && kCodes.includes(short) ? short : null;
}
