// A page's connection to the daemon: a port to the background, which holds the one native port for all pages.

import { browser } from "./browser.js";
import { EngineError } from "./errors.js";
import { BackgroundToPage, PageToBackground, kPagePort } from "./messages.js";

/** @typedef {import("./types.js").EngineClient} EngineClientApi */
/** @typedef {import("./types.js").Link} Link */
/** @typedef {{resolve: (result: any) => void, reject: (error: EngineError) => void}} Pending */

/** States in which the background waits for a person; a lost background is not woken in them. */
const kResting = new Set(["not_installed", "not_allowed", "outdated"]);
const kFirstPauseMs = 100;
const kLongestPauseMs = 8000;

/** @implements {EngineClientApi} */
class EngineClient {
  /** @type {chrome.runtime.Port | null} */
  #port = null;
  /** @type {Link} */
  #link = { state: "connecting", detail: "", httpBase: null, hostVersion: null };
  /** @type {Map<number, Pending>} */
  #pending = new Map();
  /** @type {Map<string, Set<(params: any) => void>>} */
  #handlers = new Map();
  /** @type {Set<(link: Link) => void>} */
  #linkHandlers = new Set();
  #nextId = 1;
  #pauseMs = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #closed = false;

  constructor() {
    this.#connect();
  }

  /** @type {EngineClientApi["request"]} */
  request(method, params, { timeoutMs } = {}) {
    const port = this.#connect();
    if (!port) return Promise.reject(new EngineError({ name: "background_lost" }));
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      port.postMessage({ type: PageToBackground.request, id, method, params, timeoutMs });
    });
  }

  /** @type {EngineClientApi["onNotification"]} */
  onNotification(method, handler) {
    const handlers = this.#handlers.get(method) ?? new Set();
    this.#handlers.set(method, handlers.add(handler));
    return () => handlers.delete(handler);
  }

  /** @type {EngineClientApi["onLink"]} */
  onLink(handler) {
    this.#linkHandlers.add(handler);
    handler(this.#link);
    return () => this.#linkHandlers.delete(handler);
  }

  retry() {
    this.#connect()?.postMessage({ type: PageToBackground.retry });
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#port?.disconnect();
    this.#port = null;
    this.#rejectPending();
  }

  #connect() {
    if (this.#port || this.#closed) return this.#port;
    clearTimeout(this.#timer);
    const port = browser.runtime.connect({ name: kPagePort });
    this.#port = port;
    port.onMessage.addListener((message) => this.#receive(message));
    port.onDisconnect.addListener(() => this.#backgroundGone());
    return port;
  }

  /** @param {import("./types.js").BackgroundToPage} message */
  #receive(message) {
    this.#pauseMs = 0;
    if (message.type === BackgroundToPage.link) {
      this.#setLink(message.link);
    } else if (message.type === BackgroundToPage.notification) {
      for (const handler of this.#handlers.get(message.method) ?? []) handler(message.params);
    } else if (message.type === BackgroundToPage.answer) {
      const pending = this.#pending.get(message.id);
      this.#pending.delete(message.id);
      if ("error" in message) pending?.reject(new EngineError(message.error));
      else pending?.resolve(message.result);
    }
  }

  /** The worker ended or restarted: opening a port starts it again. */
  #backgroundGone() {
    void browser.runtime.lastError; // read, so that Chromium does not log it as unchecked
    this.#port = null;
    this.#rejectPending();
    if (this.#closed || kResting.has(this.#link.state)) return;
    this.#setLink({ ...this.#link, state: "connecting", httpBase: null });
    this.#timer = setTimeout(() => this.#connect(), this.#pauseMs);
    this.#pauseMs = Math.min(kLongestPauseMs, Math.max(kFirstPauseMs, this.#pauseMs * 2));
  }

  /** @param {Link} link */
  #setLink(link) {
    this.#link = link;
    for (const handler of this.#linkHandlers) handler(link);
  }

  #rejectPending() {
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(new EngineError({ name: "background_lost" }));
  }
}

/**
 * Connects to the background, and reconnects when the worker restarts. Pending requests are rejected with the name
 * "background_lost" and never sent again.
 * @returns {EngineClientApi}
 */
export function connectEngine() {
  return new EngineClient();
}
