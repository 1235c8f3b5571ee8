// State that the background keeps over its worker's end and the browser's restart; all other state comes from the host.

import { browser } from "../shared/browser.js";

/**
 * @typedef {object} Memory
 * @property {number} active number of active torrents when last counted; above 0, the host is asked again at the next
 * start
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
