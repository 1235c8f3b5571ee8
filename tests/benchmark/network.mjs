// Network namespaces joined by magnetar-link, and the commands to run in them.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { BIN } from '../support/paths.mjs';
import { Child, isAlive, run } from '../support/process.mjs';
import { until } from '../support/wait.mjs';

const PREFIX = 'magnetar-bench-';

/**
 * @typedef {{delay: number, loss: number, queue: number}} Own of one place: milliseconds one way, the share of packets that is lost
 *   in each direction, and how many milliseconds a packet may wait for its turn
 * @typedef {{name: string, address: string, up?: number, down?: number, own?: Own, anywhere?: boolean}} Place
 *   rates in bytes per second, none: unlimited; `anywhere`: all addresses are reached, not just those of one subnet
 */

export class Network {
  /** @param {import('../support/resources.mjs').Resources} resources @param {Place[]} places @param {{roundTrip: number, queue: number}} times milliseconds */
  static async start(resources, places, { roundTrip, queue }) {
    await removeLeftOvers();
    const network = new Network(places);
    for (const place of places) {
      const name = network.namespaceOf(place.name);
      await ip('netns', 'add', name);
      resources.defer(() => ip('netns', 'delete', name));
    }
    const attachments = places.map((place) => attachment(network.namespaceOf(place.name), place));
    const delay = [String(Math.round(roundTrip * 500)), String(queue * 1000)];
    // A higher priority keeps other work of this machine from delaying the network.
    network.link = new Child('nice', ['-n', '-10', join(BIN, 'magnetar-link'), ...delay, ...attachments]);
    resources.defer(() => network.link.end());
    await network.link.firstLine(10_000);
    for (const place of places) await network.#configure(place);
    return network;
  }

  /** @type {Child} */
  link = /** @type {any} */ (null);

  /** @param {Place[]} places */
  constructor(places) {
    this.places = places;
  }

  /** @param {string} place */
  namespaceOf(place) {
    return `${PREFIX}${process.pid}-${place}`;
  }

  /** The command that runs a command in a place's namespace. @param {string} place @param {string[]} command */
  commandIn(place, command) {
    return ['ip', 'netns', 'exec', this.namespaceOf(place), ...command];
  }

  /** Adds an address on a place's loopback interface. @param {string} place @param {string} address */
  addLocalAddress(place, address) {
    return ip('-n', this.namespaceOf(place), 'address', 'add', `${address}/32`, 'dev', 'lo');
  }

  /** Bytes and packets so far, by address. @returns {Promise<Record<string, {delivered: number, payload: number, lost: number, packets: number, late: number}>>} `late`: delivered more than 10 ms after their time */
  async counters() {
    const before = this.link.stdout.length;
    this.link.process.stdin?.write('counters\n');
    await until(() => this.link.stdout.indexOf('\n', before) >= 0, 5000, 'the counters of the link');
    return JSON.parse(this.link.stdout.slice(before));
  }

  /** @param {Place} place */
  async #configure({ name, address, anywhere = false }) {
    const namespace = this.namespaceOf(name);
    await ip('-n', namespace, 'link', 'set', 'lo', 'up');
    await ip('-n', namespace, 'address', 'add', `${address}/${anywhere ? 32 : 24}`, 'dev', 'swarm0');
    await ip('-n', namespace, 'link', 'set', 'swarm0', 'up');
    if (anywhere) await ip('-n', namespace, 'route', 'add', 'default', 'dev', 'swarm0');
    // Without saved metrics, each connection probes the path anew.
    await checked(this.commandIn(name, ['sysctl', '-qw', 'net.ipv4.tcp_no_metrics_save=1']));
  }
}

/** A place in magnetar-link's syntax. @param {string} namespace @param {Place} place */
function attachment(namespace, { address, up = 0, down = 0, own }) {
  const numbers = [up, down, ...(own ? [own.delay * 1000, own.loss * 1e6, own.queue * 1000] : [])];
  return [namespace, address, ...numbers.map((number) => Math.round(number))].join(',');
}

/** Whether this machine permits such a network. */
export async function networkIsPossible() {
  if (process.getuid?.() !== 0) return false;
  const name = `${PREFIX}${process.pid}-try`;
  const { code } = await run('ip', ['netns', 'add', name]).catch(() => ({ code: 1 }));
  if (code !== 0) return false;
  await ip('netns', 'delete', name);
  return true;
}

/** Removes namespaces of killed runs. */
async function removeLeftOvers() {
  for (const name of readdirSync('/run/netns')) {
    const pid = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1] ?? process.pid);
    if (pid !== process.pid && !isAlive(pid)) await ip('netns', 'delete', name);
  }
}

/** @param {string[]} args */
function ip(...args) {
  return checked(['ip', ...args]);
}

/** @param {string[]} command */
async function checked([program, ...args]) {
  const { code, stderr } = await run(program, args);
  if (code !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
}
