// The reason why a native port closed, from the error text of the browser, which gives no code.

/** @typedef {import("../shared/types.js").LinkState} LinkState */

/** Texts of Chromium and Firefox. Firefox does not tell "not installed" from "not allowed". */
const kTexts = /** @type {[RegExp, LinkState][]} */ ([
  [/host not found|No such native application/i, "not_installed"],
  [/host is forbidden/i, "not_allowed"],
  [/Error when communicating with|exceeds the limit/i, "protocol"],
  [/host has exited/i, "crashed"],
]);

/**
 * @param {string} text the browser's error text, or ""
 * @param {boolean} heard whether the host ever sent a message on this port
 * @returns {LinkState}
 */
export function disconnectReason(text, heard) {
  for (const [pattern, state] of kTexts) if (pattern.test(text)) return state;
  // Firefox's text when the manifest exists and the program does not.
  if (!heard && /An unexpected error occurred/i.test(text)) return "not_installed";
  return "crashed";
}
