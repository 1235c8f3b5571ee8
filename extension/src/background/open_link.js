// Opens links: the player for a person's own click, the confirm page for a link that a page opened.

import { kLongestSource, recognise } from "../shared/magnet.js";
import { confirmPage, playerForSource } from "../shared/places.js";
import { Questions } from "./questions.js";

/**
 * Interface to the browser and the clock.
 * @typedef {object} World
 * @property {(properties: chrome.tabs.CreateProperties) => Promise<chrome.tabs.Tab>} createTab
 * @property {(tab: number) => Promise<void>} showRefused marks the toolbar button of this tab: its page wanted to open
 * a link
 * @property {(tab: number) => Promise<void>} hideRefused removes the mark
 * @property {() => number} now milliseconds
 */

/** Several listeners may report one click within this time. */
const kSameClickMs = 2000;

/** The origin of a sandboxed frame. Its sandbox may forbid it to open windows, which the background cannot see. */
const kOpaque = "null";

export class LinkOpener {
  /** Time of the last opening, by opener and torrent. @type {Map<string, number>} */
  #opened = new Map();
  /** The key of each opened tab. @type {Map<number, string>} */
  #tabs = new Map();

  /** @param {World & import("./questions.js").World} world */
  constructor(world) {
    this.world = world;
    this.questions = new Questions(world);
  }

  /**
   * @param {object} request
   * @param {string} request.text the clicked or selected text; hostile
   * @param {boolean} request.trusted true for the person's own gesture
   * @param {boolean} [request.activated] true when the page has a recent user activation
   * @param {"current" | "background"} request.where
   * @param {chrome.tabs.Tab | undefined} request.opener
   * @param {string} [request.origin] of the frame; undefined where it is unknown
   * @param {(text: string) => import("../shared/magnet.js").Source | null} [request.find]
   */
  async open({ text, trusted, activated = trusted, where, opener, origin, find = recognise }) {
    const source = find(text);
    const key = keyOf(text, source, opener?.id);
    if (this.#isSameClick(key)) return;
    const active = where === "current";
    if (!trusted) return this.#ask(addressFor(source, text), active, { opener, origin, activated });
    if (opener?.id !== undefined) await this.#forgetRefusals(opener.id);
    const tab = await this.#create(source ? await playerForSource(source.source) : addressFor(source, text), active, opener);
    if (tab?.id !== undefined) this.#tabs.set(tab.id, key);
  }

  /** Whether one of the opened tabs is still open. */
  get hasTabs() {
    return this.#tabs.size > 0;
  }

  /** A tab was closed, so a new click on its link is no repetition. @param {number} tab */
  closed(tab) {
    this.#opened.delete(this.#tabs.get(tab) ?? "");
    this.#tabs.delete(tab);
  }

  /**
   * The person passes the link to the system's torrent program.
   * @param {string} text
   * @param {number | undefined} tab
   */
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

  /** The person has clicked a link on this page, so earlier refusals no longer apply. @param {number} page its tab */
  async #forgetRefusals(page) {
    void this.world.hideRefused(page);
    await this.questions.forget(page);
  }

  /**
   * @param {string} url of the confirm page
   * @param {boolean} active
   * @param {{opener: chrome.tabs.Tab | undefined, origin: string | undefined, activated: boolean}} page
   */
  async #ask(url, active, { opener, origin, activated }) {
    const page = opener?.id;
    if (page === undefined) return void (await this.#create(url, active, opener));
    const sandboxed = origin === kOpaque && !activated;
    const decision = sandboxed ? "refused" : await this.questions.begin(page, { origin, activated });
    if (decision === "refused") return this.world.showRefused(page);
    if (decision !== "ask") return;
    await this.world.hideRefused(page);
    const tab = await this.#create(url, active, opener).catch(() => undefined);
    await this.questions.opened(page, tab?.id);
  }

  /**
   * Opens the tab beside its opener. The opener may be closed, or private, where pages of the extension cannot stand
   * beside it.
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
        // The tab opens without an opener.
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
 * The confirm page's address; without a source, the page says why.
 * @param {import("../shared/magnet.js").Source | null} source
 * @param {string} text
 */
function addressFor(source, text) {
  return source ? confirmPage(source.source) : confirmPage(text.slice(0, kLongestSource), "not-a-torrent");
}
