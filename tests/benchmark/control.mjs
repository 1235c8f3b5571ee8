// Measures whether a busy daemon still answers: times of status.get every 20 ms, of a new viewer's first byte, and what a list
// of all torrents and a tick (twice a second, for a subscriber) take of the loop.
//   node tests/benchmark/control.mjs [CASE…]     files pieces torrents clients
import { mkdirSync, openSync, closeSync, ftruncateSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { get } from '../support/http.mjs';
import { randomBytes } from '../support/random.mjs';
import { Resources } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { makeTorrent } from '../support/torrent.mjs';
import { Torrents } from '../support/torrents.mjs';
import { startUser } from '../support/user.mjs';

const milliseconds = () => performance.now();

/** @param {number[]} sorted @param {number} part */
const quantile = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];

/**
 * Times of status.get on a connection of its own until `over`.
 * @param {import('../support/user.mjs').User} user
 * @param {string} what
 * @param {Promise<unknown>} over
 */
async function answering(user, what, over) {
  const client = await user.connect();
  const times = [];
  let running = true;
  over.finally(() => (running = false)).catch(() => {});
  while (running) {
    const asked = milliseconds();
    await client.request('status.get');
    times.push(milliseconds() - asked);
    await pause(20);
  }
  await over;
  const sorted = times.sort((a, b) => a - b);
  const text = [0.5, 0.99, 1].map((part) => quantile(sorted, part).toFixed(1));
  console.log(`${what}: status.get of ${sorted.length}, p50 ${text[0]} p99 ${text[1]} max ${text[2]} ms`);
  client.end();
}

/**
 * Milliseconds to the first bytes at a place in a film.
 * @param {any} client
 * @param {string} id
 * @param {number} at
 * @param {number} [file]
 */
async function firstByte(client, id, at, file) {
  const asked = milliseconds();
  const opened = await client.request('streams.open', { id, ...(file === undefined ? {} : { file }) });
  await get(opened.file.url, { headers: { Range: `bytes=${at}-${at + 16383}` }, deadline: 60_000 });
  return milliseconds() - asked;
}

/** Reads a film from its beginning for some time. @param {string} url @param {number} lasting milliseconds @returns {Promise<number>} bytes */
async function read(url, lasting) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), lasting);
  let bytes = 0;
  try {
    const answer = await fetch(url, { signal: abort.signal });
    for await (const part of /** @type {any} */ (answer.body)) bytes += part.length;
  } catch (error) {
    if (!abort.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
  }
  return bytes;
}

/** Milliseconds of processor time of the daemon's loop so far, which is its first thread. @param {number} pid */
const loopTime = (pid) => Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;

/** Measures the loop's time for a list of all torrents, and for a tick while nothing happens. @param {import('../support/user.mjs').User} user @param {string} what @param {number} bar milliseconds */
async function loopCosts(user, what, bar) {
  const rounds = 20;
  const client = await user.connect();
  const { pid, torrents } = await client.request('status.get');
  const list = async () => {
    for (let offset = 0; offset < torrents; offset += 200) await client.request('torrents.list', { offset, limit: 200 });
  };
  await list();
  let from = loopTime(pid);
  const asked = milliseconds();
  for (let round = 0; round < rounds; round++) await list();
  const took = (milliseconds() - asked) / rounds;
  const listing = (loopTime(pid) - from) / rounds;
  await pause(2000);
  from = loopTime(pid);
  await pause(10_000);
  const alone = loopTime(pid) - from;
  await client.request('torrents.subscribe');
  await pause(2000);
  from = loopTime(pid);
  await pause(10_000);
  const tick = Math.max(0, loopTime(pid) - from - alone) / 20;
  console.log(
    `${what}: torrents.list ${listing.toFixed(2)} ms of the loop (${took.toFixed(2)} ms until answered), a tick ${tick.toFixed(2)} ms, bar ${bar} ms`,
  );
  client.end();
}

/** @type {Record<string, (resources: Resources) => Promise<void>>} */
const CASES = {
  async files(resources) {
    const folder = join(resources.folder(), 'many');
    mkdirSync(folder);
    for (let file = 0; file < 50_000; file++) writeFileSync(join(folder, `file ${file}.mkv`), randomBytes(256, file));
    const { magnet } = await seed(resources, folder, ['--piece-size', '16384', '--upload-limit', '500000']);
    const { user, client } = await startUser(resources);
    const torrents = await Torrents.of(client);
    const id = await torrents.add(magnet);
    const asked = milliseconds();
    await client.request('torrents.keep', { id });
    console.log(`files: torrents.keep of 50,000 in ${(milliseconds() - asked).toFixed(0)} ms`);
    await answering(user, 'files, while they come', torrents.until(id, (now) => now.state === 'complete', 'complete', 240_000));
    await answering(user, 'files, all here, being put into the downloads folder', pause(10_000));
    await client.request('torrents.unsubscribe');
    await loopCosts(user, 'files, one torrent of 50,000', 1);
    console.log(`files: first byte ${(await firstByte(client, id, 0, 25_000)).toFixed(0)} ms`);
  },
  async pieces(resources) {
    const path = join(resources.folder(), 'long.mkv');
    const file = openSync(path, 'w');
    ftruncateSync(file, 500_000 * 16384);
    closeSync(file);
    const seeder = await seed(resources, path, ['--piece-size', '16384', '--upload-limit', '20000000'], 180_000);
    const { user, client } = await startUser(resources);
    const id = await (await Torrents.of(client)).add(seeder.magnet);
    const opened = await client.request('streams.open', { id });
    const reading = read(opened.file.url, 20_000);
    await answering(user, 'pieces, playing', reading);
    console.log(`pieces: read ${((await reading) / 20e6).toFixed(1)} MB/s; seek to 4 GB ${(await firstByte(client, id, 4e9)).toFixed(0)} ms`);
    await answering(user, 'pieces, idle', pause(10_000));
  },
  async torrents(resources) {
    const { user, client } = await startUser(resources);
    for (let film = 0; film < 1000; film++) {
      const name = `film ${film}.mkv`;
      const { torrent } = makeTorrent({ name, files: [{ path: name, content: randomBytes(40_000, film) }] });
      await client.request('torrents.add', { torrent: torrent.toString('base64') });
    }
    await loopCosts(user, 'torrents, 1,000', 5);
    await client.request('torrents.subscribe');
    await answering(user, 'torrents, 1,000 with a subscriber', pause(15_000));
  },
  async clients(resources) {
    const path = join(resources.folder(), 'film.mkv');
    writeFileSync(path, randomBytes(64 << 20, 1));
    const { magnet } = await seed(resources, path);
    const { user, client } = await startUser(resources);
    const torrents = await Torrents.of(client);
    const { id } = await torrents.fetchWhole(magnet);
    const { file } = await client.request('streams.open', { id });
    const url = new URL(file.url);
    const slow = Array.from({ length: 500 }, () => {
      const socket = connect(Number(url.port), url.hostname, () => {
        socket.write(`GET ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\n\r\n`);
      });
      return socket.pause().on('error', () => {});
    });
    resources.defer(() => slow.forEach((socket) => socket.destroy()));
    await pause(2000);
    console.log(`clients: first byte ${(await firstByte(client, id, 0)).toFixed(0)} ms beside 500 that do not read`);
    await answering(user, 'clients, 500 that do not read', pause(10_000));
  },
};

const named = process.argv.slice(2);
for (const name of named.length > 0 ? named : Object.keys(CASES)) {
  const resources = new Resources();
  try {
    await CASES[name](resources);
  } catch (error) {
    console.error(`${name}: ${error}`);
    process.exitCode = 1;
  } finally {
    await resources.dispose();
  }
}
