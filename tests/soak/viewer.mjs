// A viewer: opens a film, reads on, seeks, pauses, leaves, and returns to another one.
import { pause } from '../support/wait.mjs';
import { Draws } from './draws.mjs';
import { LONGEST_WAIT, read } from './reading.mjs';

/** An answer that ends within this time of a trouble is no fault, in milliseconds. */
const EXCUSED = 10_000;
/** Greatest wait for the metadata of a film that can be opened, in milliseconds. */
const LONGEST_OPEN = LONGEST_WAIT;

/**
 * @typedef {{url: string, generation: number, id: string}} Opened a stream of this generation of the daemon and this id
 * of the film
 */

export class Viewer {
  #ended = false;

  /** @param {number} number @param {import('./world.mjs').World} world */
  constructor(number, world) {
    this.name = `viewer${number}`;
    this.world = world;
    this.draws = new Draws(world.choices.seed, this.name);
  }

  end() {
    this.#ended = true;
  }

  async live() {
    while (!this.#ended) {
      const film = this.draws.any(this.world.films);
      await this.#watch(film);
      await pause(this.draws.between(0, 2500));
    }
  }

  /** @param {import('./film.mjs').Film} film */
  async #watch(film) {
    const opened = await this.#open(film);
    let at = this.draws.below(film.content.length);
    for (let scenes = 1 + this.draws.below(5); scenes > 0 && opened && !this.#ended; scenes--) {
      const bytes = Math.min(film.content.length - at, 100_000 + this.draws.below(3_000_000));
      const went = await this.#read(film, opened, { url: `${opened.url}?viewer=${this.name}`, from: at, bytes, rest: this.draws.any([0, 0, 5, 40]) });
      if (!went) return;
      const seeks = this.draws.below(3) > 0 || at + bytes >= film.content.length;
      at = seeks ? this.draws.below(film.content.length) : at + bytes;
      await pause(this.draws.any([0, 0, 500, 3000]));
    }
    if (opened && !this.#ended) await this.world.keepPosition(film, this.draws.below(5000));
  }

  /** @param {import('./film.mjs').Film} film @returns {Promise<Opened | null>} null when it cannot be opened now */
  async #open(film) {
    const begin = Date.now();
    for (let tries = 0; !this.#ended; tries++, await pause(300)) {
      const { generation } = this.world.daemon;
      try {
        if (film.id === '' || tries % 10 === 0) await this.world.add(film);
        const { id } = film;
        return { url: (await this.world.daemon.request('streams.open', { id })).file.url, generation, id };
      } catch (error) {
        const waited = Date.now() - Math.max(begin, this.world.fairSince(film));
        if (waited <= LONGEST_OPEN || generation !== this.world.daemon.generation) continue;
        this.world.verdict.fail(`${this.name} could not open ${film.name}: ${error}; ${await this.world.lookAt(film)}`);
        return null;
      }
    }
    return null;
  }

  /** @param {import('./film.mjs').Film} film @param {Opened} opened @param {{url: string, from: number, bytes: number, rest: number}} scene @returns {Promise<boolean>} whether the film goes on */
  async #read(film, opened, scene) {
    const { verdict, daemon } = this.world;
    const got = await read({ ...scene, isRight: (at, bytes) => film.has(at, bytes), fairSince: () => this.world.fairSince(film) });
    verdict.count('bytes compared', got.bytes);
    verdict.count('scenes');
    const where = `${this.name} in ${film.name} at ${scene.from}+${got.bytes}`;
    if (got.wrong !== null) verdict.fail(`${where}: a wrong byte behind ${got.wrong}`);
    const same = opened.generation === daemon.generation && opened.id === film.id && Date.now() - this.world.troubledAt(film) > EXCUSED;
    if (!same && !got.ended) return false;
    verdict.waited(got.waited);
    if (got.late) verdict.fail(`${where}: nothing came for ${LONGEST_WAIT} ms; ${await this.world.lookAt(film)}`);
    else if (!got.ended) verdict.fail(`${where}: the answer (${got.status}) ended early: ${got.why}`);
    return got.ended;
  }
}
