// The daemon's interface for the rest of the background: requests, notifications and the state of the link.

import { NativePort } from "./native_port.js";
import { RpcClient } from "./rpc_client.js";

/** @typedef {import("../shared/types.js").Link} Link */
/** @typedef {(method: string, params: any) => void} NotificationHandler */

export class Engine {
  /** @type {Set<(link: Link) => void>} */
  #linkHandlers = new Set();
  /** @type {Set<NotificationHandler>} */
  #notificationHandlers = new Set();
  #port;
  #rpc;

  /** @param {import("./native_port.js").World} world */
  constructor(world) {
    this.#port = new NativePort(world, {
      onLink: (link) => this.#linkChanged(link),
      onMessage: (message) => this.#receive(message),
    });
    this.#rpc = new RpcClient({ send: (message) => this.#port.send(message), after: world.after });
  }

  get link() {
    return this.#port.link;
  }

  /** @type {RpcClient["request"]} */
  request(method, params, options) {
    return this.#rpc.request(method, params, options);
  }

  /** @param {(link: Link) => void} handler */
  onLink(handler) {
    this.#linkHandlers.add(handler);
  }

  /** @param {NotificationHandler} handler */
  onNotification(handler) {
    this.#notificationHandlers.add(handler);
  }

  /** @param {boolean} needed whether a page or an active torrent needs the host now */
  setNeeded(needed) {
    if (needed) this.#port.hold();
    else this.#port.release();
  }

  retry() {
    this.#port.retry();
  }

  wake() {
    this.#port.wake();
  }

  /** @param {Link} link */
  #linkChanged(link) {
    if (link.state === "ready") this.#rpc.ready();
    else if (link.state === "connecting" || link.state === "lost") this.#rpc.wait();
    else this.#rpc.fail(link.state);
    for (const handler of this.#linkHandlers) handler(link);
  }

  /** @param {any} message */
  #receive(message) {
    if (typeof message?.method !== "string") return this.#rpc.receive(message);
    for (const handler of this.#notificationHandlers) handler(message.method, message.params ?? {});
  }
}
