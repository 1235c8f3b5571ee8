// The only access to the browser's extension API. Firefox calls it `browser`; older Chromium only `chrome`.

/** @type {typeof chrome} */
export const browser = globalThis.browser ?? globalThis.chrome;

/** The origin of the extension's own pages, without a slash at the end, for example "chrome-extension://abc…". */
export function ownOrigin() {
  return browser.runtime.getURL("").replace(/\/$/, "");
}
