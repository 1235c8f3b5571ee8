// The places where the bridge to WebTorrent swarms runs: an offscreen document, since a service worker has no WebRTC, or
// the background itself where that is a page.

import { Bridge } from "../bridge/bridge.js";

/**
 * A place where the bridge runs. Both methods do nothing when the wish is fulfilled already.
 * @typedef {object} BridgeContext
 * @property {(url: string) => Promise<void>} open replaces a bridge to another URL
 * @property {() => Promise<void>} close
 * @property {() => boolean} holdsHost whether the bridge ends with the background, which an open port keeps alive
 */

const kPage = "bridge/bridge.html";

/** The part of the extension API that an offscreen document needs. @typedef {Pick<typeof chrome, "runtime" | "offscreen">} OffscreenApi */

/** The one offscreen document that Chromium allows. @param {OffscreenApi} api @returns {BridgeContext} */
export function offscreenContext({ runtime, offscreen }) {
  const opened = async () => {
    const contextTypes = [/** @type {chrome.runtime.ContextType.OFFSCREEN_DOCUMENT} */ ("OFFSCREEN_DOCUMENT")];
    return (await runtime.getContexts({ contextTypes }))[0]?.documentUrl;
  };
  const close = async () => {
    if ((await opened()) !== undefined) await offscreen.closeDocument();
  };
  return {
    async open(url) {
      const page = `${kPage}#${encodeURIComponent(url)}`;
      if ((await opened()) === runtime.getURL(page)) return;
      await close();
      const reasons = [/** @type {chrome.offscreen.Reason.WEB_RTC} */ ("WEB_RTC")];
      await offscreen.createDocument({ url: page, reasons, justification: "Connects to WebTorrent peers." });
    },
    close,
    holdsHost: () => false,
  };
}

/**
 * The background page itself.
 * @param {import("../bridge/world.js").World} world
 * @param {() => void} onChange `holdsHost` has changed
 * @returns {BridgeContext}
 */
export function pageContext(world, onChange) {
  let current = /** @type {{url: string, bridge: Bridge} | null} */ (null);
  const close = async () => {
    current?.bridge.close();
    current = null;
    onChange();
  };
  return {
    async open(url) {
      if (current?.url === url) return;
      current?.bridge.close();
      current = { url, bridge: new Bridge(world, url, close) };
      onChange();
    },
    close,
    holdsHost: () => current !== null,
  };
}
