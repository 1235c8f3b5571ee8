// Checks on the size of files, functions and classes. Each returns one sentence for each thing that is too large.
import { LONGEST_FILE, LONGEST_FUNCTION, MOST_METHODS, OWED_METHODS } from './rooms.mjs';
import { filesBelow, read } from './source_tree.mjs';

const CPP = /\.(h|cpp)$/;

/** @param {string} root */
export function filesTooLong(root) {
  const folders = ['native-host', 'extension', 'installer', 'tests'];
  return folders
    .flatMap((folder) => filesBelow(root, folder, /\.(h|cpp|js|mjs|css|html|sh)$/))
    .map((path) => ({ path, lines: read(root, path).split('\n').length - 1 }))
    .filter(({ lines }) => lines > LONGEST_FILE)
    .map(({ path, lines }) => `${path} has ${lines} lines; ${LONGEST_FILE} is the limit`);
}

/** Functions that begin at the margin, as clang-format writes those of a namespace. @param {string} root */
export function functionsTooLong(root) {
  return filesBelow(root, 'native-host', CPP).flatMap((path) => {
    const wrong = [];
    let first = -1;
    for (const [number, line] of read(root, path).split('\n').entries()) {
      if (/^\S.*\{$/.test(line) && !/^(namespace|class|struct|enum|union|(inline )?const(expr)?)\b/.test(line)) first = number;
      if (!line.startsWith('}') || first < 0) continue;
      const lines = number - first + 1;
      if (lines > LONGEST_FUNCTION) wrong.push(`${path}:${first + 1}: a function of ${lines} lines; ${LONGEST_FUNCTION} is the limit`);
      first = -1;
    }
    return wrong;
  });
}

/** C++ without comments, texts and lines of the preprocessor. @param {string} text */
function bare(text) {
  return text
    .replace(/"(?:\\.|[^"\\\n])*"/g, '""')
    .replace(/'(?:\\.|[^'\\\n])'/g, "''")
    .replace(/\/\/[^\n]*/g, '')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*#.*$/gm, '');
}

/** The text between a brace and its partner, with each pair of braces inside as a semicolon. @param {string} text @param {number} brace */
function insideOf(text, brace) {
  let depth = 0;
  let inside = '';
  for (let at = brace; at < text.length; ++at) {
    const letter = text[at];
    if (letter === '}' && --depth === 0) return inside;
    if (letter === '}' && depth === 1) inside += ';';
    if (letter !== '{' && letter !== '}' && depth === 1) inside += letter;
    if (letter === '{') ++depth;
  }
  return inside;
}

/** @param {string} body of a class */
function methodsIn(body) {
  let text = body;
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replace(/<[^<>;]*>/g, '');
  }
  return text
    .split(';')
    .map((member) => member.replace(/\b(public|private|protected)\s*:/g, '').replace(/\[\[[^\]]*\]\]/g, '').trim())
    .filter((member) => !/^(using|friend|typedef|static_assert|class|struct|enum)\b/.test(member))
    .filter((member) => !/=\s*(default|delete)$/.test(member))
    .map((member) => (member.includes('operator') ? member : (member.split('=')[0] ?? '')))
    .filter((member) => /\w\s*\(/.test(member) || member.includes('operator')).length;
}

/** The classes of a file and how many methods each declares; what the compiler writes itself does not count. @param {string} text @returns {Array<{name: string, methods: number}>} */
export function classesIn(text) {
  const code = bare(text);
  return [...code.matchAll(/\b(?:class|struct)\s+(\w+)\s*(?:final)?\s*(?::[^{;]*)?\{/g)].map((match) => ({
    name: match[1] ?? '',
    methods: methodsIn(insideOf(code, match.index + match[0].length - 1)),
  }));
}

/** A class that is owed a split has exactly what is noted, so that the note shrinks with it. @param {string} root @param {Record<string, number>} [owed] */
export function classesTooLarge(root, owed = OWED_METHODS) {
  return filesBelow(root, 'native-host', CPP)
    .flatMap((path) => classesIn(read(root, path)).map((found) => ({ path, ...found })))
    .flatMap(({ path, name, methods }) => {
      const noted = owed[name];
      if (noted === undefined && methods <= MOST_METHODS) return [];
      if (noted === undefined) return [`${path}: ${name} has ${methods} methods; ${MOST_METHODS} is the limit`];
      return methods === noted ? [] : [`${path}: ${name} has ${methods} methods; ${noted} are noted in rooms.mjs`];
    });
}
