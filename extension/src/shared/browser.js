// The only access to the browser's extension API. Firefox calls it `browser`; older Chromium only `chrome`.

/** @type {typeof chrome} */
export const browser = globalThis.browser ?? globalThis.chrome;

/** The origin of the extension's own pages, without a slash at the end, for example "chrome-extension://abc…". */
export function ownOrigin() {
  return browser.runtime.getURL("").replace(/\/$/, "");
}

/**
 * Storage has no transactions: what reads a key and then changes it takes a lock, which all pages and the background
 * share (Web Locks API). Runs `work` while no other page of the extension runs work of the same name.
 * @template Result
 * @param {string} name
 * @param {() => Promise<Result>} work must not ask for the same name again
 * @returns {Promise<Result>} settles as `work` does
 */
export async function exclusively(name, work) {
  return await navigator.locks.request(name, work);
}
