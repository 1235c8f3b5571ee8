// Our own pages: each holds a port here. They may ask for everything the protocol offers; nobody else gets a port.

import { asEngineError } from "../shared/errors.js";
import { BackgroundToPage, PageToBackground, kPagePort } from "../shared/messages.js";

/** @typedef {import("../shared/types.js").BackgroundToPage} BackgroundMessage */
/** @typedef {Extract<import("../shared/types.js").PageToBackground, {id: number}>} PageRequest */
/** @typedef {import("./engine.js").Engine} WholeEngine */

/** The background itself says hello, and one page must not end the notifications of the others. */
const kOwnBusiness = new Set(["hello", "torrents.unsubscribe"]);

/**
 * Content scripts carry our id too: only the address of the sender tells a page of ours.
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
    this.engine.wake(); // a person opened a page: the host may be there by now
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
   * A page may have gone while its answer was on the way.
   * @param {chrome.runtime.Port} port
   * @param {BackgroundMessage} message
   */
  #post(port, message) {
    if (this.#ports.has(port)) port.postMessage(message);
  }
}
