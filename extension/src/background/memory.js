// The little the background remembers over its own sleep and the browser's restart; everything else the host knows.

import { browser } from "../shared/browser.js";

/**
 * @typedef {object} Memory
 * @property {number} active torrents that were active when last seen: the host is asked again at the next start
 * @property {boolean} hostMissing
 */

const kKey = "last_seen";

/** @returns {Promise<Memory>} */
export async function recall() {
  const { [kKey]: seen } = await browser.storage.local.get(kKey);
  const { active = 0, hostMissing = false } = /** @type {Partial<Memory>} */ (seen ?? {});
  return { active, hostMissing };
}

/** @param {Memory} memory */
export async function remember(memory) {
  await browser.storage.local.set({ [kKey]: memory });
}
