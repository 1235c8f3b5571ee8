// State that the background keeps over its worker's end and the browser's restart; all other state comes from the host.

import { browser } from "../shared/browser.js";

/**
 * @typedef {object} Seen
 * @property {number} active number of active torrents when last counted; above 0, the host is asked again at the next
 * start
 * @property {boolean} hostMissing
 */

/**
 * Interface to the toolbar, which keeps its look while the worker sleeps.
 * @typedef {object} Toolbar
 * @property {(active: number) => unknown} showActive
 * @property {(missing: boolean) => unknown} showHostMissing
 */

const kKey = "last_seen";

export class Memory {
  /** Parts that the host has told this worker; the others are those of the last worker. @type {Partial<Seen>} */
  #told = {};
  /** @type {Promise<Seen>} */
  #last;

  /** @param {Toolbar} toolbar */
  constructor(toolbar) {
    this.toolbar = toolbar;
    this.#last = load();
  }

  /** Shows and keeps what the last worker knew, where the host was not faster. @returns {Promise<Seen>} all that is known */
  async recall() {
    const { active, hostMissing } = await this.#last;
    if (this.#told.active === undefined) void this.toolbar.showActive(active);
    if (this.#told.hostMissing === undefined) void this.toolbar.showHostMissing(hostMissing);
    return { active, hostMissing, ...this.#told };
  }

  /** The host has told the number of active torrents. @param {number} active */
  setActive(active) {
    if (active === this.#told.active) return;
    this.#told.active = active;
    void this.toolbar.showActive(active);
    void this.#keep();
  }

  /** The link has told whether there is a host. @param {boolean} hostMissing */
  setHostMissing(hostMissing) {
    if (hostMissing === this.#told.hostMissing) return;
    this.#told.hostMissing = hostMissing;
    void this.toolbar.showHostMissing(hostMissing);
    void this.#keep();
  }

  async #keep() {
    const last = await this.#last;
    await browser.storage.local.set({ [kKey]: { ...last, ...this.#told } });
  }
}

/** @returns {Promise<Seen>} */
async function load() {
  const { [kKey]: seen } = await browser.storage.local.get(kKey);
  const { active = 0, hostMissing = false } = /** @type {Partial<Seen>} */ (seen ?? {});
  return { active, hostMissing };
}
