// Fakes of the browser's ports and of time, and a browser API just large enough to import the extension's modules with.

import { readFileSync } from "node:fs";

const kMessages = JSON.parse(readFileSync(new URL("../../../extension/_locales/en/messages.json", import.meta.url)));

/** An event like those of the extension API. */
export class FakeEvent {
  #listeners = new Set();

  addListener(listener) {
    this.#listeners.add(listener);
  }

  fire(...args) {
    for (const listener of [...this.#listeners]) listener(...args);
  }
}

/** One end of a port; the test plays the other end. */
export class FakePort {
  sent = [];
  onMessage = new FakeEvent();
  onDisconnect = new FakeEvent();
  disconnected = false;

  constructor({ name = "", sender } = {}) {
    this.name = name;
    this.sender = sender;
  }

  postMessage(message) {
    if (this.disconnected) throw new Error("Attempting to use a disconnected port object");
    this.sent.push(structuredClone(message));
  }

  disconnect() {
    this.disconnected = true;
  }

  /** The other end sends a message. */
  say(message) {
    this.onMessage.fire(structuredClone(message));
  }

  /** The other end closes; `text` is the browser's error message. */
  close(text = "") {
    this.disconnected = true;
    this.error = text === "" ? null : { message: text };
    this.onDisconnect.fire(this);
  }

  get last() {
    return this.sent.at(-1);
  }
}

/** Time that stands still until the test moves it. */
export class FakeTime {
  #now = 0;
  #timers = new Set();

  now = () => this.#now;

  after = (ms, run) => {
    const timer = { at: this.#now + ms, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };

  /** Runs the timers that are due within the next `ms`, in order. */
  advance(ms) {
    const end = this.#now + ms;
    for (;;) {
      const due = [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#timers.delete(due);
      this.#now = due.at;
      due.run();
    }
    this.#now = end;
  }

  get waiting() {
    return this.#timers.size;
  }
}

/** The environment of the native port, with every port it opened. */
export class FakeWorld extends FakeTime {
  ports = [];

  connect = () => {
    const port = new FakePort();
    this.ports.push(port);
    return port;
  };

  disconnectText = (port) => port.error?.message ?? "";

  client = () => ({ version: "0.1.0", origin: "chrome-extension://abcdefghijklmnopabcdefghijklmnop" });

  get port() {
    return this.ports.at(-1);
  }
}

/** The extension's storage: for the session, or permanent. */
function storageArea() {
  const kept = new Map();
  return {
    get: async (key) => Object.fromEntries([...kept].filter(([name]) => key === null || name === key)),
    set: async (values) => Object.entries(values).forEach(([key, value]) => kept.set(key, structuredClone(value))),
    remove: async (keys) => [keys].flat().forEach((key) => kept.delete(key)),
  };
}

/** The Web Locks of a browser, which Node.js 22 does not have: exclusive ones, in the order of the requests. */
class Locks {
  #last = new Map();

  request(name, work) {
    const turn = (this.#last.get(name) ?? Promise.resolve()).then(() => work());
    this.#last.set(name, turn.catch(() => {}));
    return turn;
  }
}

/** Installs `browser` with the real English messages, as the extension's modules expect it. */
export function installFakeBrowser() {
  globalThis.browser = {
    runtime: {
      id: "abcdefghijklmnopabcdefghijklmnop",
      getURL: (path) => `chrome-extension://abcdefghijklmnopabcdefghijklmnop/${path}`,
      connect: () => new FakePort(),
    },
    storage: { session: storageArea(), local: storageArea() },
    i18n: {
      getUILanguage: () => "en",
      getMessage: (key, substitutions = []) =>
        (kMessages[key]?.message ?? "").replace(/\$(\d)/g, (_, digit) => substitutions[digit - 1] ?? ""),
    },
  };
  Object.defineProperty(globalThis.navigator, "locks", { value: new Locks(), configurable: true });
  return globalThis.browser;
}

/** Lets settled promises run their handlers. */
export function settled() {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** The answer of a healthy daemon to the last hello on this port. */
export function answerHello(port, result = {}) {
  port.say({
    jsonrpc: "2.0",
    id: port.last.id,
    result: {
      protocol: 1,
      host: { name: "magnetar", version: "0.1.0" },
      capabilities: ["torrents"],
      http: { base: "http://127.0.0.1:40123/0123456789abcdef0123456789abcdef/" },
      ...result,
    },
  });
}
