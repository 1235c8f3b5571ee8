// The media matrix: every kind of film in both real browsers, prepared by the real daemon from a swarm on this machine.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FAMILIES, startBrowser } from '../support/browser.mjs';
import { SOURCE } from '../support/paths.mjs';
import { Resources } from '../support/resources.mjs';
import { User } from '../support/user.mjs';
import { chosenCells } from './cells.mjs';
import { prepareClips } from './clips.mjs';
import { ownLateness } from './recipes.mjs';
import { report, withReport } from './report.mjs';
import { problemsOf } from './verdict.mjs';
import { view } from './viewing.mjs';

/** @typedef {import('./report.mjs').Result} Result */

const { values: asked } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string' }, json: { type: 'string' } },
});
const cells = chosenCells({ quick: asked.quick, only: asked.only?.split(',') });
if (cells.length === 0) {
  console.error('no such cell');
  process.exit(2);
}

/** @param {Result} result */
function tell({ cell, family, viewing, problems }) {
  const figures = viewing ? `${viewing.way} ${viewing.started} ms, jumps ${viewing.jumps.map(({ took }) => took)}` : '';
  console.error(`${cell.name} ${family}: ${problems.join('; ') || 'right'} (${figures})`);
}

/**
 * A film that fails is tried once more, and reported so: other programs of this machine may have delayed it.
 * @param {import('./cells.mjs').Cell} cell @param {import('../support/browser.mjs').Browser} browser
 * @param {import('../support/rpc.mjs').RpcPeer} client @param {import('./clips.mjs').Clip} clip
 * @returns {Promise<Result>}
 */
async function judged(cell, browser, client, clip) {
  const { family } = browser;
  const look = () =>
    view(browser, client, clip)
      .then((viewing) => ({ cell, family, viewing, problems: problemsOf(viewing, family, ownLateness(cell)) }))
      .catch((error) => ({ cell, family, viewing: null, problems: [error.message] }));
  const first = await look();
  tell(first);
  if (first.problems.length === 0) return first;
  const second = { ...(await look()), firstProblems: first.problems };
  tell(second);
  return second;
}

/**
 * Plays all films in one browser, one after the other, each in a page of its own.
 * @param {Resources} resources @param {import('../support/browser.mjs').Family} family
 * @param {Map<string, import('./clips.mjs').Clip>} clips
 */
async function runIn(resources, family, clips) {
  const user = new User(resources);
  const browser = await startBrowser(resources, family, user);
  await user.startDaemon();
  const client = await user.connect();
  /** @type {Result[]} */
  const results = [];
  for (const cell of cells) {
    const clip = /** @type {import('./clips.mjs').Clip} */ (clips.get(cell.name));
    results.push(await judged(cell, browser, client, clip));
  }
  return { results, version: (await browser.driver.version()).replace('/', ' ') };
}

const resources = new Resources();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => void resources.dispose().finally(() => process.exit(130)));
}
/** @type {Result[]} */
let results = [];
let text = '';
try {
  const clips = await prepareClips(cells, ({ name }) => console.error(`${name} is made`));
  const [chromium, firefox] = await Promise.all(FAMILIES.map((family) => runIn(resources, family, clips)));
  results = [...chromium.results, ...firefox.results];
  text = report(results, { chromium: chromium.version, firefox: firefox.version });
} finally {
  await resources.dispose();
}

console.log(`${text}\n`);
const failed = results.filter(({ problems }) => problems.length > 0);
for (const { cell, family, problems } of failed) console.log(`FAILS ${cell.name} in ${family}: ${problems.join('; ')}`);
for (const { cell, family, firstProblems, problems } of results) {
  if (firstProblems && problems.length === 0) console.log(`second try: ${cell.name} in ${family}: ${firstProblems.join('; ')}`);
}
console.log(`# pass ${results.length - failed.length}\n# fail ${failed.length}`);
if (asked.json) writeFileSync(asked.json, `${JSON.stringify(results, null, 1)}\n`);
if (!asked.quick && !asked.only) {
  const document = join(SOURCE, 'docs/media.md');
  writeFileSync(document, withReport(readFileSync(document, 'utf8'), text));
}
process.exit(failed.length > 0 ? 1 : 0);
