// Runs the peers in turn in a swarm: each has its run in every round, so that changes of the machine affect all alike.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TESTS, node22 } from '../support/paths.mjs';
import { Child } from '../support/process.mjs';
import { Resources } from '../support/resources.mjs';
import { film } from './film.mjs';
import { Swarm } from './swarm.mjs';
import { describeWorld, drawWorld } from './world_peers.mjs';
import { WorldSwarm } from './world_swarm.mjs';

const LONGEST_RUN = 15 * 60_000;
/** Limit of late packets in a valid run, in percent: delivered more than 10 ms after their time. */
const TOO_LATE = 5;
const ATTEMPTS = 3;

/**
 * @typedef {import('./cases.mjs').Case} Case
 * @typedef {{network: boolean, peers?: string[], settings: Record<string, unknown>, seed: number, traces?: string}} Choice
 *   `seed` of the first swarm that is drawn; `traces`: the folder for Magnetar's
 * @typedef {(one: Case, round: number, peer: string, values: Record<string, number[]>) => void} OnRun
 */

/** Answers a run's request to the swarm. @param {Swarm | WorldSwarm} swarm @param {string} what */
async function answer(swarm, what) {
  if (what === 'received') return swarm.received();
  if (what === 'seeder leaves' && swarm instanceof Swarm) await swarm.endSeeder(0);
  return null;
}

/**
 * Reads the lines of a run: requests, which are answered, and finally its values.
 * @param {Child} child
 * @param {Swarm | WorldSwarm} swarm
 * @param {(what: unknown) => void} tell
 */
function conversation(child, swarm, tell) {
  let read = 0;
  /** @type {{values: Record<string, number[]> | null}} */
  const result = { values: null };
  child.process.stdout?.on('data', () => {
    for (let end; (end = child.stdout.indexOf('\n', read)) >= 0; read = end + 1) {
      const said = JSON.parse(child.stdout.slice(read, end));
      if (said.ask) void answer(swarm, said.ask).then(tell);
      else result.values = said.values;
    }
  });
  return result;
}

/**
 * One run, in the network of its peer.
 * @param {Swarm | WorldSwarm} swarm
 * @param {Case} one
 * @param {string} peer
 * @param {Record<string, unknown>} settings of Magnetar
 * @param {string} [trace] path of Magnetar's trace
 * @returns {Promise<Record<string, number[]>>}
 */
async function runOnce(swarm, one, peer, settings, trace) {
  const [command, ...args] = swarm.inClient([node22(), join(TESTS, 'benchmark/run_once.mjs')]);
  // A read of a mounted file keeps one of these threads until its bytes arrive.
  const child = new Child(command, args, { env: { ...process.env, UV_THREADPOOL_SIZE: '16' } });
  swarm.resources.defer(() => child.end());
  const tell = (/** @type {unknown} */ what) => void child.process.stdin?.write(`${JSON.stringify(what)}\n`);
  const result = conversation(child, swarm, tell);
  const order = { action: one.action, options: one.options, peer, magnet: swarm.magnet, film: swarm.spec.film };
  tell({ ...order, loopback: !swarm.network, settings, trace });
  const deadline = setTimeout(() => void child.end(), LONGEST_RUN);
  await child.exited;
  clearTimeout(deadline);
  if (child.stderr) process.stderr.write(`${one.name}, ${peer}: ${child.stderr}`);
  return result.values ?? { failed: [1] };
}

/**
 * Runs cases that share a swarm, one after the other.
 * @param {import('../support/resources.mjs').Resources} resources
 * @param {Case[]} cases
 * @param {Choice} choice
 * @param {OnRun} onRun
 */
export async function runCases(resources, cases, choice, onRun) {
  const spec = cases[0].swarm;
  if (spec.world) return runInWorlds(resources, cases, choice, onRun);
  const swarm = await Swarm.start(resources, { ...spec, film: await film(spec.film), network: choice.network });
  for (const one of cases) {
    const peers = takingPart(one, choice);
    for (let round = 1; round <= one.rounds; round++) {
      for (const peer of peers) {
        onRun(one, round, peer, await runOnce(swarm, one, peer, choice.settings));
        await swarm.completeSeeders();
      }
    }
  }
}

/** @param {Case} one @param {Choice} choice */
function takingPart(one, choice) {
  return one.peers.filter((peer) => !choice.peers || choice.peers.includes(peer));
}

/**
 * Runs cases in realistic swarms: each round has its own, drawn by a seed of its own.
 * @param {Resources} resources
 * @param {Case[]} cases
 * @param {Choice} choice
 * @param {OnRun} onRun
 */
async function runInWorlds(resources, cases, choice, onRun) {
  const rounds = Math.max(...cases.map((one) => one.rounds));
  for (let round = 1; round <= rounds; round++) {
    const own = new Resources();
    resources.defer(() => own.dispose());
    const seed = choice.seed + round - 1;
    const its = cases.filter((one) => round <= one.rounds);
    await runWorld(own, its, seed, choice, (one, peer, values) => {
      onRun(one, round, peer, values);
    });
    await own.dispose();
  }
}

/** One round. @param {Resources} resources @param {Case[]} cases @param {number} seed @param {Choice} choice @param {(one: Case, peer: string, values: Record<string, number[]>) => void} onRun */
async function runWorld(resources, cases, seed, choice, onRun) {
  const { film: name, pieceSize, world } = cases[0].swarm;
  const itsFilm = await film(name);
  const draw = drawWorld(seed, /** @type {any} */ (world), (itsFilm.bitrate * 8) / 1e6);
  console.error(`seed ${seed}: ${describeWorld(draw)}`);
  const swarm = await WorldSwarm.start(resources, { film: itsFilm, pieceSize, draw });
  for (const one of cases) {
    for (const peer of takingPart(one, choice)) {
      const trace = choice.traces && join(choice.traces, `${one.name}-${seed}`);
      onRun(one, peer, await undisturbed(swarm, () => runOnce(swarm, one, peer, choice.settings, trace)));
    }
  }
}

/**
 * A run in a restarted swarm. Repeats it while this machine was too busy to carry the swarm; the last attempt counts.
 * @param {WorldSwarm} swarm
 * @param {() => Promise<Record<string, number[]>>} run
 */
async function undisturbed(swarm, run) {
  for (let attempt = 1; ; attempt++) {
    await swarm.beginAnew();
    const waited = waitedForProcessor();
    const values = await run();
    const late = await swarm.latePercent();
    if (late <= TOO_LATE || attempt === ATTEMPTS) return { ...values, late_percent: [late], cpu_wait_percent: waited() };
    console.error(`${late.toFixed(0)} % of the packets were late; once more`);
  }
}

/**
 * Measures the share of time in which runnable tasks waited for a processor; empty when the kernel does not tell.
 * @returns {() => number[]} percent
 */
function waitedForProcessor() {
  const since = performance.now();
  const before = pressure();
  return () => {
    const now = pressure();
    if (before === null || now === null) return [];
    return [(now - before) / 10 / (performance.now() - since)];
  };
}

/** Microseconds (Documentation/accounting/psi.rst). */
function pressure() {
  const path = '/proc/pressure/cpu';
  if (!existsSync(path)) return null;
  return Number(/^some .*total=(\d+)/.exec(readFileSync(path, 'utf8'))?.[1] ?? 0);
}
