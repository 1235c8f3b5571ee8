// A realistic swarm: network namespaces, each with a line and a distance of its own. Its peers are restarted before
// each run, so that every program meets the same ones.
import { join } from 'node:path';
import { TESTS, node22, program } from '../support/paths.mjs';
import { Child } from '../support/process.mjs';
import { until } from '../support/wait.mjs';
import { Network } from './network.mjs';

const PEER_PORT = 6881;
const TRACKER_PORT = 6969;
const CLIENT = 'client';
/** A line's queue: limited in time, but with room for more than an initial window of TCP (RFC 6928). */
const QUEUE = { milliseconds: 100, bytes: 24 * 1024 };
/** Bytes that the leechers download from the busy seeders before their slots count as taken. */
const BUSY_BYTES = 6 * 1024 * 1024;

/** @typedef {import('./world_peers.mjs').WorldPeer} WorldPeer */
/** @typedef {{film: import('./film.mjs').Film, pieceSize: number, draw: import('./world_peers.mjs').WorldDraw}} WorldSpec */

/** Bytes per second. @param {number} megabits */
const rate = (megabits) => (megabits * 1e6) / 8;

/** @param {WorldPeer} peer */
function lineOf({ up, down, roundTrip, loss }) {
  const queue = Math.max(QUEUE.milliseconds, (QUEUE.bytes / rate(Math.min(up, down))) * 1000);
  return { up: rate(up), down: rate(down), own: { delay: roundTrip / 2, loss: loss / 100, queue } };
}

export class WorldSwarm {
  magnet = '';
  /** @type {Network} */
  network = /** @type {any} */ (null);
  /** @type {Child[]} */
  #children = [];
  #infoHash = '';
  #before = { packets: 0, late: 0 };

  /**
   * Starts the network and makes the torrent, without peers.
   * @param {import('../support/resources.mjs').Resources} resources
   * @param {WorldSpec} spec
   */
  static async start(resources, spec) {
    const swarm = new WorldSwarm(resources, spec);
    await swarm.#startNetwork();
    await swarm.#makeTorrent();
    await swarm.#startTracker();
    return swarm;
  }

  /** @param {import('../support/resources.mjs').Resources} resources @param {WorldSpec} spec */
  constructor(resources, spec) {
    this.resources = resources;
    this.spec = spec;
    this.torrentPath = join(resources.folder(), 'film.torrent');
    resources.defer(() => this.#endPeers());
  }

  /** The command that runs a command in the viewer's namespace. @param {string[]} command */
  inClient(command) {
    return this.network.commandIn(CLIENT, command);
  }

  async received() {
    return (await this.network.counters())[this.spec.draw.viewer.address].payload;
  }

  /** Ends all peers, starts them as drawn, and waits until the slots of the busy ones are taken. */
  async beginAnew() {
    await this.#endPeers();
    const { peers } = this.spec.draw;
    const before = await this.#receivedByLeechers();
    await Promise.all(peers.map((peer, n) => (peer.kind === 'dead' ? null : this.#startPeer(peer, n))));
    const busy = async () => (await this.#receivedByLeechers()) - before > BUSY_BYTES;
    await until(busy, 120_000, 'leechers that have taken the slots');
    this.#before = await this.#carried();
  }

  /**
   * Percent of packets since the last beginAnew() that were delivered more than 10 ms late, because this machine was
   * too busy.
   */
  async latePercent() {
    const now = await this.#carried();
    return ((now.late - this.#before.late) / Math.max(1, now.packets - this.#before.packets)) * 100;
  }

  async #carried() {
    const all = Object.values(await this.network.counters());
    const sum = (/** @type {'packets' | 'late'} */ what) => all.reduce((total, counters) => total + counters[what], 0);
    return { packets: sum('packets'), late: sum('late') };
  }

  async #receivedByLeechers() {
    const counters = await this.network.counters();
    const leechers = this.spec.draw.peers.filter(({ kind }) => kind === 'leecher');
    return leechers.reduce((sum, { address }) => sum + counters[address].delivered, 0);
  }

  async #startNetwork() {
    const { peers, viewer, tracker } = this.spec.draw;
    const places = [
      { name: CLIENT, address: viewer.address, up: rate(viewer.up), down: rate(viewer.down) },
      { name: 'tracker', address: tracker.address, own: { delay: tracker.roundTrip / 2, loss: 0, queue: 100 } },
      ...peers.flatMap((peer, n) => {
        return peer.kind === 'dead' ? [] : [{ name: `peer${n}`, address: peer.address, ...lineOf(peer) }];
      }),
    ];
    this.network = await Network.start(
      this.resources,
      places.map((place) => ({ ...place, anywhere: true })),
      { roundTrip: 0, queue: QUEUE.milliseconds },
    );
  }

  async #makeTorrent() {
    const options = ['--v1', '--piece-size', String(this.spec.pieceSize), '--torrent-out', this.torrentPath];
    const maker = this.#run(CLIENT, [program('magnetar-seed'), ...options, this.spec.film.path]);
    this.#infoHash = (await maker.firstLine(60_000)).info_hash;
    await maker.end();
  }

  async #startTracker() {
    const { peers, tracker } = this.spec.draw;
    const named = peers.map(({ address }) => `${address}:${PEER_PORT}`);
    const script = join(TESTS, 'benchmark/tracker_main.mjs');
    await this.#run('tracker', [node22(), script, tracker.address, String(TRACKER_PORT), ...named]).firstLine(10_000);
    const url = encodeURIComponent(`http://${tracker.address}:${TRACKER_PORT}/announce`);
    this.magnet = `magnet:?xt=urn:btih:${this.#infoHash}&dn=film&tr=${url}`;
  }

  /** @param {WorldPeer} peer @param {number} n */
  async #startPeer(peer, n) {
    const child = this.#run(`peer${n}`, peer.kind === 'silent' ? this.#silent(peer) : this.#seed(peer));
    this.#children.push(child);
    await child.firstLine(60_000);
  }

  /** @param {WorldPeer} peer */
  #silent({ address }) {
    const pieces = Math.ceil(this.spec.film.size / this.spec.pieceSize);
    const script = join(TESTS, 'benchmark/silent_peer_main.mjs');
    return [node22(), script, address, String(PEER_PORT), this.#infoHash, String(pieces)];
  }

  /** @param {WorldPeer} peer */
  #seed({ kind, address, options }) {
    const sources = this.spec.draw.peers.filter((other) => {
      return other.kind === 'busy' || (other.kind === 'leecher' && other.address !== address);
    });
    const wanted = kind === 'leecher' ? sources.flatMap((source) => ['--peer', `${source.address}:${PEER_PORT}`]) : [];
    return [
      program('magnetar-seed'),
      ...['--torrent', this.torrentPath, '--listen', `${address}:${PEER_PORT}`, '--no-pex'],
      ...options,
      ...wanted,
      this.spec.film.path,
    ];
  }

  async #endPeers() {
    await Promise.all(this.#children.splice(0).map((child) => child.end()));
  }

  /** @param {string} place @param {string[]} command */
  #run(place, command) {
    const [name, ...args] = this.network.commandIn(place, command);
    const child = new Child(name, args);
    this.resources.defer(() => child.end());
    return child;
  }
}
