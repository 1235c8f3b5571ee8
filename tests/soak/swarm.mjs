// The swarm of a film: one honest peer that stays, visitors that come and go, and liars, each replaced by the next.
import { Draws } from './draws.mjs';
import { LIARS, Peer, VISITORS } from './peer.mjs';

const VISITOR_PLACES = 2;

export class Swarm {
  /** All peers of the run, by IP address. @type {Map<string, Peer>} */
  known = new Map();
  /** The magnet link without peers. */
  #magnet = '';
  /** @type {Peer[]} */
  #places = [];
  #number;

  /** @param {import('./film.mjs').Film} film @param {number} number of the swarm @param {import('./choices.mjs').Choices} choices */
  constructor(film, number, { seed, liars }) {
    this.film = film;
    this.#number = number;
    this.draws = new Draws(seed, `swarm ${number}`);
    this.liars = liars;
  }

  async begin() {
    const anchor = this.#newPeer('anchor');
    const { magnet } = await anchor.come(['--torrent-out', this.film.torrentPath]);
    this.#magnet = magnet.replace(/&x\.pe=[^&]*/g, '');
    this.#places = [anchor];
    for (let n = 0; n < VISITOR_PLACES; n++) await this.#arrive(VISITORS);
    for (let n = 0; n < this.liars; n++) await this.#arrive(LIARS);
  }

  /** A magnet link that names the present peers. */
  get link() {
    const here = this.#places.filter((peer) => peer.isHere);
    return this.#magnet + here.map(({ address, port }) => `&x.pe=${address}:${port}`).join('');
  }

  get somebodyHonestIsHere() {
    return this.#places.some((peer) => peer.isHere && !peer.lies);
  }

  /** One peer leaves, and another one of its kind takes its place. */
  async change() {
    const peer = this.#places[1 + this.draws.below(this.#places.length - 1)];
    if (!peer) return;
    await peer.leave();
    this.#places.splice(this.#places.indexOf(peer), 1);
    await this.#arrive(peer.lies ? LIARS : VISITORS);
  }

  async end() {
    await Promise.all(this.#places.map((peer) => peer.leave()));
  }

  /** @param {string[]} roles */
  async #arrive(roles) {
    const peer = this.#newPeer(this.draws.any(roles));
    await peer.come(['--torrent', this.film.torrentPath]);
    this.#places.push(peer);
  }

  /** @param {string} role */
  #newPeer(role) {
    const n = this.known.size + 1;
    const peer = new Peer(role, `127.${20 + this.#number}.${n >> 8}.${n & 255}`, this.film);
    this.known.set(peer.address, peer);
    return peer;
  }
}
