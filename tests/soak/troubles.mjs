// Troubles of a daemon that runs for weeks: kills, changed settings, removed and altered films, a full disk.
import { pause } from '../support/wait.mjs';
import { alterSomewhere } from './altered_file.mjs';
import { Draws } from './draws.mjs';

/** Pause between two troubles, in milliseconds. */
const REST = { least: 6000, most: 16_000 };

export class Troubles {
  #ended = false;
  /** The settings that were answered. @type {Record<string, unknown>} */
  #set = {};

  /** @param {import('./world.mjs').World} world @param {import('./small_disk.mjs').SmallDisk | null} disk */
  constructor(world, disk) {
    this.world = world;
    this.disk = disk;
    this.draws = new Draws(world.choices.seed, 'troubles');
    this.names = world.choices.troubles.filter((name) => name !== 'disk' || disk !== null);
  }

  end() {
    this.#ended = true;
  }

  async live() {
    /** @type {Record<string, () => Promise<void>>} */
    const ways = {
      kill: () => this.#kill(),
      settings: () => this.#settings(),
      again: () => this.#again(),
      alter: () => this.#alter(),
      disk: () => this.#fill(),
    };
    for (;;) {
      for (let left = this.draws.between(REST.least, REST.most); left > 0 && !this.#ended; left -= 250) await pause(250);
      if (this.#ended || this.names.length === 0) return;
      const name = this.draws.any(this.names);
      await ways[name]();
      this.world.verdict.count(`trouble: ${name}`);
    }
  }

  async #kill() {
    await this.world.daemon.kill();
    await pause(this.draws.between(0, 1500));
    await this.world.daemon.start();
    await this.#checkKept();
  }

  /** Checks that no answered change is lost. */
  async #checkKept() {
    const { daemon, films, verdict } = this.world;
    const { torrents } = await daemon.request('torrents.list');
    for (const film of films.filter(({ id }) => id !== '')) {
      const { id, position } = film;
      if (!torrents.some((/** @type {{id: string}} */ torrent) => torrent.id === id)) {
        if (!this.disk) verdict.fail(`${film.name} was lost by a kill`);
        film.become(''); // a nearly full disk was freed by removing it
        continue;
      }
      const { seconds } = await daemon.request('positions.get', { id, file: 0 });
      if (seconds !== position.told && !position.asked.has(seconds)) verdict.fail(`the position ${position.told} in ${film.name} was lost: ${seconds}`);
    }
    const { settings } = await daemon.request('settings.get');
    for (const [key, value] of Object.entries(this.#set)) if (settings[key] !== value) verdict.fail(`the setting ${key} was lost`);
  }

  async #settings() {
    const { draws } = this;
    const change = draws.any([
      () => ({ connections_limit: 30 + draws.below(200) }),
      () => ({ upload_limit: draws.any([0, 50_000, 1_000_000]) }),
      () => ({ only_watched: draws.any([true, false]) }),
      () => ({ utp: draws.any([true, false]) }),
      () => ({ idle_exit: 300 + draws.below(300) }),
    ])();
    await this.world.daemon.request('settings.set', { settings: change });
    Object.assign(this.#set, change);
  }

  /** A person removes a film and clicks its link again. */
  async #again() {
    const film = this.draws.any(this.world.films);
    const { id } = film;
    if (id === '') return;
    film.become('');
    await this.world.daemon.request('torrents.remove', { id, data: 'delete' }).catch(() => {});
    film.become('');
  }

  async #alter() {
    const film = this.draws.any(this.world.films);
    if (film.id !== '') await alterSomewhere(this.world.daemon, film, this.draws);
  }

  async #fill() {
    this.world.full = true;
    await this.disk?.fill();
    await pause(this.draws.between(1000, 5000));
    await this.disk?.empty();
    for (const { id } of this.world.films) if (id !== '') await this.world.daemon.request('torrents.resume', { id }).catch(() => {});
    this.world.full = false;
  }
}
