// Checks that docs/protocol.md, the C++ source and the extension's strings name the same things.
// Each returns one sentence for each thing that is wrong.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, read } from './source_tree.mjs';

/** Endings of file names, which look like methods. */
const FILE_ENDINGS = new Set(['conf', 'json', 'lock', 'log', 'sock', 'db', 'sqlite', 'cpp', 'h', 'md', 'txt', 'tmp']);

/** The lines of a section of a document, from its heading to the next of the same level. @param {string} text @param {string} heading */
function section(text, heading) {
  const after = text.split(`\n${heading}\n`)[1];
  if (after === undefined) throw new Error(`docs/protocol.md has no section "${heading}"`);
  const level = /** @type {RegExpExecArray} */ (/^#+/.exec(heading))[0];
  return after.split(new RegExp(`\n#{1,${level.length}} `))[0];
}

/** Everything in back quotes in the first cell of each table row. @param {string} text */
function firstCells(text) {
  return [...text.matchAll(/^\|([^|]+)\|/gm)].flatMap(([, cell]) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
  );
}

/** @param {string} root @returns {Set<string>} methods and notifications, the relay's included */
export function documentedMethods(root) {
  const text = read(root, 'docs/protocol.md');
  return new Set(
    [...firstCells(section(text, '## Methods')), ...firstCells(section(text, '## Notifications of the relay'))]
      .filter((name) => /^[a-z]+(\.[a-z_]+)?$/.test(name))
      .filter((name) => name === 'hello' || name.includes('.')),
  );
}

/** @param {string} root @returns {Map<string, number>} name → code */
export function documentedErrors(root) {
  const text = section(read(root, 'docs/protocol.md'), '## Error codes');
  const own = [...text.matchAll(/^\| (\d+) \| `([a-z_]+)` \|/gm)].map(
    ([, code, name]) => /** @type {[string, number]} */ ([name, Number(code)]),
  );
  const standard = [...text.matchAll(/−(32\d{3}) `([a-z_]+)`/g)].map(
    ([, code, name]) => /** @type {[string, number]} */ ([name, -Number(code)]),
  );
  return new Map([...standard, ...own]);
}

/** @param {string} root @param {string} table @returns {string[]} */
export function documentedNames(root, table) {
  return firstCells(section(read(root, 'docs/protocol.md'), table));
}

/** @param {string} root */
export function methodsThatDiffer(root) {
  const documented = documentedMethods(root);
  const nouns = new Set([...documented].filter((name) => name.includes('.')).map((name) => name.split('.')[0]));
  const inCode = new Set(
    ['api', 'rpc', 'app/relay', 'app/daemon']
      .flatMap((room) => filesBelow(root, `native-host/${room}`, /\.(h|cpp)$/))
      .flatMap((path) => [...read(root, path).matchAll(/"([a-z]+)\.([a-z_]+)"/g)])
      .filter(([, noun, verb]) => nouns.has(noun) && !FILE_ENDINGS.has(verb))
      .map(([, noun, verb]) => `${noun}.${verb}`),
  );
  const hello = filesBelow(root, 'native-host', /\.(h|cpp)$/).some((path) => read(root, path).includes('"hello"'));
  if (hello) inCode.add('hello');
  return [
    ...[...documented].filter((name) => !inCode.has(name)).map((name) => `${name} is documented, but not in the code`),
    ...[...inCode]
      .filter((name) => !documented.has(name))
      .map((name) => `${name} is in the code, but not in docs/protocol.md`),
  ];
}

/** @param {string} root */
export function errorsThatDiffer(root) {
  const documented = documentedErrors(root);
  const inCode = new Map(
    [...read(root, 'native-host/base/error.h').matchAll(/^\s+([a-z_]+) = (-?\d+),/gm)].map(([, name, code]) => [
      name,
      Number(code),
    ]),
  );
  const names = read(root, 'native-host/base/error.cpp');
  return [
    ...[...documented]
      .filter(([name, code]) => inCode.get(name) !== code)
      .map(([name, code]) => `${name} = ${code} is documented, base/error.h says ${inCode.get(name)}`),
    ...[...inCode.keys()]
      .filter((name) => !documented.has(name))
      .map((name) => `${name} is in base/error.h, but not in docs/protocol.md`),
    ...[...inCode.keys()]
      .filter((name) => !names.includes(`"${name}"`))
      .map((name) => `${name} has no name in base/error.cpp`),
  ];
}

/** The paths of the tables of docs/http.md that say what is below the token. @param {string} root @returns {Set<string>} */
export function documentedPaths(root) {
  const tables = read(root, 'docs/http.md').split('| path below the token | answer |').slice(1);
  const rows = tables.flatMap((table) => (table.split('\n\n')[0] ?? '').split('\n').slice(2));
  return new Set(rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, path]) => path)));
}

/** @param {string} root */
export function pathsThatDiffer(root) {
  const documented = documentedPaths(root);
  if (documented.size === 0) return ['docs/http.md has no table of paths'];
  const inCode = new Set(
    filesBelow(root, 'native-host/api', /\.cpp$/).flatMap((path) =>
      [...read(root, path).matchAll(/routes\.add\(\s*"([^"]+)"/g)].map(([, route]) => route),
    ),
  );
  return [
    ...[...documented].filter((path) => !inCode.has(path)).map((path) => `${path} is documented, but no route`),
    ...[...inCode].filter((path) => !documented.has(path)).map((path) => `${path} is a route, but not in docs/http.md`),
  ];
}

/** Every error a person may meet, and every state, has words. @param {string} root */
export function stringsMissing(root) {
  const strings = JSON.parse(read(root, 'extension/_locales/en/messages.json'));
  const states = documentedNames(root, '### `Torrent`').filter((name) => isState(root, name));
  return [
    ...[...documentedErrors(root).keys()].map((name) => `error_${name}`),
    ...states.map((name) => `state_${name}`),
  ]
    .filter((key) => !strings[key]?.message)
    .map((key) => `extension/_locales/en/messages.json has no ${key}`);
}

/** Rows below the table head "state | meaning". @param {string} root @param {string} name */
function isState(root, name) {
  const table = read(root, 'docs/protocol.md').split('| `state` | meaning |')[1] ?? '';
  return new RegExp(`^\\| \`${name}\` \\|`, 'm').test(table.split('\n\n')[0]);
}

/** Tests that docs/security.md names and that do not exist. @param {string} root */
export function guardsThatAreMissing(root) {
  const named = [...read(root, 'docs/security.md').matchAll(/`(tests\/[^`]+)`/g)].map(([, path]) => path);
  if (named.length === 0) return ['docs/security.md names no test'];
  return named.filter((path) => !existsSync(join(root, path))).map((path) => `docs/security.md names ${path}, which is not there`);
}

/** The words in back quotes in a part of a line. @param {string} text */
const quoted = (text) => [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name);

/** Neighbours that docs/people-hit.md names and none of the files of their line contains. @param {string} root */
export function neighboursThatAreMissing(root) {
  const rows = [...read(root, 'docs/people-hit.md').matchAll(/^\|([^|]+)\|([^|]+)\|([^|]+)\|$/gm)].slice(2);
  if (rows.length === 0) return ['docs/people-hit.md has no table'];
  return rows.flatMap(([, kind, named, files]) => {
    const text = quoted(files).map((path) => (existsSync(join(root, path)) ? read(root, path) : '')).join('\n');
    return quoted(named)
      .filter((name) => !text.includes(name))
      .map((name) => `docs/people-hit.md names "${name}" for ${kind.trim()}, which is not there`);
  });
}

/** Lists rows of docs/features.md that are there (✓) without a test, or with one that stands in none of the files of the row. @param {string} root */
export function featuresWithoutTest(root) {
  const rows = [...read(root, 'docs/features.md').matchAll(/^\|([^|]+)\| ✓ \|([^|]*)\|([^|]+)\|$/gm)];
  if (rows.length === 0) return ['docs/features.md has no table'];
  return rows.flatMap(([, feature, named, files]) => {
    const text = quoted(files).map((path) => (existsSync(join(root, path)) ? read(root, path) : '')).join('\n');
    const names = quoted(named);
    if (names.length === 0) return [`docs/features.md names no test for ${feature.trim()}`];
    return names
      .filter((name) => !text.includes(name))
      .map((name) => `docs/features.md names "${name}" for ${feature.trim()}, which is not there`);
  });
}

/** @param {string} root */
export function settingsThatAreMissing(root) {
  const source = ['library', 'api', 'app/daemon']
    .flatMap((room) => filesBelow(root, `native-host/${room}`, /\.(h|cpp)$/))
    .map((path) => read(root, path))
    .join('\n');
  return documentedNames(root, '## Settings')
    .filter((key) => !source.includes(`"${key}"`))
    .map((key) => `setting ${key} is documented, but not in the code`);
}
