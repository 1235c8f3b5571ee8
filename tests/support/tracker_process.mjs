// Our own tracker, as `magnetar tracker` starts it, and what may be asked of it byte by byte.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { request } from 'node:http';
import { program } from './paths.mjs';
import { Child } from './process.mjs';
import { within } from './wait.mjs';

/**
 * @typedef {{http: string[], udp: string[], ws: string[]}} Urls announce URLs, of IPv4 first
 * @typedef {Urls & {child: Child}} TrackerProcess
 */

/** Ports of the system's choice, HTTP and WebSocket on one. */
export const ANY_PORTS = ['--http', '0', '--udp', '0', '--ws', '0'];

/** Starts a tracker and waits until it listens. @param {import('./resources.mjs').Resources} resources @param {string[]} [args] @returns {Promise<TrackerProcess>} */
export async function startTrackerProcess(resources, args = ANY_PORTS) {
  const child = new Child(program('magnetar'), ['tracker', '--json', ...args]);
  resources.defer(() => child.end());
  return { ...(await child.firstLine(10_000)), child };
}

/** The ports of a tracker as arguments of another, which takes its place. @param {Urls} urls */
export function samePorts(urls) {
  const port = (/** @type {string} */ url) => new URL(url.replace(/^udp/, 'http')).port;
  return ['--http', port(urls.http[0]), '--udp', port(urls.udp[0]), '--ws', port(urls.ws[0])];
}

/** An announce over HTTP: its status and body. @param {string} url @param {string} query @returns {Promise<{status: number, body: Buffer}>} */
export async function httpAsk(url, query) {
  const asked = request(`${url}?${query}`, { agent: false }).end();
  const [response] = await within(once(asked, 'response'), 10_000, `an answer from ${url}`);
  const parts = [];
  for await (const part of response) parts.push(part);
  return { status: response.statusCode, body: Buffer.concat(parts) };
}

/** The query of an announce. @param {{hash: string, peer: string, port: number, more?: string}} announce one letter each for 20 bytes */
export const announceQuery = ({ hash, peer, port, more = '' }) =>
  `info_hash=${hash.repeat(20)}&peer_id=${peer.repeat(20)}&port=${port}&uploaded=0&downloaded=0&left=5${more}`;

/** A client of the UDP tracker protocol (BEP 15). */
export class UdpClient {
  #socket;
  #port;
  #host;

  /** @param {import('./resources.mjs').Resources} resources @param {string} url */
  constructor(resources, url) {
    const { hostname, port } = new URL(url.replace(/^udp/, 'http'));
    this.#host = hostname.replace(/[[\]]/g, '');
    this.#port = Number(port);
    this.#socket = createSocket(this.#host.includes(':') ? 'udp6' : 'udp4');
    resources.defer(() => this.#socket.close());
  }

  /** Sends a datagram and gives what comes back. @param {Buffer} datagram @returns {Promise<Buffer>} */
  async ask(datagram) {
    this.#socket.send(datagram, this.#port, this.#host);
    const [answer] = await within(once(this.#socket, 'message'), 10_000, 'an answer by UDP');
    return answer;
  }

  async connect() {
    const answer = await this.ask(Buffer.from('000004172710198000000000aabbccdd', 'hex'));
    return answer.subarray(8);
  }

  /** @param {{connection: Buffer, hash: string, peer: string, port: number, event?: number, left?: number, options?: Buffer}} announce one letter each for 20 bytes */
  announce({ connection, hash, peer, port, event = 2, left = 5, options = Buffer.alloc(0) }) {
    const rest = Buffer.alloc(42);
    rest.writeUInt32BE(left, 12);
    rest.writeUInt32BE(event, 24);
    rest.writeInt32BE(-1, 36);
    rest.writeUInt16BE(port, 40);
    const head = Buffer.concat([connection, Buffer.from('00000001aabbccdd', 'hex')]);
    return this.ask(Buffer.concat([head, Buffer.from(hash.repeat(20) + peer.repeat(20)), rest, options]));
  }
}

/** A WebSocket whose messages are kept. */
export class WebClient {
  /** @type {any[]} */ messages = [];
  closed = false;

  /** @param {import('./resources.mjs').Resources} resources @param {string} url */
  constructor(resources, url) {
    this.socket = new WebSocket(url);
    this.socket.onmessage = ({ data }) => this.messages.push(JSON.parse(data));
    this.socket.onclose = () => (this.closed = true);
    this.socket.onerror = () => {};
    resources.defer(() => this.socket.close());
  }

  async opened() {
    if (this.socket.readyState === WebSocket.OPEN) return this;
    await within(once(this.socket, 'open'), 10_000, 'an open WebSocket');
    return this;
  }

  /** @param {object} message */
  send(message) {
    this.socket.send(JSON.stringify(message));
  }
}
