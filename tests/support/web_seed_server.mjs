// A web server that serves files as a web seed (BEP 19), with a rate per connection, a delay, and faults.
import { createServer } from 'node:http';
import { createServer as createPlainServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * @typedef {{path: string, first: number, last: number}} Asked a range request; `last` included
 * @typedef {{rate?: number, delay?: number, ranges?: boolean, chunked?: boolean, port?: number, address?: string,
 *   fault?: (asked: Asked, response: import('node:http').ServerResponse) => boolean}} Ways
 * `rate`: bytes a second of each connection; `delay`: milliseconds before each answer; `fault` returns true when it has
 * answered itself
 */

/**
 * @param {import('./resources.mjs').Resources} resources
 * @param {Record<string, Buffer>} files by path, not encoded
 * @param {Ways} [ways]
 */
export async function webSeed(resources, files, ways = {}) {
  /** @type {Asked[]} */
  const asked = [];
  const connections = new Set();
  const address = ways.address ?? '127.0.0.1';
  const server = createServer(async (request, response) => {
    connections.add(request.socket);
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://seed').pathname);
    const content = files[path];
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
    const one = { path, first: Number(range?.[1] ?? 0), last: Number(range?.[2] ?? (content?.length ?? 1) - 1) };
    asked.push(one);
    if (ways.fault?.(one, response)) return;
    if (!content) return response.writeHead(404, { 'Content-Length': 0 }).end();
    if (ways.delay) await sleep(ways.delay);
    const partial = ways.ranges !== false;
    const body = partial ? content.subarray(one.first, one.last + 1) : content;
    const length = ways.chunked ? {} : { 'Content-Length': body.length };
    response.writeHead(partial ? 206 : 200, {
      ...length,
      ...(partial ? { 'Content-Range': `bytes ${one.first}-${one.last}/${content.length}` } : {}),
    });
    await sendAt(ways.rate ?? Infinity, response, request.socket, body);
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject).listen(ways.port ?? 0, address, () => resolve(undefined));
  });
  const close = async () => {
    server.closeAllConnections();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  resources.defer(close);
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { base: `http://${address}:${port}`, port, asked, connections, close };
}

/** The time at which a connection may send again. @type {WeakMap<object, number>} */
const busyUntil = new WeakMap();

/**
 * Sends at most at the rate, counted over all answers of a connection.
 * @param {number} rate
 * @param {import('node:http').ServerResponse} response
 * @param {object} socket passed separately, because a queued response has no socket yet
 * @param {Buffer} body
 */
async function sendAt(rate, response, socket, body) {
  const part = rate === Infinity ? body.length : Math.max(4096, Math.floor(rate / 100));
  for (let at = 0; at < body.length && !response.destroyed; at += part) {
    const bytes = body.subarray(at, at + part);
    if (!response.write(bytes)) await new Promise((resolve) => response.once('drain', resolve).once('close', resolve));
    if (rate === Infinity) continue;
    const next = Math.max(Date.now(), busyUntil.get(socket) ?? 0) + (bytes.length / rate) * 1000;
    busyUntil.set(socket, next);
    await sleep(next - Date.now());
  }
  response.end();
}

/**
 * A server of one file that drops requests which arrive before it has answered the one before.
 * @param {import('./resources.mjs').Resources} resources
 * @param {Buffer} content
 */
export async function serverThatLosesRequests(resources, content) {
  const sockets = new Set();
  const lost = new Set();
  const server = createPlainServer((socket) => {
    sockets.add(socket);
    let busy = false;
    let text = '';
    socket.on('error', () => {});
    socket.on('data', async (bytes) => {
      if (busy) return void lost.add(socket);
      text += bytes.toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      if (end < 0) return;
      if (end + 4 < text.length) lost.add(socket);
      const [, first, last] = (/Range: bytes=(\d+)-(\d+)/.exec(text) ?? []).map(Number);
      text = '';
      busy = true;
      await sleep(50);
      busy = false;
      const range = `Content-Range: bytes ${first}-${last}/${content.length}`;
      socket.write(`HTTP/1.1 206 Partial Content\r\n${range}\r\nContent-Length: ${last - first + 1}\r\n\r\n`);
      socket.write(content.subarray(first, last + 1));
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  resources.defer(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { base: `http://127.0.0.1:${port}`, connections: sockets, lost };
}
