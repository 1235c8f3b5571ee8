// The soak: builds the world, runs it, samples it, and prints the result.
import { Resources } from '../support/resources.mjs';
import { pause } from '../support/wait.mjs';
import { choicesOf } from './choices.mjs';
import { judged, limitsOf, table } from './limits.mjs';
import { LONGEST_WAIT } from './reading.mjs';
import { sampleOf } from './samples.mjs';
import { SmallDisk } from './small_disk.mjs';
import { Troubles } from './troubles.mjs';
import { Verdict } from './verdict.mjs';
import { Viewer } from './viewer.mjs';
import { World } from './world.mjs';

const SAMPLE = 2000;
/** Between two changes of a swarm, in milliseconds. */
const CHURN = { least: 4000, most: 12_000 };

const choices = choicesOf(process.argv.slice(2));
const { minutes, seed, kinds, troubles } = choices;
console.log(`soak of ${minutes} min, seed ${seed}: ${kinds.join(' ')}; ${troubles.join(' ') || 'no troubles'}; ${choices.viewers} viewers, ${choices.liars} liars a film`);

const resources = new Resources();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => void resources.dispose().finally(() => process.exit(130)));
const verdict = new Verdict();
const world = new World(resources, choices, verdict);
const films = world.films.reduce((sum, film) => sum + film.content.length, 0);
/** @type {import('./samples.mjs').Sample[]} */
const samples = [];
let ended = false;

async function look() {
  while (!ended) {
    const sample = sampleOf(world.daemon.pid, world.daemon.user);
    if (sample) samples.push(sample);
    await world.lookAtBans().catch(() => {});
    await pause(SAMPLE);
  }
}

/** @param {import('./swarm.mjs').Swarm} swarm */
async function churn(swarm) {
  for (;;) {
    await pause(swarm.draws.between(CHURN.least, CHURN.most));
    if (ended) return;
    await swarm.change();
    verdict.count('peers that left');
    // The test announces the new peer, as a tracker does.
    if (swarm.film.id !== '') await world.daemon.request('torrents.add', { source: swarm.link }).then(({ id }) => swarm.film.become(id), () => {});
  }
}

async function live() {
  const disk = troubles.includes('disk') ? await SmallDisk.make(resources, world.daemon.user.cache, films * 1.3 + (32 << 20)) : null;
  if (troubles.includes('disk') && !disk) verdict.tell('no small disk can be mounted here: it is never full');
  await world.begin();
  const viewers = Array.from({ length: choices.viewers }, (_, n) => new Viewer(n, world));
  const trouble = new Troubles(world, disk);
  const lives = [...viewers, trouble].map((actor) => actor.live());
  const all = [...lives, look(), ...world.swarms.map(churn)];
  const broken = Promise.all(all).catch((error) => verdict.fail(`the soak itself: ${error.stack}`));
  await Promise.race([pause(minutes * 60_000), broken]);
  ended = true;
  for (const actor of [...viewers, trouble]) actor.end();
  await Promise.race([broken, pause(LONGEST_WAIT + 20_000)]);
  await world.daemon.stop();
}

function report() {
  const rows = judged(samples, limitsOf({ films, minutes }));
  for (const line of table(rows)) console.log(line);
  for (const { name } of rows.filter(({ ok }) => !ok)) verdict.fail(`${name} grew, or was too much`);
  for (const [what, count] of verdict.counts) console.log(`${what}: ${count}`);
  console.log(`longest wait with an honest peer: ${(verdict.longestWait / 1000).toFixed(1)} s (limit ${LONGEST_WAIT / 1000} s)`);
  if (!verdict.counts.get('bytes compared')) verdict.fail('nobody watched anything');
  console.log(verdict.failures.length === 0 ? 'soak: nothing went wrong' : `soak: ${verdict.failures.length} wrong, seed ${seed}`);
}

try {
  await live();
} catch (error) {
  verdict.fail(`the soak itself: ${error instanceof Error ? error.stack : error}`);
} finally {
  await resources.dispose().catch((error) => verdict.fail(`the end: ${error}`));
}
report();
process.exit(verdict.failures.length === 0 ? 0 : 1);
