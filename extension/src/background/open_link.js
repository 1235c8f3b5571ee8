// Opens what a person clicked: the player for their own clicks, the page that asks first for what a page opened.

import { kLongestSource, recognise } from "../shared/magnet.js";
import { confirmPage, playerForSource } from "../shared/places.js";
import { Questions } from "./questions.js";

/**
 * What opening asks of the world.
 * @typedef {object} World
 * @property {(properties: chrome.tabs.CreateProperties) => Promise<chrome.tabs.Tab>} createTab
 * @property {(tab: number) => Promise<void>} showRefused tells on the toolbar of this tab that its page wanted to open a link
 * @property {(tab: number) => Promise<void>} hideRefused takes that back
 * @property {() => number} now milliseconds
 */

/** Several listeners may see one click. */
const kSameClickMs = 2000;

/** The origin of a sandboxed frame: its page may not open windows, unless the sandbox allows it, which is not told. */
const kOpaque = "null";

export class LinkOpener {
  /** When a link was last opened, by opener and torrent. @type {Map<string, number>} */
  #opened = new Map();
  /** The tabs that were opened for them. @type {Map<number, string>} */
  #tabs = new Map();

  /** @param {World & import("./questions.js").World} world */
  constructor(world) {
    this.world = world;
    this.questions = new Questions(world);
  }

  /**
   * @param {object} request
   * @param {string} request.text what was clicked or selected; hostile
   * @param {boolean} request.trusted the person's own gesture
   * @param {boolean} [request.activated] the person did something on the page just now, if not this
   * @param {"current" | "background"} request.where
   * @param {chrome.tabs.Tab | undefined} request.opener
   * @param {string} [request.origin] of the frame; undefined where it is not known
   * @param {(text: string) => import("../shared/magnet.js").Source | null} [request.find]
   */
  async open({ text, trusted, activated = trusted, where, opener, origin, find = recognise }) {
    const source = find(text);
    const key = keyOf(text, source, opener?.id);
    if (this.#isSameClick(key)) return;
    const active = where === "current";
    if (!trusted) return this.#ask(addressFor(source, text), active, { opener, origin, activated });
    if (opener?.id !== undefined) await this.#forgive(opener.id);
    const tab = await this.#create(source ? await playerForSource(source.source) : addressFor(source, text), active, opener);
    if (tab?.id !== undefined) this.#tabs.set(tab.id, key);
  }

  /** Whether a tab that it opened is still there. */
  get hasTabs() {
    return this.#tabs.size > 0;
  }

  /** A tab was closed: whoever clicks its link again means it. @param {number} tab */
  closed(tab) {
    this.#opened.delete(this.#tabs.get(tab) ?? "");
    this.#tabs.delete(tab);
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

  /** The person clicked a link on this page: what it was refused before is over. @param {number} page its tab */
  async #forgive(page) {
    void this.world.hideRefused(page);
    await this.questions.forget(page);
  }

  /**
   * @param {string} url the page that asks
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

/** The page that asks, or says why there is nothing to ask. @param {import("../shared/magnet.js").Source | null} source @param {string} text */
function addressFor(source, text) {
  return source ? confirmPage(source.source) : confirmPage(text.slice(0, kLongestSource), "not-a-torrent");
}
