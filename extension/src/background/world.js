// The browser and the clock, as implementations of the interfaces of the background's units.

import { bridgeWorld } from "../bridge/world.js";
import { browser, ownOrigin } from "../shared/browser.js";
import { text } from "../shared/i18n.js";
import { BackgroundToContent } from "../shared/messages.js";
import { confirmPage } from "../shared/places.js";
import { titleOf } from "../shared/titles.js";
import { offscreenContext, pageContext } from "./bridge_contexts.js";
import { hideRefused, showRefused } from "./toolbar.js";

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
 * Firefox gives the text on the port, Chromium in lastError.
 * @param {chrome.runtime.Port & {error?: {message: string}}} port
 */
function disconnectText(port) {
  return port.error?.message ?? browser.runtime.lastError?.message ?? "";
}

/** The place of the bridge: an offscreen document where the browser has them. @param {() => void} onChange `holdsHost` has changed */
export function bridgeContext(onChange) {
  return browser.offscreen ? offscreenContext(browser) : pageContext(bridgeWorld(), onChange);
}

const kQuestions = "questions";

/** @returns {import("./open_link.js").World & import("./questions.js").World} */
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
    async recall() {
      const { [kQuestions]: questions } = await browser.storage.session.get(kQuestions);
      return /** @type {[number, import("./questions.js").Question][]} */ (questions ?? []);
    },
    remember: (questions) => browser.storage.session.set({ [kQuestions]: questions }),
    showRefused,
    hideRefused,
    now: () => performance.now(),
  };
}

/** False when the page has no content script or is closed. @param {number} tab */
export async function isActivated(tab) {
  try {
    return (await browser.tabs.sendMessage(tab, { type: BackgroundToContent.activated }, { frameId: 0 })) === true;
  } catch {
    return false;
  }
}

/** Undefined when the tab is closed. @param {number} id @returns {Promise<chrome.tabs.Tab | undefined>} */
export async function tabOf(id) {
  try {
    return await browser.tabs.get(id);
  } catch {
    return undefined;
  }
}

/** Notifications. Without the permission the browser has no such API. @returns {import("./kept_notifier.js").World} */
export function notifierWorld() {
  return {
    isAllowed: () => browser.permissions.contains({ permissions: ["notifications"] }),
    async show(id, name) {
      const words = { title: titleOf(name), message: text("notification_kept"), iconUrl: browser.runtime.getURL("icons/magnetar-48.png") };
      await browser.notifications.create(`${kKept}${id}`, { type: "basic", ...words });
    },
  };
}

const kKept = "kept ";

/** A click on a notification opens the folder. @param {(id: string) => void} open */
export function onNotificationClicked(open) {
  const listener = (/** @type {string} */ name) => {
    if (!name.startsWith(kKept)) return;
    open(name.slice(kKept.length));
    void browser.notifications.clear(name);
  };
  browser.notifications?.onClicked.addListener(listener);
  browser.permissions.onAdded.addListener(() => {
    if (!browser.notifications?.onClicked.hasListener(listener)) browser.notifications?.onClicked.addListener(listener);
  });
}
