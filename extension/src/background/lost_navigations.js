// Chromium: magnet links that no content script sees. A new window for a magnet link, and a redirect to one, end as
// failed navigations. Firefox passes them to the protocol handler of the manifest.

import { whyRefused } from "../shared/magnet.js";

/** Refusals of links that are not for this extension, or about which there is nothing to tell. */
const kNotOurs = new Set(["not_a_link", "no_hash", "other_network"]);

/** Limit of new windows whose opening tab is remembered. */
const kMostWindows = 50;

export class LostNavigations {
  /** The opening tab of each new tab. @type {Map<number, number>} */
  #openers = new Map();

  /**
   * @param {Pick<import("./open_link.js").LinkOpener, "open">} opener
   * @param {(tab: number) => Promise<chrome.tabs.Tab | undefined>} tabOf
   * @param {(tab: number) => Promise<boolean>} isActivated whether the tab's page has a recent user activation
   */
  constructor(opener, tabOf, isActivated) {
    this.opener = opener;
    this.tabOf = tabOf;
    this.isActivated = isActivated;
  }

  /** A page has opened a window for a magnet link. @param {{tabId: number, sourceTabId: number}} details */
  created({ tabId, sourceTabId }) {
    this.#openers.set(tabId, sourceTabId);
    const [oldest] = this.#openers.keys();
    if (this.#openers.size > kMostWindows && oldest !== undefined) this.#openers.delete(oldest);
  }

  /**
   * A navigation to a magnet link has failed. Opens the confirm page, because it is unknown whether a person caused it.
   * @param {{tabId: number, url: string}} details
   */
  async failed({ tabId, url }) {
    const refused = whyRefused(url);
    if (refused !== null && kNotOurs.has(refused)) return;
    const opener = await this.tabOf(this.#openers.get(tabId) ?? tabId);
    this.#openers.delete(tabId);
    const activated = opener?.id !== undefined && (await this.isActivated(opener.id));
    await this.opener.open({ text: url, trusted: false, activated, where: "current", opener });
  }
}
