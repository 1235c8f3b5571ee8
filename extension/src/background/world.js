// The browser and the clock, as answers to the questions the background's units ask.

import { browser, ownOrigin } from "../shared/browser.js";
import { confirmPage } from "../shared/places.js";

const kHost = "magnetar.host";

/** @returns {import("./native_port.js").World} */
export function engineWorld() {
  return {
    connect: () => browser.runtime.connectNative(kHost),
    disconnectText,
    after(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    now: () => performance.now(),
    client: () => ({ version: browser.runtime.getManifest().version, origin: ownOrigin() }),
  };
}

/**
 * Firefox tells it on the port, Chromium in lastError.
 * @param {chrome.runtime.Port & {error?: {message: string}}} port
 */
function disconnectText(port) {
  return port.error?.message ?? browser.runtime.lastError?.message ?? "";
}

/** @returns {import("./open_link.js").World} */
export function openerWorld() {
  return {
    createTab: (properties) => browser.tabs.create(properties),
    async isAsking(tab) {
      try {
        const { url, pendingUrl } = await browser.tabs.get(tab);
        return (url || pendingUrl || "").startsWith(confirmPage("").replace(/#.*/, ""));
      } catch {
        return false;
      }
    },
    now: () => performance.now(),
  };
}

/** A tab that may be gone. @param {number} id @returns {Promise<chrome.tabs.Tab | undefined>} */
export async function tabOf(id) {
  try {
    return await browser.tabs.get(id);
  } catch {
    return undefined;
  }
}
