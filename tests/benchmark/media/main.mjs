// Times films that browsers cannot play themselves, in real browsers; prints medians and checks the bars.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FAMILIES } from '../../support/browser.mjs';
import { TESTS, node22 } from '../../support/paths.mjs';
import { run } from '../../support/process.mjs';
import { Resources } from '../../support/resources.mjs';
import { seed } from '../../support/seeders.mjs';
import { film } from '../film.mjs';
import { networkIsPossible } from '../network.mjs';
import { Collection } from '../numbers.mjs';
import { Swarm } from '../swarm.mjs';
import { table } from '../table.mjs';
import { missedBars, verdicts } from './bars.mjs';
import { GROUP_SECONDS, timedFilm } from './films.mjs';

/** @typedef {import('./viewer_main.mjs').Order} Order */

const PIECE = 1024 * 1024;
/** So far apart that no download for one place contains another; each just behind a keyframe. */
const SEEKS = [30, 110, 70, 50, 90].map((second) => second * GROUP_SECONDS * 0.5 + 0.2);

const { values: asked } = parseArgs({
  options: { rounds: { type: 'string', short: 'n', default: '3' }, json: { type: 'string' } },
});
const rounds = Number(asked.rounds);

/** @param {Order} order @param {string[]} [beside] a command that runs a command in the viewer's network */
async function viewed(order, beside = []) {
  const [command, ...args] = [...beside, node22(), join(TESTS, 'benchmark/media/viewer_main.mjs')];
  const { code, stdout, stderr } = await run(command, args, { input: JSON.stringify(order), deadline: 300_000 });
  if (code !== 0) throw new Error(`${order.family}: ${stderr.slice(-2000)}`);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

/** @param {Collection} collection @param {import('../../support/browser.mjs').Family} family @param {string} name */
async function complete(collection, family, name) {
  const resources = new Resources();
  try {
    const { magnet } = await seed(resources, await timedFilm(name));
    const order = { family, magnet, complete: true, rounds, listen: '127.0.0.1:0', seeks: SEEKS, watched: 15 };
    collection.add(`complete-${name}`, family, await viewed({ ...order, sounds: name.endsWith('.mkv') }));
  } finally {
    await resources.dispose();
  }
}

/** @param {Collection} collection @param {string} name */
async function fromSwarm(collection, name) {
  const resources = new Resources();
  try {
    const path = await timedFilm(name);
    const network = await networkIsPossible();
    const seeders = [10, 10].map((megabits) => ({ kind: /** @type {const} */ ('seed'), megabits }));
    const { size, bitrate } = await film('small-0');
    const swarm = await Swarm.start(resources, {
      ...{ film: { path, size, bitrate }, pieceSize: PIECE, seeders, roundTrip: 40, network },
    });
    const listen = network ? '0.0.0.0:6881' : '127.0.0.1:0';
    const order = { magnet: swarm.magnet, complete: false, rounds, listen, seeks: [], sounds: false, watched: 0 };
    for (const family of FAMILIES) {
      collection.add(`swarm-${name}`, family, await viewed({ ...order, family }, swarm.inClient([])));
    }
  } finally {
    await resources.dispose();
  }
}

const collection = new Collection();
for (const family of FAMILIES) {
  for (const name of ['direct.mp4', 'repackaged.mkv', 'turned.avi']) await complete(collection, family, name);
}
for (const name of ['direct.mp4', 'repackaged.mkv']) await fromSwarm(collection, name);
const rows = collection.rows();
console.log('Milliseconds; processor time in % of a core, memory in MiB, of the daemon and its helpers together.\n');
console.log(`${table(rows)}\n`);
const judged = verdicts(rows);
for (const line of judged) console.log(line.text);
if (asked.json) writeFileSync(asked.json, `${JSON.stringify(rows, null, 1)}\n`);
process.exit(missedBars(judged) > 0 ? 1 : 0);
