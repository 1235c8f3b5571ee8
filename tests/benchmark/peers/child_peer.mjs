// A peer that runs in a helper program: requests are lines of JSON on its standard input, answers on its standard
// output.
import { Child } from '../../support/process.mjs';

export class ChildPeer {
  /** @param {string[]} command its last argument will be the folder @param {import('./peer.mjs').Place} place */
  constructor([program, ...args], place) {
    this.child = new Child(program, [...args, place.folder], { cwd: place.folder });
    this.answers = 0;
    place.resources.defer(() => this.stop());
  }

  get pid() {
    return this.child.pid;
  }

  /** Waits until it takes magnet links. */
  ready() {
    return this.#answer(30_000);
  }

  /** @param {string} magnet @returns {Promise<string>} the film's URL */
  async open(magnet) {
    return (await this.#ask({ open: magnet }, 60_000)).url;
  }

  /** @param {string} magnet @returns {Promise<string>} the film's URL, after its whole download */
  async fetchWhole(magnet) {
    return (await this.#ask({ fetch: magnet }, 300_000)).url;
  }

  async stop() {
    if (!this.child.running) return;
    this.child.process.kill('SIGKILL');
    await this.child.exit(5000);
  }

  /** @param {object} request @param {number} deadline */
  #ask(request, deadline) {
    this.child.process.stdin?.write(`${JSON.stringify(request)}\n`);
    return this.#answer(deadline);
  }

  /** @param {number} deadline @returns {Promise<any>} */
  #answer(deadline) {
    const { child } = this;
    const number = this.answers++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no answer from ${child.command}: ${child.stderr}`)), deadline);
      const look = () => {
        const lines = child.stdout.split('\n');
        if (lines.length <= number + 1) return;
        child.process.stdout?.off('data', look);
        clearTimeout(timer);
        resolve(JSON.parse(lines[number]));
      };
      child.process.stdout?.on('data', look);
      child.exited.then(() => reject(new Error(`${child.command} ended: ${child.stderr.slice(-2000)}`)), reject);
      look();
    });
  }
}
