// A web seed (BEP 19) with a film and its .torrent, with a rate per connection. usage: node web_seed_main.mjs ADDRESS
// PORT FILM TORRENT BYTES_PER_SECOND
import { open, readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const [address, port, film, torrent, rate] = process.argv.slice(2);
const { size } = await stat(film);
const file = await open(film);
const PART = 16 * 1024;
/** The time at which a connection may send again. @type {WeakMap<object, number>} */
const busyUntil = new WeakMap();

/** The .torrent with this server's URL: keys are sorted, and "url-list" is the last one. */
async function withUrl() {
  const bytes = await readFile(torrent);
  const url = `http://${address}:${port}/film`;
  return Buffer.concat([bytes.subarray(0, -1), Buffer.from(`8:url-list${url.length}:${url}e`)]);
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {object} socket passed separately, because a queued response has no socket yet
 * @param {number} first
 * @param {number} last
 */
async function send(response, socket, first, last) {
  for (let at = first; at <= last && !response.destroyed; at += PART) {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(PART), 0, Math.min(PART, last + 1 - at), at);
    const begin = Math.max(performance.now(), busyUntil.get(socket) ?? 0);
    busyUntil.set(socket, begin + (bytesRead / Number(rate)) * 1000);
    if (begin > performance.now()) await sleep(begin - performance.now());
    if (!response.write(buffer.subarray(0, bytesRead))) {
      await new Promise((resolve) => response.once('drain', () => resolve(0)).once('close', () => resolve(0)));
    }
  }
  response.end();
}

const server = createServer(async (request, response) => {
  if (request.url === '/film.torrent') return response.end(await withUrl());
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const first = Number(range?.[1] ?? 0);
  const last = Math.min(size, Number(range?.[2] || size - 1) + 1) - 1;
  response.writeHead(range ? 206 : 200, {
    'Content-Length': last - first + 1,
    'Accept-Ranges': 'bytes',
    'Content-Range': `bytes ${first}-${last}/${size}`,
  });
  if (request.method === 'HEAD') return response.end();
  await send(response, request.socket, first, last);
});
server.keepAliveTimeout = 60_000;
server.listen(Number(port), address, () => console.log(JSON.stringify({ port })));
