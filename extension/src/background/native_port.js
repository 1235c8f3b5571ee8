// The one port to the native host: opens it while somebody needs it, says hello, tells how things stand, and opens it
// again with growing pauses when the host ends. All state is rebuilt from the host; nothing here survives the worker.

import { disconnectReason } from "./disconnect_reason.js";
import { helloRequest, isGoodHello } from "./hello.js";

/** @typedef {import("../shared/types.js").Link} Link */
/** @typedef {import("../shared/types.js").LinkState} LinkState */

/**
 * What the port asks of the world.
 * @typedef {object} World
 * @property {() => chrome.runtime.Port} connect
 * @property {(port: chrome.runtime.Port) => string} disconnectText the browser's words for why it closed, or ""
 * @property {(ms: number, run: () => void) => () => void} after returns the function that cancels
 * @property {() => number} now milliseconds
 * @property {() => {version: string, origin: string}} client
 */

/** In these states only a person can help, so nothing is tried again by itself. */
const kResting = new Set(["not_installed", "not_allowed", "outdated"]);
const kHelloMs = 10_000;
const kFirstPauseMs = 250;
const kLongestPauseMs = 30_000;
const kMostAttempts = 8;
/** A host that answered for this long was healthy: its end starts the pauses anew. */
const kHealthyMs = 10_000;

export class NativePort {
  /** @type {chrome.runtime.Port | null} */
  #port = null;
  /** @type {Link} */
  #link = { state: "connecting", detail: "", httpBase: null, hostVersion: null };
  #held = false;
  #heard = false;
  #helloId = 0;
  #failures = 0;
  /** No port, and none will be opened until somebody asks. */
  #resting = false;
  #readySince = 0;
  /**
   * What the host said about its own end; goes before the browser's words.
   * @type {{state: LinkState, detail: string} | null}
   */
  #verdict = null;
  #cancelTimer = () => {};

  /**
   * @param {World} world
   * @param {{onLink: (link: Link) => void, onMessage: (message: any) => void}} listener
   */
  constructor(world, listener) {
    this.world = world;
    this.listener = listener;
  }

  get link() {
    return this.#link;
  }

  /** Somebody needs the host from now on. */
  hold() {
    if (this.#held) return;
    this.#held = true;
    this.#failures = 0;
    this.#setLink({ state: "connecting", detail: "" });
    this.#open();
  }

  /** Nobody needs the host any more: without a port the worker may sleep and the host ends. */
  release() {
    if (!this.#held) return;
    this.#held = false;
    this.#drop();
    this.#setLink({ state: "connecting", detail: "" });
  }

  /** Tries again now, unless the host answers or is being asked already. */
  retry() {
    if (!this.#held || this.#link.state === "ready" || this.#link.state === "connecting") return;
    this.#drop();
    this.#failures = 0;
    this.#setLink({ state: "connecting", detail: "" });
    this.#open();
  }

  /** Tries again if nothing would otherwise. */
  wake() {
    if (this.#resting) this.retry();
  }

  /** @param {object} message */
  send(message) {
    this.#port?.postMessage(message);
  }

  #open() {
    const port = this.world.connect();
    this.#port = port;
    this.#heard = false;
    this.#resting = false;
    this.#verdict = null;
    port.onMessage.addListener((message) => {
      if (port === this.#port) this.#receive(message);
    });
    port.onDisconnect.addListener(() => {
      const text = this.world.disconnectText(port);
      if (port === this.#port) this.#closed(text);
    });
    this.#sayHello();
  }

  #drop() {
    this.#cancelTimer();
    const port = this.#port;
    this.#port = null;
    port?.disconnect();
  }

  #sayHello() {
    this.#helloId += 1;
    this.send(helloRequest(`hello-${this.#helloId}`, this.world.client()));
    this.#later(kHelloMs, () => this.#fail("crashed", "The host did not answer hello."));
  }

  /** @param {any} message */
  #receive(message) {
    this.#heard = true;
    if (message?.id === `hello-${this.#helloId}`) this.#helloAnswered(message);
    else if (message?.method === "host.daemon_lost") this.#daemonLost();
    else if (message?.method === "host.daemon_ready") this.#sayHello();
    else if (message?.method === "host.unavailable") this.#hostGivesUp(message.params);
    else if (this.#link.state === "ready") this.listener.onMessage(message);
  }

  /** @param {any} answer */
  #helloAnswered({ result, error }) {
    this.#cancelTimer();
    if (isGoodHello(result)) {
      this.#readySince = this.world.now();
      this.#setLink({ state: "ready", detail: "", httpBase: result.http.base, hostVersion: result.host.version });
    } else if (error?.data?.name === "protocol_mismatch") {
      this.#fail("outdated", String(error.message));
    } else {
      this.#fail(error ? "crashed" : "protocol", String(error?.message ?? "The answer to hello is not understood."));
    }
  }

  #daemonLost() {
    this.#cancelTimer();
    this.#setLink({ state: "lost", detail: "" });
  }

  /** The relay ends after this; its words are kept until the browser tells of the end. @param {any} params */
  #hostGivesUp(params) {
    const state = params?.name === "not_allowed" ? "not_allowed" : "crashed";
    this.#verdict = { state, detail: String(params?.message ?? "") };
  }

  /** @param {string} text */
  #closed(text) {
    this.#port = null;
    const { state, detail } = this.#verdict ?? { state: disconnectReason(text, this.#heard), detail: text };
    this.#fail(state, detail);
  }

  /** @param {LinkState} state @param {string} detail */
  #fail(state, detail) {
    const healthy = this.#link.state === "ready" && this.world.now() - this.#readySince >= kHealthyMs;
    this.#failures = healthy ? 1 : this.#failures + 1;
    this.#drop();
    this.#resting = kResting.has(state) || this.#failures > kMostAttempts;
    if (!this.#resting) {
      this.#later(Math.min(kLongestPauseMs, kFirstPauseMs * 2 ** (this.#failures - 1)), () => this.#open());
    }
    this.#setLink({ state, detail });
  }

  /**
   * One timer is enough: either hello is waited for, or the next attempt.
   * @param {number} ms
   * @param {() => void} run
   */
  #later(ms, run) {
    this.#cancelTimer();
    this.#cancelTimer = this.world.after(ms, run);
  }

  /** @param {Partial<Link> & {state: LinkState, detail: string}} link */
  #setLink({ state, detail, httpBase = null, hostVersion = this.#link.hostVersion }) {
    const before = this.#link;
    this.#link = { state, detail, httpBase, hostVersion };
    if (state === before.state && detail === before.detail && httpBase === before.httpBase) return;
    this.listener.onLink(this.#link);
  }
}
