// The toolbar button: a badge with the number of active torrents; grey while the host is missing.

import { browser } from "../shared/browser.js";
import { text } from "../shared/i18n.js";

const kMissing = new Set(["not_installed", "not_allowed", "outdated"]);
const kBadgeColour = "#5a3ee6";
const kSizes = [16, 32, 48];

/** @param {string} name */
function iconPaths(name) {
  return Object.fromEntries(kSizes.map((size) => [size, browser.runtime.getURL(`icons/${name}-${size}.png`)]));
}

/** @param {number} active */
export async function showActive(active) {
  await browser.action.setBadgeBackgroundColor({ color: kBadgeColour });
  await browser.action.setBadgeTextColor({ color: "#ffffff" });
  await browser.action.setBadgeText({ text: active === 0 ? "" : String(Math.min(active, 999)) });
}

/**
 * Marks the button on this tab until it navigates: its page wanted to open a link. The tab may be closed.
 * @param {number} tab
 */
export async function showRefused(tab) {
  try {
    await browser.action.setBadgeText({ tabId: tab, text: "?" });
    await browser.action.setTitle({ tabId: tab, title: text("action_refused") });
  } catch {
    // The tab is closed.
  }
}

/** Removes the mark from this tab's button. The tab may be closed. @param {number} tab */
export async function hideRefused(tab) {
  try {
    await browser.action.setBadgeText(/** @type {any} */ ({ tabId: tab, text: null }));
    await browser.action.setTitle({ tabId: tab, title: browser.runtime.getManifest().action?.default_title ?? "" });
  } catch {
    // The tab is closed.
  }
}

/** @param {boolean} missing */
export async function showHostMissing(missing) {
  await browser.action.setIcon({ path: iconPaths(missing ? "magnetar-grey" : "magnetar") });
}

/**
 * Whether a state of the link means that the host is missing; null when the state does not tell.
 * @param {import("../shared/types.js").LinkState} state
 * @returns {boolean | null}
 */
export function hostMissing(state) {
  if (kMissing.has(state)) return true;
  return state === "ready" ? false : null;
}
