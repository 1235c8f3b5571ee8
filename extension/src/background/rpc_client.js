// JSON-RPC requests: ids, time-outs, and a queue while the host is starting. A time-out ends its request, not the port.

import { EngineError } from "../shared/errors.js";

/**
 * @typedef {object} Request
 * @property {{jsonrpc: "2.0", id: number, method: string, params: object}} message
 * @property {boolean} sent
 * @property {(result: any) => void} resolve
 * @property {(error: EngineError) => void} reject
 * @property {() => void} cancelTimer
 */

const kTimeoutMs = 30_000;

export class RpcClient {
  /** @type {Map<number, Request>} */
  #requests = new Map();
  #nextId = 1;
  #open = false;
  /** @type {string | null} */
  #failure = null;

  /**
   * @param {object} world
   * @param {(message: object) => void} world.send
   * @param {(ms: number, run: () => void) => () => void} world.after returns a function that cancels it
   */
  constructor({ send, after }) {
    this.send = send;
    this.after = after;
  }

  /**
   * @param {string} method
   * @param {object} params
   * @param {{timeoutMs?: number}} [options]
   * @returns {Promise<any>}
   */
  request(method, params, { timeoutMs = kTimeoutMs } = {}) {
    if (this.#failure !== null) return Promise.reject(new EngineError({ name: this.#failure }));
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const cancelTimer = this.after(timeoutMs, () => this.#settle(id)?.reject(timedOut(method)));
      const message = /** @type {Request["message"]} */ ({ jsonrpc: "2.0", id, method, params });
      this.#requests.set(id, { message, sent: false, resolve, reject, cancelTimer });
      if (this.#open) this.#sendWaiting();
    });
  }

  /** The host is ready: sends the queued requests. */
  ready() {
    this.#failure = null;
    this.#open = true;
    this.#sendWaiting();
  }

  /** The host is starting. Sent requests are rejected; new ones are queued. */
  wait() {
    this.#failure = null;
    this.#open = false;
    this.#rejectWhere((request) => request.sent, "daemon_lost");
  }

  /**
   * The host is missing. Rejects all requests, and new ones until the state changes.
   * @param {string} name of the error
   */
  fail(name) {
    this.#failure = name;
    this.#open = false;
    this.#rejectWhere((request) => request.sent, "daemon_lost");
    this.#rejectWhere(() => true, name);
  }

  /** An answer of the host. A late or unrequested answer is dropped. @param {any} message */
  receive(message) {
    const request = this.#settle(message?.id);
    if (!request) return;
    if (message.error === undefined) request.resolve(message.result);
    else request.reject(errorFromWire(message.error));
  }

  #sendWaiting() {
    for (const request of this.#requests.values()) {
      if (request.sent) continue;
      request.sent = true;
      this.send(request.message);
    }
  }

  /** @param {number} id */
  #settle(id) {
    const request = this.#requests.get(id);
    request?.cancelTimer();
    this.#requests.delete(id);
    return request;
  }

  /** @param {(request: Request) => boolean} chosen @param {string} name */
  #rejectWhere(chosen, name) {
    for (const request of [...this.#requests.values()].filter(chosen)) {
      this.#settle(request.message.id)?.reject(new EngineError({ name }));
    }
  }
}

/** @param {string} method */
function timedOut(method) {
  return new EngineError({ code: 1005, name: "timed_out", message: `${method} was not answered in time` });
}

/** @param {any} error */
function errorFromWire(error) {
  const { name = "internal", ...data } = error?.data ?? {};
  return new EngineError({ code: error?.code ?? -32603, name, message: String(error?.message ?? name), data });
}
