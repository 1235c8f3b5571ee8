// Opens and closes the bridge to WebTorrent swarms as the daemon wishes.

import { isBridgeUrl } from "../bridge/bridge_url.js";

/** @typedef {import("./bridge_contexts.js").BridgeContext} BridgeContext */

const kCloseMs = 60_000;

export class BridgeHost {
  /** The last change of the context; each waits for the one before. */
  #changes = Promise.resolve();
  /** @type {(() => void) | null} */
  #cancelClose = null;

  /**
   * @param {Pick<import("./engine.js").Engine, "request" | "onLink" | "onNotification">} engine
   * @param {BridgeContext} context
   * @param {(ms: number, run: () => void) => () => void} after returns a function that cancels it
   */
  constructor(engine, context, after) {
    this.engine = engine;
    this.context = context;
    this.after = after;
    engine.onLink(({ state }) => {
      if (state === "ready") void this.#ask();
    });
    engine.onNotification((method, params) => {
      if (method === "bridge.changed") this.#apply(params);
    });
  }

  /** Whether the host has to be held for the bridge. */
  get holdsHost() {
    return this.context.holdsHost();
  }

  /** An older daemon has no such method, and needs no bridge. */
  async #ask() {
    try {
      this.#apply(await this.engine.request("bridge.get", {}));
    } catch {
      // The next link that becomes ready is asked again.
    }
  }

  /** @param {any} wish of the daemon */
  #apply(wish) {
    if (wish?.wanted === true && isBridgeUrl(wish.url)) this.#open(wish.url);
    else this.#closeLater();
  }

  /** @param {string} url */
  #open(url) {
    this.#cancelClose?.();
    this.#cancelClose = null;
    this.#change(() => this.context.open(url));
  }

  #closeLater() {
    this.#cancelClose ??= this.after(kCloseMs, () => {
      this.#cancelClose = null;
      this.#change(() => this.context.close());
    });
  }

  /** A change that the browser refuses does not hold up the next one. @param {() => Promise<void>} change */
  #change(change) {
    this.#changes = this.#changes.then(change).catch(() => {});
  }
}
