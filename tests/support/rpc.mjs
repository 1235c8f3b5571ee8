// JSON-RPC 2.0 over any pair of byte streams: the daemon's socket or the relay's pipes.
import { FrameReader, frame } from './frames.mjs';
import { within } from './wait.mjs';

/** An error answer of the peer. */
export class RpcError extends Error {
  /** @param {{code: number, message: string, data?: any}} error @param {string} method */
  constructor(error, method) {
    super(`${method}: ${error.code} ${error.data?.name ?? ''} ${error.message}`);
    this.code = error.code;
    this.data = error.data ?? {};
    this.rpcName = error.data?.name;
  }
}

export class RpcPeer {
  /** All received messages, oldest first. @type {any[]} */
  messages = [];
  /** Fulfilled when the peer has closed. @type {Promise<void>} */
  closed;

  #output;
  #nextId = 1;
  #isClosed = false;
  #reader = new FrameReader();
  /** @type {Map<number, {method: string, resolve: (value: any) => void, reject: (error: Error) => void}>} */
  #pending = new Map();
  /** @type {Set<() => void>} */
  #waiting = new Set();

  /** @param {import('node:stream').Readable} input @param {import('node:stream').Writable} output */
  constructor(input, output) {
    this.#output = output;
    output.on('error', () => {});
    input.on('error', () => {});
    input.on('data', (bytes) => {
      for (const payload of this.#reader.feed(bytes)) this.#take(JSON.parse(payload.toString('utf8')));
    });
    this.closed = new Promise((resolve) => input.once('close', () => resolve()));
    void this.closed.then(() => this.#end());
  }

  get isClosed() {
    return this.#isClosed;
  }

  /** Writes raw bytes, which may break the protocol. @param {Buffer} bytes */
  sendBytes(bytes) {
    return this.#output.write(bytes);
  }

  /** @param {unknown} message */
  send(message) {
    return this.sendBytes(frame(message));
  }

  /**
   * @param {string} method
   * @param {object} [params]
   * @param {number} [deadline] milliseconds
   * @returns {Promise<any>} the result; rejects with RpcError
   */
  request(method, params = {}, deadline = 10_000) {
    if (this.#isClosed) return Promise.reject(new Error(`${method}: the connection is closed`));
    const id = this.#nextId++;
    const answer = new Promise((resolve, reject) => this.#pending.set(id, { method, resolve, reject }));
    this.send({ jsonrpc: '2.0', id, method, params });
    return within(answer, deadline, `an answer to ${method} ${JSON.stringify(params).slice(0, 200)}`);
  }

  /**
   * The error of a request; fails when the request succeeds.
   * @param {string} method
   * @param {object} [params]
   * @returns {Promise<RpcError>}
   */
  async refusal(method, params = {}) {
    const result = await this.request(method, params).catch((error) => error);
    if (result instanceof RpcError) return result;
    if (result instanceof Error) throw result;
    throw new Error(
      `${method} ${JSON.stringify(params).slice(0, 200)} was answered: ${JSON.stringify(result).slice(0, 200)}`,
    );
  }

  /** @param {object} [params] */
  hello(params = {}) {
    return this.request('hello', { protocol: { min: 1, max: 1 }, client: { name: 'test', version: '1' }, ...params });
  }

  /** The notifications of one method so far. @param {string} method */
  notifications(method) {
    return this.messages
      .filter((message) => message.method === method && message.id === undefined)
      .map((message) => message.params);
  }

  /**
   * The first truthy value that `find` returns for all messages so far, now or later.
   * @template T
   * @param {(messages: any[]) => T} find
   * @param {number} milliseconds
   * @param {string} what
   * @returns {Promise<NonNullable<T>>}
   */
  waitFor(find, milliseconds, what) {
    /** @type {() => void} */
    let look = () => {};
    const found = new Promise((resolve, reject) => {
      look = () => {
        const value = find(this.messages);
        if (value) resolve(value);
        else if (this.#isClosed) reject(new Error(`closed before: ${what}`));
      };
      this.#waiting.add(look);
      look();
    });
    const last = () =>
      `${what}; last messages: ${this.messages
        .slice(-4)
        .map((m) => JSON.stringify(m).slice(0, 300))
        .join('\n')}`;
    return within(found, milliseconds, last).finally(() => this.#waiting.delete(look));
  }

  /**
   * The first matching notification of a method.
   * @param {string} method
   * @param {(params: any) => unknown} [fits]
   * @param {number} [milliseconds]
   * @returns {Promise<any>}
   */
  notification(method, fits = () => true, milliseconds = 10_000) {
    return this.waitFor(
      (messages) => messages.find((m) => m.method === method && m.id === undefined && fits(m.params)),
      milliseconds,
      `notification ${method}`,
    ).then((message) => message.params);
  }

  end() {
    this.#output.end();
  }

  #take(message) {
    this.messages.push(message);
    const pending = message.method === undefined ? this.#pending.get(message.id) : undefined;
    if (pending) {
      this.#pending.delete(message.id);
      if (message.error) pending.reject(new RpcError(message.error, pending.method));
      else pending.resolve(message.result);
    }
    for (const look of [...this.#waiting]) look();
  }

  #end() {
    this.#isClosed = true;
    for (const { method, reject } of this.#pending.values()) reject(new Error(`${method}: closed without an answer`));
    this.#pending.clear();
    for (const look of [...this.#waiting]) look();
  }
}
