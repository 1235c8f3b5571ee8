// Whether a click on a link asks first. A click reveals this computer's network address to the trackers and peers that
// the link names, also behind a proxy or VPN of the browser alone. The options page can switch the question on.

import { browser, exclusively } from "./browser.js";
import { byId } from "./dom.js";

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
export function setCatchingOff(off) {
  return changeCatching(() => ({ off }));
}

/** Switches the catching of links off, or on again. */
export function toggleCatching() {
  return changeCatching(({ off }) => ({ off: !off }));
}

/** @param {boolean} files */
export function setCatchingFiles(files) {
  return changeCatching(() => ({ files }));
}

/** @param {string} site a host name @param {boolean} off */
export function setSiteOff(site, off) {
  return changeCatching(({ sites }) => {
    const others = sites.filter((known) => known !== site);
    return { sites: off ? [...others, site] : others };
  });
}

/** Pages and the background may change parts at once. @param {(now: Catching) => Partial<Catching>} change */
function changeCatching(change) {
  return exclusively(kCatching, async () => {
    const now = await catching();
    await browser.storage.local.set({ [kCatching]: { ...now, ...change(now) } });
  });
}

/** The host permission of the content script; Firefox lets a person withdraw it in its add-ons manager. */
const kAllPages = { origins: ["<all_urls>"] };

/**
 * Whether links on web pages can be caught at all. Chromium gives no answer that tells: there a person chooses per site in the
 * browser's own menu, which says so itself.
 */
export async function mayReadPages() {
  if (!("browser_specific_settings" in browser.runtime.getManifest())) return true;
  return browser.permissions.contains(kAllPages);
}

/** On a page with `#access` and its button: shown while the permission is withdrawn, and the button asks for it. */
export async function bindAccess() {
  const withdrawn = byId("access", HTMLElement);
  byId("access_give", HTMLButtonElement).addEventListener("click", () => {
    // In the task of the press, which the browser's question belongs to.
    void browser.permissions.request(kAllPages).then((given) => {
      withdrawn.hidden = given;
    });
  });
  withdrawn.hidden = await mayReadPages();
}
