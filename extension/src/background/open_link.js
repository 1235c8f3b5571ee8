// Opens what a person clicked: the player for their own clicks, the page that asks first for what a page opened.

import { kLongestSource, recognise } from "../shared/magnet.js";
import { confirmPage, playerForSource } from "../shared/places.js";

/**
 * What opening asks of the world.
 * @typedef {object} World
 * @property {(properties: chrome.tabs.CreateProperties) => Promise<chrome.tabs.Tab>} createTab
 * @property {(tab: number) => Promise<boolean>} isAsking whether this tab still shows the page that asks
 * @property {() => number} now milliseconds
 */

/** Several listeners may see one click. */
const kSameClickMs = 2000;

export class LinkOpener {
  /** When a link was last opened, by opener and torrent. @type {Map<string, number>} */
  #opened = new Map();
  /** The tab that asks, by opener: a page gets one question at a time. @type {Map<number, number>} */
  #asking = new Map();

  /** @param {World} world */
  constructor(world) {
    this.world = world;
  }

  /**
   * @param {object} request
   * @param {string} request.text what was clicked or selected; hostile
   * @param {boolean} request.trusted the person's own gesture
   * @param {"current" | "background"} request.where
   * @param {chrome.tabs.Tab | undefined} request.opener
   * @param {(text: string) => import("../shared/magnet.js").Source | null} [request.find]
   */
  async open({ text, trusted, where, opener, find = recognise }) {
    const source = find(text);
    const key = keyOf(text, source, opener?.id);
    if (this.#isSameClick(key) || (!trusted && (await this.#stillAsking(opener)))) return;
    const url = addressFor(source, text, trusted);
    const tab = await this.#create(url, where === "current", opener);
    if (!trusted && opener?.id !== undefined && tab.id !== undefined) this.#asking.set(opener.id, tab.id);
  }

  /** The link goes to the system's own torrent program, by the person's wish. @param {string} text @param {number | undefined} tab */
  pass(text, tab) {
    this.#isSameClick(keyOf(text, recognise(text), tab));
  }

  /** @param {string} key */
  #isSameClick(key) {
    const now = this.world.now();
    for (const [old, when] of this.#opened) if (now - when > kSameClickMs) this.#opened.delete(old);
    if (this.#opened.has(key)) return true;
    this.#opened.set(key, now);
    return false;
  }

  /** @param {chrome.tabs.Tab | undefined} opener */
  async #stillAsking(opener) {
    const asking = opener?.id === undefined ? undefined : this.#asking.get(opener.id);
    return asking !== undefined && (await this.world.isAsking(asking));
  }

  /**
   * Beside the tab the person came from. That tab may be gone, or private (our pages cannot stand beside it there).
   * @param {string} url
   * @param {boolean} active
   * @param {chrome.tabs.Tab | undefined} opener
   */
  async #create(url, active, opener) {
    if (opener?.id !== undefined && opener.id >= 0) {
      const { id: openerTabId, index, windowId } = opener;
      try {
        return await this.world.createTab({ url, active, openerTabId, windowId, index: index + 1 });
      } catch {
        // Falls through to a tab without a neighbour.
      }
    }
    return this.world.createTab({ url, active });
  }
}

/** @param {string} text @param {import("../shared/magnet.js").Source | null} source @param {number | undefined} tab */
function keyOf(text, source, tab) {
  return `${tab} ${source?.key ?? text.slice(0, 200)}`;
}

/**
 * @param {import("../shared/magnet.js").Source | null} source
 * @param {string} text
 * @param {boolean} trusted
 */
function addressFor(source, text, trusted) {
  if (!source) return confirmPage(text.slice(0, kLongestSource), "not-a-torrent");
  return trusted ? playerForSource(source.source) : confirmPage(source.source);
}
