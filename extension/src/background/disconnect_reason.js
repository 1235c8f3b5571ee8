// Why a native port closed: the browsers tell it in words of their own, and only in words.

/** @typedef {import("../shared/types.js").LinkState} LinkState */

/** Chromium's and Firefox's texts. Firefox does not tell "not installed" from "not allowed". */
const kTexts = /** @type {[RegExp, LinkState][]} */ ([
  [/host not found|No such native application/i, "not_installed"],
  [/host is forbidden/i, "not_allowed"],
  [/Error when communicating with|exceeds the limit/i, "protocol"],
  [/host has exited/i, "crashed"],
]);

/**
 * @param {string} text what the browser said, or ""
 * @param {boolean} heard whether the host ever sent a message on this port
 * @returns {LinkState}
 */
export function disconnectReason(text, heard) {
  for (const [pattern, state] of kTexts) if (pattern.test(text)) return state;
  // Firefox, when the manifest is there and the program is not.
  if (!heard && /An unexpected error occurred/i.test(text)) return "not_installed";
  return "crashed";
}
