// The parts of a soak: films, their swarms, the daemon, and the times at which no bytes can be expected.
import { Daemon } from './daemon.mjs';
import { Film } from './film.mjs';
import { Swarm } from './swarm.mjs';

export class World {
  /** True while the disk is full, when no viewer gets bytes. */
  diskIsFull = false;
  #diskFreeAt = 0;

  /** @param {import('../support/resources.mjs').Resources} resources @param {import('./choices.mjs').Choices} choices @param {import('./verdict.mjs').Verdict} verdict */
  constructor(resources, choices, verdict) {
    this.choices = choices;
    this.verdict = verdict;
    this.daemon = new Daemon(resources, verdict);
    this.films = choices.kinds.map((kind, n) => new Film(kind, resources.folder(), choices.seed + n));
    this.swarms = this.films.map((film, n) => new Swarm(film, n, choices));
    resources.defer(() => Promise.all(this.swarms.map((swarm) => swarm.end())));
  }

  async begin() {
    await Promise.all(this.swarms.map((swarm) => swarm.begin()));
    await this.daemon.start();
  }

  /** Clicks the link of a film. @param {Film} film */
  async add(film) {
    const { id } = await this.daemon.request('torrents.add', { source: this.#swarmOf(film).link });
    film.become(id);
  }

  /** @param {Film} film @param {number} seconds */
  async keepPosition(film, seconds) {
    const { id, position } = film;
    position.asked.add(seconds);
    const kept = await this.daemon.request('positions.set', { id, file: 0, seconds, duration: 6000 }).catch(() => null);
    if (!kept) return; // a change that was requested before a kill may be saved
    if (film.position !== position) return; // the film was removed and added meanwhile, before or after it was set
    position.told = seconds;
    position.asked.delete(seconds);
  }

  set full(/** @type {boolean} */ full) {
    this.diskIsFull = full;
    this.#diskFreeAt = Date.now();
  }

  /** Time since which bytes of a film could have come; Infinity: they cannot. @param {Film} film */
  fairSince(film) {
    const possible = this.daemon.isUp && !this.diskIsFull && this.#swarmOf(film).somebodyHonestIsHere;
    return possible ? this.troubledAt(film) : Infinity;
  }

  /** The last event that may end an answer of a film. @param {Film} film */
  troubledAt(film) {
    return Math.max(this.daemon.readyAt, this.diskIsFull ? Date.now() : this.#diskFreeAt, film.changedAt);
  }

  /** The daemon's state of a film, for the analysis of a failure. @param {Film} film */
  async lookAt(film) {
    const asked = ['torrents.get', 'stats.get'].map((method) => this.daemon.request(method, { id: film.id }).catch(String));
    return JSON.stringify(await Promise.all(asked)).slice(0, 3000);
  }

  /** Checks that no honest peer is banned. */
  async lookAtBans() {
    const { torrents } = await this.daemon.request('stats.get');
    for (const { banned, hash_failures: failures } of torrents) {
      this.verdict.most('pieces of one film that failed', failures);
      for (const { address } of banned) this.#judge(address);
    }
  }

  /** @param {string} address with its port */
  #judge(address) {
    const ip = address.slice(0, address.lastIndexOf(':'));
    const peer = this.swarms.map((swarm) => swarm.known.get(ip)).find(Boolean);
    if (peer?.lies) this.verdict.once('liars banned', ip);
    else if (this.verdict.once('honest peers banned', ip)) this.verdict.fail(`an honest peer was banned: ${peer?.role} ${address}`);
  }

  /** @param {Film} film */
  #swarmOf(film) {
    return this.swarms[this.films.indexOf(film)];
  }
}
