// The benchmark: builds each swarm, runs the peers in turn in it, and prints medians and missed bars.
import { randomInt } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { Resources } from '../support/resources.mjs';
import { judgeAll } from './bars.mjs';
import { CASES, chosen, quickOnes, sharingSwarms } from './cases.mjs';
import { chart } from './chart.mjs';
import { networkIsPossible } from './network.mjs';
import { Collection } from './numbers.mjs';
import { runCases } from './rounds.mjs';
import { table } from './table.mjs';

const { values: asked } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    exactly: { type: 'boolean', default: false },
    peers: { type: 'string' },
    rounds: { type: 'string', short: 'n' },
    json: { type: 'string' },
    svg: { type: 'string' },
    set: { type: 'string', multiple: true, default: [] },
    seed: { type: 'string', default: String(randomInt(1, 1_000_000)) },
    traces: { type: 'string' },
  },
});

/** @returns {import('./cases.mjs').Case[]} */
function wantedCases() {
  const all = asked.quick ? quickOnes(CASES) : CASES;
  const wanted = asked.only ? chosen(all, asked.only.split(','), asked.exactly) : all;
  if (wanted.length === 0) {
    console.error(`no such case; there are ${all.map(({ name }) => name).join(' ')}`);
    process.exit(2);
  }
  return wanted.map((one) => (asked.rounds ? { ...one, rounds: Number(asked.rounds) } : one));
}

/** @type {Resources | null} */
let running = null;
/** @type {Promise<void> | null} set while started programs are being ended */
let ending = null;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    ending = (running?.dispose() ?? Promise.resolve()).finally(() => process.exit(130));
  });
}

const network = await networkIsPossible();
const choice = {
  network,
  peers: asked.peers?.split(','),
  settings: Object.fromEntries(asked.set.map((pair) => pair.split('='))),
  seed: Number(asked.seed),
  traces: asked.traces,
};
if (asked.traces) mkdirSync(asked.traces, { recursive: true });
const collection = new Collection();
const wanted = wantedCases();
const inWorlds = wanted.some(({ swarm }) => swarm.world);
if (inWorlds && !network) console.error('swarms as the world has them need network namespaces (root); left out');
for (const cases of sharingSwarms(wanted.filter(({ swarm }) => network || !swarm.world))) {
  running = new Resources();
  try {
    await runCases(running, cases, choice, (one, round, peer, values) => {
      collection.add(one.name, peer, values);
      console.error(`${one.name} ${round}/${one.rounds} ${peer} ${JSON.stringify(values)} load ${loadavg()[0].toFixed(1)}`);
    });
  } finally {
    // A run whose peers have ended fails, but its resources still have to be released.
    await (ending ?? running.dispose());
  }
}

const rows = collection.rows();
const drawn = inWorlds ? `; the worlds are drawn by the seed ${choice.seed} and those after it, one a round` : '';
const where = network
  ? `network namespaces, 40 ms round trip${drawn}`
  : 'no network namespaces here: loopback without delay, seeders limited by libtorrent';
console.log(`Seconds unless the metric says otherwise; ${where}.\n\n${table(rows)}\n`);
const { met, missed } = judgeAll(rows);
for (const text of met) console.log(`met     ${text}`);
for (const text of missed) console.log(`MISSED  ${text}`);
if (asked.json) writeFileSync(asked.json, `${JSON.stringify(rows, null, 1)}\n`);
if (asked.svg) writeFileSync(asked.svg, chart(rows));
process.exit(missed.length > 0 ? 1 : 0);
