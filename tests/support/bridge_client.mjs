// The extension's side of the bridge to web peers, as a program: its sockets, byte by byte.
import { once } from 'node:events';
import { connect } from 'node:net';
import { until, within } from './wait.mjs';

/** A control socket; keeps the messages of the daemon. */
export class BridgeControl {
  /** @type {any[]} */ messages = [];
  closed = false;

  /** @param {import('./resources.mjs').Resources} resources @param {string} url of the bridge */
  constructor(resources, url) {
    this.socket = new WebSocket(`${url}/control`);
    this.socket.onmessage = ({ data }) => this.messages.push(JSON.parse(data));
    this.socket.onclose = () => (this.closed = true);
    this.socket.onerror = () => {};
    resources.defer(() => this.socket.close());
  }

  /** The last message that fits. @param {(message: any) => unknown} fits @param {string} what */
  async until(fits, what) {
    await until(() => this.messages.length > 0 && fits(this.messages.at(-1)), 10_000, () => `${what}; last: ${JSON.stringify(this.messages.at(-1))}`);
    return this.messages.at(-1);
  }
}

/** A socket of a web peer: bytes go both ways, and credit is given for what was handed on. */
export class BridgedPeer {
  received = 0;
  closed = false;
  /** Called with what the session sends. @type {(bytes: Buffer) => void} */
  onBytes = () => {};

  /**
   * @param {import('./resources.mjs').Resources} resources
   * @param {string} url of the bridge
   * @param {{infoHash: string, address?: string, credit?: boolean}} peer `credit`: whether what comes is acknowledged
   */
  constructor(resources, url, { infoHash, address = '203.0.113.7', credit = true }) {
    this.socket = new WebSocket(`${url}/peer?info_hash=${infoHash}&address=${encodeURIComponent(address)}`);
    this.socket.binaryType = 'arraybuffer';
    this.socket.onmessage = ({ data }) => this.#take(Buffer.from(data), credit);
    this.socket.onclose = () => (this.closed = true);
    this.socket.onerror = () => {};
    resources.defer(() => this.socket.close());
  }

  async opened() {
    if (this.socket.readyState !== WebSocket.OPEN) await within(once(this.socket, 'open'), 10_000, 'an open socket of a peer');
    return this;
  }

  /** @param {Uint8Array} bytes */
  send(bytes) {
    this.socket.send(bytes);
  }

  /** @param {number} bytes */
  acknowledge(bytes) {
    this.socket.send(String(bytes));
  }

  /**
   * Joins it with a peer that listens on this machine. Both sides wait for the handshake of the other, so the session's is sent
   * before it comes.
   * @param {import('./resources.mjs').Resources} resources @param {number} port @param {Buffer} handshake with all that both sides can do
   */
  async joinWith(resources, port, handshake) {
    const peer = connect(port, '127.0.0.1');
    resources.defer(() => peer.destroy());
    let left = handshake.length;
    this.onBytes = (bytes) => {
      peer.write(bytes.subarray(Math.min(left, bytes.length)));
      left = Math.max(0, left - bytes.length);
    };
    await this.opened();
    peer.on('error', () => {}).on('close', () => this.socket.close());
    peer.on('data', (bytes) => {
      for (let at = 0; at < bytes.length; at += 65_536) this.send(bytes.subarray(at, at + 65_536));
    });
    peer.write(handshake);
  }

  /** @param {Buffer} bytes @param {boolean} credit */
  #take(bytes, credit) {
    this.received += bytes.length;
    this.onBytes(bytes);
    if (credit) this.acknowledge(bytes.length);
  }
}
