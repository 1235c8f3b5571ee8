// The daemon of the soak, which is killed and restarted, and must know all that it was told to keep.
import { Torrents } from '../support/torrents.mjs';
import { User } from '../support/user.mjs';
import { pause } from '../support/wait.mjs';

/** @typedef {Awaited<ReturnType<User['connect']>>} Client */

export class Daemon {
  /** Counts starts and ends: an answer that ends together with a daemon is no fault. */
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

  /**
   * Sends a request to the daemon, when it runs.
   * @param {string} method
   * @param {object} [params]
   * @returns {Promise<any>}
   */
  async request(method, params = {}) {
    while (!this.isUp) await pause(50);
    const client = /** @type {Client} */ (this.#client);
    // Old notifications are dropped to save memory.
    client.messages.splice(0);
    return client.request(method, params, 20_000);
  }
}
