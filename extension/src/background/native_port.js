// The one port to the native host: opens it while it is needed, says hello, reports its state, and reopens it with
// growing pauses when the host ends. All state is rebuilt from the host, and none outlives the worker.

import { disconnectReason } from "./disconnect_reason.js";
import { helloRequest, isGoodHello } from "./hello.js";

/** @typedef {import("../shared/types.js").Link} Link */
/** @typedef {import("../shared/types.js").LinkState} LinkState */

/**
 * Interface to the browser and the clock.
 * @typedef {object} World
 * @property {() => chrome.runtime.Port} connect
 * @property {(port: chrome.runtime.Port) => string} disconnectText the browser's error text for the disconnect, or ""
 * @property {(ms: number, run: () => void) => () => void} after returns a function that cancels it
 * @property {() => number} now milliseconds
 * @property {() => {version: string, origin: string}} client
 */

/** States that only a person can end; no attempt is repeated automatically. */
const kResting = new Set(["not_installed", "not_allowed", "outdated"]);
const kHelloMs = 10_000;
const kFirstPauseMs = 250;
const kLongestPauseMs = 30_000;
const kMostAttempts = 8;
/** A host that has been ready for this long was healthy, so its end restarts the pauses at the shortest. */
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
  /** No port is open, and none will be opened before retry(). */
  #resting = false;
  #readySince = 0;
  /**
   * The host's message about its own end; overrides the browser's text.
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

  /** Opens the port and keeps it open until release(). */
  hold() {
    if (this.#held) return;
    this.#held = true;
    this.#failures = 0;
    this.#setLink({ state: "connecting", detail: "" });
    this.#open();
  }

  /** Closes the port, so that the worker may sleep and the host may end. */
  release() {
    if (!this.#held) return;
    this.#held = false;
    this.#drop();
    this.#setLink({ state: "connecting", detail: "" });
  }

  /** Connects now, unless the host is ready or an attempt is under way. */
  retry() {
    if (!this.#held || this.#link.state === "ready" || this.#link.state === "connecting") return;
    this.#drop();
    this.#failures = 0;
    this.#setLink({ state: "connecting", detail: "" });
    this.#open();
  }

  /** Connects now when no attempt is planned. */
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

  /** The relay announces its end; its message is kept until the port closes. @param {any} params */
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
   * One timer is enough: it waits either for hello or for the next attempt.
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
