// One peer of a swarm: its role, and its process while it runs.
import { program } from '../support/paths.mjs';
import { Child } from '../support/process.mjs';

/** Options of magnetar-seed; rates in bytes per second. @type {Record<string, string[]>} */
const ROLES = {
  anchor: ['--upload-limit', '700000'],
  honest: ['--upload-limit', '400000'],
  slow: ['--upload-limit', '40000', '--upload-slots', '2'],
  choosy: ['--upload-limit', '300000', '--upload-slots', '1'],
  liar: ['--corrupt'],
  rare_liar: ['--corrupt-one-in', '40'],
};
/** Roles of peers that come and go. */
export const VISITORS = ['honest', 'slow', 'choosy'];
export const LIARS = ['liar', 'rare_liar'];

export class Peer {
  /** @type {Child | null} */
  #child = null;
  port = 0;

  /**
   * @param {string} role
   * @param {string} address of its own, because peers take two of one address for one
   * @param {import('./film.mjs').Film} film
   */
  constructor(role, address, film) {
    this.role = role;
    this.address = address;
    this.film = film;
  }

  get lies() {
    return LIARS.includes(this.role);
  }

  get isHere() {
    return this.#child?.running ?? false;
  }

  /** @param {string[]} torrent option that reads or writes its .torrent */
  async come(torrent) {
    const kind = torrent[0] === '--torrent' ? [] : [`--${this.film.kind}`, '--piece-size', '131072'];
    this.#child = new Child(program('magnetar-seed'), [...ROLES[this.role], ...kind, ...torrent, '--listen', `${this.address}:0`, this.film.path]);
    const line = await this.#child.firstLine(30_000);
    this.port = line.port;
    return line;
  }

  async leave() {
    await this.#child?.end();
    this.#child = null;
  }
}
