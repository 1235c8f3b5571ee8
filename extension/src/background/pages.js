// The extension's own pages: each holds a port to the background and may call all methods of the protocol. No other
// sender gets a port.

import { asEngineError } from "../shared/errors.js";
import { BackgroundToPage, PageToBackground, kPagePort } from "../shared/messages.js";

/** @typedef {import("../shared/types.js").BackgroundToPage} BackgroundMessage */
/** @typedef {Extract<import("../shared/types.js").PageToBackground, {id: number}>} PageRequest */
/** @typedef {import("./engine.js").Engine} WholeEngine */

/**
 * Methods that pages may not call: the background says hello, and one page must not end the notifications of the
 * others.
 */
const kOwnBusiness = new Set(["hello", "torrents.unsubscribe"]);

/**
 * Whether the sender is a page of the extension. Content scripts have the extension's id too, so its URL decides.
 * @param {chrome.runtime.MessageSender | undefined} sender
 * @param {string} origin
 */
export function isOwnPage(sender, origin) {
  return sender?.url?.startsWith(`${origin}/`) === true && (sender.origin ?? origin) === origin;
}

export class Pages {
  /** @type {Set<chrome.runtime.Port>} */
  #ports = new Set();

  /**
   * @param {Pick<WholeEngine, "link" | "request" | "onLink" | "onNotification" | "retry" | "wake">} engine
   * @param {{origin: string, onCount: () => void}} options
   */
  constructor(engine, { origin, onCount }) {
    this.engine = engine;
    this.origin = origin;
    this.onCount = onCount;
    engine.onLink((link) => this.#broadcast({ type: BackgroundToPage.link, link }));
    engine.onNotification((method, params) => {
      this.#broadcast({ type: BackgroundToPage.notification, method, params });
    });
  }

  get count() {
    return this.#ports.size;
  }

  /** @param {chrome.runtime.Port} port */
  accept(port) {
    if (port.name !== kPagePort || !isOwnPage(port.sender, this.origin)) return port.disconnect();
    this.#ports.add(port);
    port.onMessage.addListener((message) => this.#receive(port, message));
    port.onDisconnect.addListener(() => {
      this.#ports.delete(port);
      this.onCount();
    });
    this.onCount();
    this.engine.wake(); // a person opened a page, so the host may be installed by now
    this.#post(port, { type: BackgroundToPage.link, link: this.engine.link });
  }

  /** @param {chrome.runtime.Port} port @param {any} message */
  #receive(port, message) {
    if (message?.type === PageToBackground.retry) this.engine.retry();
    else if (message?.type === PageToBackground.request) void this.#forward(port, message);
  }

  /** @param {chrome.runtime.Port} port @param {PageRequest} request */
  async #forward(port, { id, method, params, timeoutMs }) {
    try {
      const result = kOwnBusiness.has(method) ? {} : await this.engine.request(method, params, { timeoutMs });
      this.#post(port, { type: BackgroundToPage.answer, id, result });
    } catch (error) {
      this.#post(port, { type: BackgroundToPage.answer, id, error: asEngineError(error).toObject() });
    }
  }

  /** @param {BackgroundMessage} message */
  #broadcast(message) {
    for (const port of this.#ports) this.#post(port, message);
  }

  /**
   * Posts a message unless the page has closed meanwhile.
   * @param {chrome.runtime.Port} port
   * @param {BackgroundMessage} message
   */
  #post(port, message) {
    if (this.#ports.has(port)) port.postMessage(message);
  }
}
