// Checks that comments name their subject. Each check returns one sentence for each fault.
import { filesBelow, read } from './source_tree.mjs';

/** Folders whose comments are checked; a folder that keeps the rule is added. */
export const FOLDERS = [
  'native-host/api',
  'native-host/app',
  'native-host/base',
  'native-host/engine',
  'native-host/http',
  'native-host/library',
  'native-host/media',
  'native-host/messaging',
  'native-host/rpc',
  'native-host/streaming',
  'native-host/tracker',
  'extension/src/background',
  'extension/src/bridge',
  'extension/src/confirm',
  'extension/src/content',
  'extension/src/options',
  'extension/src/player',
  'extension/src/popup',
  'extension/src/setup',
  'extension/src/shared',
  'extension/src/style',
  'extension/src/vendor',
  'extension/src/viewer',
  'tests/architecture',
  'tests/benchmark',
  'tests/browser',
  'tests/corpus',
  'tests/e2e',
  'tests/extension',
  'tests/fuzz',
  'tests/media',
  'tests/package',
  'tests/power',
  'tests/soak',
  'tests/support',
  'tests/unit',
];

const SOURCE = /\.(?:h|cpp|js|mjs|d\.ts|sh)$|^CMakeLists\.txt$/;

/** Pronouns that stand for a subject without naming it. */
const NAMELESS = /\b(?:nobody|somebody|whoever)\b/i;
const NAMELESS_BEGINNING = /^(?:Who|What|Whose|Where|Here) /;

/** A line that is nothing but a comment; a shebang is none. */
const WHOLE_LINE = { slashes: /^\s*(?:\/\/[/!]?<?|\/\*\*?|\*\/|\*(?=\s|$))/, hash: /^\s*#(?!!)/ };
/** A comment behind code; the code before it has no open quotation mark. */
const BEHIND_CODE = {
  slashes: /^((?:[^"'`]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)*?\s)\/(?:\/[/!]?<?|\*\*?) (.*)$/,
  hash: /^((?:[^"'`]|"(?:[^"\\]|\\.)*"|'[^']*')*?\s)# (.*)$/,
};

/**
 * The comments of a text with the numbers of their first lines. Lines in a row are one comment; a tag of JSDoc ends the
 * prose before it.
 * @param {string} text
 * @param {'slashes' | 'hash'} [marks]
 * @returns {Array<{line: number, text: string}>}
 */
export function commentsOf(text, marks = 'slashes') {
  /** @type {Array<{line: number, text: string}>} */
  const found = [];
  let goesOn = false;
  for (const [index, line] of text.split('\n').entries()) {
    const mark = WHOLE_LINE[marks].exec(line)?.[0];
    const behind = mark === undefined ? BEHIND_CODE[marks].exec(line)?.[2] : undefined;
    const prose = (mark === undefined ? behind : line.slice(mark.length))?.replace(/\*\/\s*$/, '').trim() ?? '';
    const previous = found.at(-1);
    if (goesOn && mark !== undefined && previous && !prose.startsWith('@')) previous.text = `${previous.text} ${prose}`.trim();
    else if (mark !== undefined || prose !== '') found.push({ line: index + 1, text: prose });
    goesOn = mark !== undefined;
  }
  return found;
}

/** Sentences of a comment: its beginning, and each capital letter behind a full stop. @param {string} text */
function sentencesOf(text) {
  return text.split(/(?<=[.?!:])\s+(?=[A-Z])/);
}

/** Comments with a pronoun in the place of a subject. @param {string} root @param {string[]} [folders] @returns {string[]} */
export function commentsWithoutSubject(root, folders = FOLDERS) {
  return folders
    .flatMap((folder) => filesBelow(root, folder, SOURCE))
    .flatMap((path) => {
      const marks = /\.sh$|CMakeLists\.txt$/.test(path) ? 'hash' : 'slashes';
      return commentsOf(read(root, path), marks).flatMap(({ line, text }) => {
        const word = NAMELESS.exec(text)?.[0];
        if (word) return [`${path}:${line}: a comment says "${word}"`];
        const sentence = sentencesOf(text).find((one) => NAMELESS_BEGINNING.test(one));
        return sentence ? [`${path}:${line}: a comment begins with "${sentence.split(' ')[0]}"`] : [];
      });
    });
}
