// The daemon of the soak: a person's own, killed and started again; what it was told to keep it must still know.
import { Torrents } from '../support/torrents.mjs';
import { User } from '../support/user.mjs';
import { pause } from '../support/wait.mjs';

/** @typedef {Awaited<ReturnType<User['connect']>>} Client */

export class Daemon {
  /** Counts the starts and the ends: an answer that ends with a daemon is no fault. */
  generation = 0;
  readyAt = 0;
  /** @type {import('../support/process.mjs').Child | null} */
  #process = null;
  /** @type {Client | null} */
  #client = null;
  #expected = false;

  /** @param {import('../support/resources.mjs').Resources} resources @param {import('./verdict.mjs').Verdict} verdict */
  constructor(resources, verdict) {
    this.user = new User(resources);
    this.verdict = verdict;
  }

  get pid() {
    return this.#process?.pid ?? 0;
  }

  get isUp() {
    return this.#client !== null && !this.#client.isClosed;
  }

  async start() {
    const child = await this.user.startDaemon();
    this.#process = child;
    this.#expected = false;
    void child.exited.then(({ code, signal }) => {
      this.#client = null;
      if (!this.#expected) this.verdict.fail(`the daemon ended: ${signal ?? code} ${child.stderr.slice(-2000)}`);
    });
    const client = await this.user.connect();
    await Torrents.of(client);
    this.#client = client;
    this.readyAt = Date.now();
    this.generation++;
  }

  async kill() {
    this.#expected = true;
    this.generation++;
    this.#client = null;
    this.#process?.process.kill('SIGKILL');
    await this.#process?.exit(10_000);
  }

  async stop() {
    this.#expected = true;
    await this.#client?.request('daemon.stop').catch(() => {});
    await this.#process?.exit(20_000);
  }

  /** Asks the daemon that is running, once there is one. @param {string} method @param {object} [params] @returns {Promise<any>} */
  async request(method, params = {}) {
    while (!this.isUp) await pause(50);
    const client = /** @type {Client} */ (this.#client);
    // Notifications of hours are of no use to anybody here.
    client.messages.splice(0);
    return client.request(method, params, 20_000);
  }
}
