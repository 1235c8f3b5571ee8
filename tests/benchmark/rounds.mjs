// Lets the peers take turns in a swarm: inside a round each has its run, so that what changes on the machine meets all alike.
import { join } from 'node:path';
import { TESTS, node22 } from '../support/paths.mjs';
import { Child } from '../support/process.mjs';
import { film } from './film.mjs';
import { Swarm } from './swarm.mjs';

const LONGEST_RUN = 15 * 60_000;

/** @typedef {import('./cases.mjs').Case} Case */

/** What a run may have the swarm do. @param {Swarm} swarm @param {string} what */
async function answer(swarm, what) {
  if (what === 'received') return swarm.received();
  if (what === 'seeder leaves') await swarm.endSeeder(0);
  return null;
}

/** Takes the lines a run says: questions, which are answered, and at last its values. @param {Child} child @param {Swarm} swarm @param {(what: unknown) => void} tell */
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
 * One run, beside the peer in its network.
 * @param {Swarm} swarm
 * @param {Case} one
 * @param {string} peer
 * @param {Record<string, unknown>} settings of Magnetar
 * @returns {Promise<Record<string, number[]>>}
 */
async function runOnce(swarm, one, peer, settings) {
  const [command, ...args] = swarm.inClient([node22(), join(TESTS, 'benchmark/run_once.mjs')]);
  // A read of a mounted file keeps one of these threads until its bytes have come.
  const child = new Child(command, args, { env: { ...process.env, UV_THREADPOOL_SIZE: '16' } });
  swarm.resources.defer(() => child.end());
  const tell = (/** @type {unknown} */ what) => void child.process.stdin?.write(`${JSON.stringify(what)}\n`);
  const result = conversation(child, swarm, tell);
  const order = { action: one.action, options: one.options, peer, magnet: swarm.magnet, film: swarm.spec.film };
  tell({ ...order, loopback: !swarm.network, settings });
  const deadline = setTimeout(() => void child.end(), LONGEST_RUN);
  await child.exited;
  clearTimeout(deadline);
  if (child.stderr) process.stderr.write(`${one.name}, ${peer}: ${child.stderr}`);
  return result.values ?? { failed: [1] };
}

/**
 * Cases that share a swarm, one after the other.
 * @param {import('../support/resources.mjs').Resources} resources
 * @param {Case[]} cases
 * @param {{network: boolean, peers?: string[], settings: Record<string, unknown>}} choice
 * @param {(one: Case, round: number, peer: string, values: Record<string, number[]>) => void} onRun
 */
export async function runCases(resources, cases, choice, onRun) {
  const spec = cases[0].swarm;
  const swarm = await Swarm.start(resources, { ...spec, film: await film(spec.film), network: choice.network });
  for (const one of cases) {
    const peers = one.peers.filter((peer) => !choice.peers || choice.peers.includes(peer));
    for (let round = 1; round <= one.rounds; round++) {
      for (const peer of peers) {
        onRun(one, round, peer, await runOnce(swarm, one, peer, choice.settings));
        await swarm.completeSeeders();
      }
    }
  }
}
