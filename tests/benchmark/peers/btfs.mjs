// btfs: presents the film as a file in a FUSE file system.
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Child, run } from '../../support/process.mjs';
import { until } from '../../support/wait.mjs';

export class BtfsPeer {
  /** @type {Child | null} */
  #child = null;

  /** @param {import('./peer.mjs').Place} place */
  constructor(place) {
    this.place = place;
    this.mount = join(place.folder, 'mount');
    this.data = join(place.folder, 'data');
    for (const folder of [this.mount, this.data]) mkdirSync(folder, { recursive: true });
    place.resources.defer(() => this.stop());
  }

  get pid() {
    return this.#child?.pid ?? 0;
  }

  /** btfs starts with the magnet link. */
  async ready() {}

  /** @param {string} magnet */
  async open(magnet) {
    const options = ['-f', '--keep', `--data-directory=${this.data}`];
    const child = (this.#child ??= new Child('btfs', [...options, magnet, this.mount]));
    const shown = () => {
      if (!child.running) throw new Error(`btfs ended: ${child.stderr}`);
      return readdirSync(this.mount).find((name) => !name.startsWith('.'));
    };
    const name = await until(shown, 60_000, 'a film in the file system');
    return pathToFileURL(join(this.mount, name)).href;
  }

  async stop() {
    if (!this.#child) return;
    // A read that waits for the swarm would keep btfs from ending.
    const unmount = process.getuid?.() === 0 ? ['umount', '--lazy'] : ['fusermount3', '-u', '-z'];
    await run(unmount[0], [...unmount.slice(1), this.mount]);
    this.#child.process.kill('SIGKILL');
    await this.#child.exit(5000);
    this.#child = null;
  }
}
