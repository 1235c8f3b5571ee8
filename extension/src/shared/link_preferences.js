// Whether a click on a link asks first. A click reveals this computer's network address to the trackers and peers that
// the link names, also behind a proxy or VPN of the browser alone. The options page can switch the question on.

import { browser } from "./browser.js";

const kKey = "always_ask";

export async function asksAlways() {
  const { [kKey]: asks } = await browser.storage.local.get(kKey);
  return asks === true;
}

/** @param {boolean} asks */
export async function setAsksAlways(asks) {
  await browser.storage.local.set({ [kKey]: asks });
}

const kCatching = "catching";

/**
 * @typedef {{off: boolean, sites: string[], files: boolean}} Catching `sites`: host names on which links are left to
 * the browser; `files`: links to .torrent files are caught too
 */

/** @returns {Promise<Catching>} */
export async function catching() {
  const { [kCatching]: kept } = await browser.storage.local.get(kCatching);
  const { off, sites, files } = /** @type {Partial<Catching>} */ (kept ?? {});
  const known = Array.isArray(sites) ? sites.filter((site) => typeof site === "string") : [];
  return { off: off === true, sites: known, files: files === true };
}

/** @param {boolean} off */
export async function setCatchingOff(off) {
  await browser.storage.local.set({ [kCatching]: { ...(await catching()), off } });
}

/** @param {boolean} files */
export async function setCatchingFiles(files) {
  await browser.storage.local.set({ [kCatching]: { ...(await catching()), files } });
}

/** @param {string} site a host name @param {boolean} off */
export async function setSiteOff(site, off) {
  const now = await catching();
  const others = now.sites.filter((known) => known !== site);
  await browser.storage.local.set({ [kCatching]: { ...now, sites: off ? [...others, site] : others } });
}
