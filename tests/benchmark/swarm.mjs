// A swarm for one film: a tracker, seeders of several kinds, each with an access line of its own, and a namespace for
// the measured program. Without root the swarm is on loopback, where libtorrent limits the seeders and packets are not
// delayed.
import { join } from 'node:path';
import { TESTS, node22, program } from '../support/paths.mjs';
import { Child } from '../support/process.mjs';
import { Network } from './network.mjs';

const PEER_PORT = 6881;
const TRACKER_PORT = 6969;
const WEB_SEED_PORT = 8080;
const CLIENT = 'client';
const QUEUE = 100;

/** @typedef {{kind: 'seed' | 'corrupt' | 'silent', megabits: number, near?: boolean, takes?: string[], loss?: number}} SeederSpec
 *  0 megabits: unlimited; `near`: on the viewer's own machine, where the kernel's loopback is the network; `takes`: the
 *  options of magnetar-seed for the transports and the encryption it takes, where these are not all; `loss`: the share of its
 *  packets that is lost, in each direction */
/** @typedef {{film: import('./film.mjs').Film, pieceSize: number, seeders: SeederSpec[], roundTrip: number, network: boolean,
 *   webSeed?: number}} SwarmSpec `webSeed`: one that gives so many bytes a second on each connection */

/** The access line in bytes per second. @param {number} megabits */
const lineRate = (megabits) => (megabits * 1e6) / 8;

export class Swarm {
  /** @type {Array<{spec: SeederSpec, address: string, child: Child | null}>} */
  seeders = [];
  /** @type {Network | null} */
  network = null;
  /** The film's source: its magnet link, or the URL of its .torrent when no peer has the metadata. */
  magnet = '';
  infoHash = '';

  /** @param {import('../support/resources.mjs').Resources} resources @param {SwarmSpec} spec */
  static async start(resources, spec) {
    const swarm = new Swarm(resources, spec);
    if (spec.network) await swarm.#startNetwork();
    if (spec.seeders.length > 0) {
      await swarm.#startSeeders();
      await swarm.#startTracker();
    }
    if (spec.webSeed) await swarm.#startWebSeed(spec.webSeed);
    return swarm;
  }

  /** @param {import('../support/resources.mjs').Resources} resources @param {SwarmSpec} spec */
  constructor(resources, spec) {
    this.resources = resources;
    this.spec = spec;
    this.folder = resources.folder();
    this.seeders = spec.seeders.map((seeder, n) => {
      const network = seeder.near ? '10.77.1' : '10.77.0';
      return { spec: seeder, address: `${spec.network ? network : '127.0.0'}.${11 + n}`, child: null };
    });
    this.trackerAddress = spec.network ? '10.77.0.1' : '127.0.0.1';
    this.webSeedAddress = spec.network ? '10.77.0.60' : '127.0.0.1';
    this.clientAddress = spec.network ? '10.77.0.100' : '127.0.0.1';
  }

  get torrentPath() {
    return join(this.folder, 'film.torrent');
  }

  /** The command that runs a command in the viewer's namespace. @param {string[]} command */
  inClient(command) {
    return this.network ? this.network.commandIn(CLIENT, command) : command;
  }

  /** TCP payload bytes that reached the client; null without the network that counts them. */
  async received() {
    if (!this.network) return null;
    return (await this.network.counters())[this.clientAddress].payload;
  }

  /** Ends a seeder at once. @param {number} n */
  async endSeeder(n) {
    const { child } = this.seeders[n];
    this.seeders[n].child = null;
    child?.process.kill('SIGKILL');
    await child?.exit(5000);
  }

  /** Starts every seeder that does not run. */
  async completeSeeders() {
    await Promise.all(this.seeders.map((seeder, n) => seeder.child ?? this.#startSeeder(n)));
  }

  async #startNetwork() {
    const places = [
      { name: CLIENT, address: this.clientAddress },
      { name: 'tracker', address: this.trackerAddress },
      ...(this.spec.webSeed ? [{ name: 'web', address: this.webSeedAddress }] : []),
      ...this.seeders.flatMap(({ address, spec }, n) => {
        const rate = lineRate(spec.megabits);
        const own = { delay: 0, loss: spec.loss ?? 0, queue: QUEUE };
        return spec.near ? [] : [{ name: `seeder${n}`, address, up: rate, down: rate, ...(spec.loss ? { own } : {}) }];
      }),
    ];
    const times = { roundTrip: this.spec.roundTrip, queue: QUEUE };
    this.network = await Network.start(this.resources, places, times);
    for (const { address } of this.seeders.filter(({ spec }) => spec.near)) {
      await this.network.addLocalAddress(CLIENT, address);
    }
  }

  async #startSeeders() {
    const seeding = this.seeders.filter(({ spec }) => spec.kind === 'seed');
    const first = this.seeders.indexOf(seeding[0]);
    const line = await this.#startSeeder(first);
    this.infoHash = line.info_hash;
    const tracker = encodeURIComponent(`http://${this.trackerAddress}:${TRACKER_PORT}/announce`);
    this.magnet = `magnet:?xt=urn:btih:${this.infoHash}&dn=film&tr=${tracker}`;
    await this.completeSeeders();
  }

  /** @param {number} n @returns {Promise<any>} its first line of output */
  async #startSeeder(n) {
    const seeder = this.seeders[n];
    const command = seeder.spec.kind === 'silent' ? this.#silentPeer(seeder) : this.#seed(seeder);
    const child = this.#run(seeder.spec.near ? CLIENT : `seeder${n}`, command);
    seeder.child = child;
    return child.firstLine(60_000);
  }

  /** @param {{address: string}} seeder */
  #silentPeer({ address }) {
    const pieces = Math.ceil(this.spec.film.size / this.spec.pieceSize);
    const script = join(TESTS, 'benchmark/silent_peer_main.mjs');
    return [node22(), script, address, String(PEER_PORT), this.infoHash, String(pieces)];
  }

  /** @param {{address: string, spec: SeederSpec}} seeder */
  #seed({ address, spec }) {
    const limit = this.network || spec.megabits === 0 ? [] : ['--upload-limit', String(lineRate(spec.megabits))];
    return [
      program('magnetar-seed'),
      ...['--v1', '--piece-size', String(this.spec.pieceSize), '--listen', `${address}:${PEER_PORT}`],
      ...(spec.kind === 'corrupt' ? ['--corrupt'] : ['--torrent-out', this.torrentPath]),
      ...limit,
      ...(spec.takes ?? []),
      this.spec.film.path,
    ];
  }

  /** @param {number} rate */
  async #startWebSeed(rate) {
    if (this.spec.seeders.length === 0) await this.#makeTorrent();
    const script = join(TESTS, 'benchmark/web_seed_main.mjs');
    const place = [this.webSeedAddress, String(WEB_SEED_PORT)];
    const command = [node22(), script, ...place, this.spec.film.path, this.torrentPath, String(rate)];
    await this.#run('web', command).firstLine(10_000);
    const base = `http://${this.webSeedAddress}:${WEB_SEED_PORT}`;
    this.magnet = this.magnet ? `${this.magnet}&ws=${encodeURIComponent(`${base}/film`)}` : `${base}/film.torrent`;
  }

  /** Makes the .torrent, which seeders make otherwise. */
  async #makeTorrent() {
    const seeder = this.#run(CLIENT, this.#seed({ address: '127.0.0.1', spec: { kind: 'seed', megabits: 0 } }));
    await seeder.firstLine(60_000);
    await seeder.end();
  }

  async #startTracker() {
    const peers = this.seeders.map(({ address }) => `${address}:${PEER_PORT}`);
    const script = join(TESTS, 'benchmark/tracker_main.mjs');
    const command = [node22(), script, this.trackerAddress, String(TRACKER_PORT), ...peers];
    await this.#run('tracker', command).firstLine(10_000);
  }

  /** @param {string} place @param {string[]} command */
  #run(place, command) {
    const [name, ...args] = this.network ? this.network.commandIn(place, command) : command;
    const child = new Child(name, args);
    this.resources.defer(() => child.end());
    return child;
  }
}
