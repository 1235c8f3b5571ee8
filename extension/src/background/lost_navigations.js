// Chromium: magnet links that no script of a page sees. A new window that goes to a magnet link and an address that
// redirects to one end as navigations that failed; Firefox gives them to the protocol handler of the manifest.

import { whyRefused } from "../shared/magnet.js";

/** Why a link is none of ours, or holds nothing that could be told to a person. */
const kNotOurs = new Set(["not_a_link", "no_hash", "other_network"]);

/** So many new windows are remembered, with the tab that opened them. */
const kMostWindows = 50;

export class LostNavigations {
  /** The tab that opened a tab. @type {Map<number, number>} */
  #openers = new Map();

  /**
   * @param {Pick<import("./open_link.js").LinkOpener, "open">} opener
   * @param {(tab: number) => Promise<chrome.tabs.Tab | undefined>} tabOf
   * @param {(tab: number) => Promise<boolean>} isActivated whether a person did something on this tab's page just now
   */
  constructor(opener, tabOf, isActivated) {
    this.opener = opener;
    this.tabOf = tabOf;
    this.isActivated = isActivated;
  }

  /** A page opens a window for a magnet link. @param {{tabId: number, sourceTabId: number}} details */
  created({ tabId, sourceTabId }) {
    this.#openers.set(tabId, sourceTabId);
    const [oldest] = this.#openers.keys();
    if (this.#openers.size > kMostWindows && oldest !== undefined) this.#openers.delete(oldest);
  }

  /**
   * A navigation to a magnet link came to nothing. Whether a person wanted it is not known, so the page that asks opens.
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
