// Magnetar: the daemon, driven over its socket as the extension does.
import { copyFileSync, writeFileSync } from 'node:fs';
import { Torrents } from '../../support/torrents.mjs';
import { User } from '../../support/user.mjs';
import { pause } from '../../support/wait.mjs';

export class MagnetarPeer {
  /** @type {import('../../support/process.mjs').Child} */
  daemon = /** @type {any} */ (null);
  /** @type {import('../../support/rpc.mjs').RpcPeer} */
  client = /** @type {any} */ (null);
  /** @type {Torrents} */
  torrents = /** @type {any} */ (null);
  viewers = 0;

  /**
   * @param {import('./peer.mjs').Place} place
   * @param {Map<string, User>} users by folder, so that a later peer finds the state of an earlier one
   */
  constructor(place, users) {
    this.place = place;
    const listen = place.loopback ? '127.0.0.1:0' : '0.0.0.0:6881';
    // The benchmark's network has private addresses.
    const settings = { listen_interfaces: listen, idle_exit: 0, local_torrent_links: true, ...place.settings };
    this.user = users.get(place.folder) ?? new User(place.resources, settings);
    users.set(place.folder, this.user);
    this.started = this.#start();
    this.started.catch(() => {});
  }

  get pid() {
    return this.daemon.pid;
  }

  ready() {
    return this.started;
  }

  /** Opens the film as a viewer of its own, as each player page is. @param {string} magnet */
  async open(magnet) {
    const id = await this.torrents.add(magnet);
    if (this.place.trace && this.viewers === 0) await this.#trace(id, this.place.trace);
    const { file } = await this.client.request('streams.open', { id });
    this.viewers += 1;
    return `${file.url}?viewer=viewer-${this.viewers}`;
  }

  /** @param {string} magnet */
  async fetchWhole(magnet) {
    const id = await this.torrents.add(magnet);
    const { file } = await this.client.request('streams.open', { id });
    await this.client.request('torrents.select', { id, files: [file.index] });
    // Notifications come at most twice a second, which is too coarse.
    for (let done = false; !done; ) {
      const { torrent } = await this.client.request('torrents.get', { id });
      done = torrent.done === torrent.size;
      if (!done) await pause(10);
    }
    return /** @type {string} */ (file.url);
  }

  stop() {
    return this.daemon.end();
  }

  /** @param {string} id @param {string} target */
  async #trace(id, target) {
    const { path } = await this.client.request('stats.trace', { id, on: true });
    this.place.resources.defer(async () => {
      writeFileSync(`${target}.stats.json`, JSON.stringify(await this.client.request('stats.get', { id }), null, 1));
      await this.client.request('stats.trace', { id, on: false });
      copyFileSync(path, `${target}.trace`);
    });
  }

  async #start() {
    this.daemon = await this.user.startDaemon();
    this.client = await this.user.connect();
    this.torrents = await Torrents.of(this.client);
  }
}
