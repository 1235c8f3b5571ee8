// The corpus of films: the real daemon describes and prepares each one; prints the table of docs/media.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { markdown } from '../benchmark/table.mjs';
import { addFilms } from '../support/film_torrent.mjs';
import { SOURCE } from '../support/paths.mjs';
import { Resources } from '../support/resources.mjs';
import { startUser } from '../support/user.mjs';
import { FILMS } from './films.mjs';
import { judge } from './film_verdict.mjs';

const MARKS = ['<!-- tests/corpus/films.sh writes from here -->', '<!-- tests/corpus/films.sh writes to here -->'];

const { values: asked } = parseArgs({ options: { only: { type: 'string' }, write: { type: 'boolean', default: false } } });
const films = FILMS.filter(({ name, kind }) => !asked.only || name.includes(asked.only) || kind === asked.only);

/** The table, with one line for each kind. @param {{film: import('./films.mjs').Film, problems: string[]}[]} results */
function table(results) {
  const kinds = [...new Set(results.map(({ film }) => film.kind))];
  const lines = kinds.map((kind) => {
    const own = results.filter(({ film }) => film.kind === kind);
    const wrong = own.filter(({ problems }) => problems.length > 0);
    const words = wrong.map(({ film, problems }) => `${film.name}: ${problems.join(', ')}`).join('; ');
    return [kind, String(own.length), String(own.length - wrong.length), words];
  });
  const right = results.filter(({ problems }) => problems.length === 0).length;
  return `${results.length} films, ${right} right.\n\n${markdown([['kind', 'films', 'right', 'wrong'], ...lines])}`;
}

const resources = new Resources();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => void resources.dispose().finally(() => process.exit(130)));
}
/** @type {{film: import('./films.mjs').Film, problems: string[]}[]} */
const results = [];
try {
  /** @type {Record<string, string>} */
  const paths = {};
  for (const film of films) paths[film.name] = await film.make();
  const { client } = await startUser(resources);
  const { id, film: fileOf } = await addFilms(resources, client, paths);
  for (const film of films) {
    const { problems, plan } = await judge(resources, client, film, { id, index: fileOf(film.name).index }).catch((error) => ({
      problems: [String(error.message)],
      plan: 'none',
    }));
    console.error(`${film.name}: ${problems.join('; ') || 'right'} (${plan})`);
    results.push({ film, problems });
  }
} finally {
  await resources.dispose();
}
const text = table(results);
console.log(text);
if (asked.write) {
  const path = join(SOURCE, 'docs/media.md');
  const document = readFileSync(path, 'utf8');
  const [from, to] = MARKS.map((mark) => document.indexOf(mark));
  writeFileSync(path, `${document.slice(0, from + MARKS[0].length)}\n${text}\n${document.slice(to)}`);
}
process.exit(results.some(({ problems }) => problems.length > 0) ? 1 : 0);
