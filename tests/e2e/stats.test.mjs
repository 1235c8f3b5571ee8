// Figures and traces of a running stream: the daemon's answers, the command line's output, and the content of a trace.
import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { randomBytes } from '../support/random.mjs';
import { Resources } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { unknownHash } from '../support/torrent.mjs';
import { Torrents } from '../support/torrents.mjs';
import { startUser } from '../support/user.mjs';
import { until, within } from '../support/wait.mjs';

/** Much more than is read before the figures are printed, including the socket buffers. */
const SIZE = 24 * 1024 * 1024;
/** Less than the reader's rate. */
const RATE = 1_500_000;

/** Reads a URL up to a position, as fast as it comes. @param {string} url */
function openReader(url) {
  let count = 0;
  let end = 0;
  /** @type {Promise<import('node:http').IncomingMessage>} */
  const answered = new Promise((resolve, reject) => {
    request(url, { agent: false }, (response) => {
      response.pause().on('data', (part) => {
        count += part.length;
        if (count >= end) response.pause();
      });
      resolve(response);
    })
      .once('error', reject)
      .end();
  });
  const readUntil = async (/** @type {number} */ bytes) => {
    const response = await within(answered, 20_000, `an answer from ${url}`);
    end = bytes;
    response.resume();
    await until(
      () => count >= bytes,
      30_000,
      () => `${bytes} bytes; ${count} came`,
    );
  };
  return { readUntil, end: async () => (await answered).destroy() };
}

describe('the figures of a stream', () => {
  const resources = new Resources();
  /** @type {Awaited<ReturnType<typeof startUser>>} */ let world;
  /** @type {Torrents} */ let torrents;
  /** @type {string} */ let id;
  /** @type {string} */ let path;
  /** @type {string} */ let url;
  /** @type {ReturnType<typeof openReader>} */ let reader;
  const ask = (/** @type {string} */ method, params = {}) => world.client.request(method, params);

  before(async () => {
    world = await startUser(resources);
    torrents = await Torrents.of(world.client);
    const film = join(resources.folder(), 'Film.mp4');
    writeFileSync(film, randomBytes(SIZE, 5));
    const { magnet } = await seed(resources, film, ['--tcp-only', '--upload-limit', String(RATE)]);
    ({ id } = await ask('torrents.add', { source: magnet, paused: true }));
  });
  after(() => resources.dispose());

  /**
   * Waits until the figures of this viewer and its torrent match.
   * @param {(figures: {torrent: any, reader: any}) => unknown} fits
   * @param {string} what
   */
  const figures = (fits, what) => {
    let last = '';
    return until(
      async () => {
        const answer = await ask('stats.get', { id });
        last = JSON.stringify(answer);
        const [torrent] = answer.torrents;
        const found = torrent.readers.find((/** @type {any} */ one) => one.viewer === 'tab-1');
        return found && fits({ torrent, reader: found }) ? { torrent, reader: found } : null;
      },
      20_000,
      () => `${what}; last figures: ${last}`,
    );
  };

  test('are there before anybody watches', async () => {
    const { torrents: all, total, memory } = await ask('stats.get');
    assert.equal(total, 1);
    assert.deepEqual([all[0].id, all[0].readers, all[0].downloaded, all[0].limit], [id, [], 0, 0]);
    assert.deepEqual(memory, { used: 0, limit: 96 * 1024 * 1024 });
    assert.equal((await world.client.refusal('stats.get', { id: 'nobody' })).rpcName, 'unknown_torrent');
    assert.equal((await world.client.refusal('stats.get', { id: '../etc' })).rpcName, 'unknown_torrent');
    assert.equal((await world.client.refusal('stats.get', { limit: 201 })).rpcName, 'invalid_params');
  });

  test('can be traced from the first byte', async () => {
    const { stdout } = await world.user.run(['trace', id.slice(0, 10), 'on']);
    path = stdout.trim();
    assert.match(path, new RegExp(`/magnetar/traces/${id}-\\d{8}T\\d{6}\\.\\d{3}Z\\.jsonl$`));
    assert.equal(statSync(dirname(path)).mode & 0o777, 0o700);
    assert.deepEqual(await ask('stats.trace', { id, on: true }), { path });
    assert.equal((await world.client.refusal('stats.trace', { id: 'nobody', on: true })).rpcName, 'unknown_torrent');
    assert.equal((await world.client.refusal('stats.trace', { id })).rpcName, 'invalid_params');
  });

  test('tell where the viewer is, how much is ready and who sends it', async () => {
    await ask('torrents.resume', { id });
    await torrents.until(id, (torrent) => torrent.has_metadata, 'metadata');
    ({
      file: { url },
    } = await ask('streams.open', { id }));
    reader = openReader(`${url}?viewer=tab-1`);
    await reader.readUntil(1_000_000);
    const first = await figures(({ torrent }) => torrent.download_rate > 0, 'a rate');
    assert.equal(first.reader.file, 0);
    assert.ok(first.reader.position >= 1_000_000, `${first.reader.position}`);
    assert.equal(first.reader.window.begin, first.reader.position);
    assert.ok(first.reader.window.end > first.reader.position && first.reader.window.end <= SIZE);
    assert.equal(first.reader.connections, 1);
    assert.ok(first.torrent.downloaded >= 1_000_000 && first.torrent.downloaded <= SIZE + 1_000_000);
    assert.ok(first.torrent.wasted < 20_000, `${first.torrent.wasted} bytes came twice`);
    assert.deepEqual([first.torrent.corrupt, first.torrent.hash_failures], [0, 0]);
    assert.deepEqual([first.torrent.peers.tcp, first.torrent.peers.utp, first.torrent.peers.web_seeds], [1, 0, 0]);
    assert.equal(first.torrent.peers.seeds, 1);
    await reader.readUntil(10_000_000);
    // The position is updated before each part is sent, and a part may be as long as the downloaded bytes.
    const there = (/** @type {any} */ now) => now.reader.position >= 8_000_000 && now.reader.rate > 0;
    const later = await figures(there, 'a position behind what was read, and how fast that was');
    assert.ok(later.torrent.downloaded > first.torrent.downloaded);
    assert.ok(later.reader.waited_seconds > 0, 'who reads faster than the peer sends has to wait');
  });

  test('are printed for a person and for programs', async () => {
    const plain = await world.user.run(['stats']);
    assert.equal(plain.code, 0, plain.stderr);
    assert.match(plain.stdout, /^Film\.mp4$/m);
    assert.match(plain.stdout, /^ {2}peers {4}\d TCP, 0 uTP, 0 web peers, 0 web seeds; \d have all of it/m);
    assert.match(plain.stdout, /^ {2}viewer {3}tab-1, file 0, at \d+\.\d MB, 1 connection$/m);
    const { stdout } = await world.user.run(['stats', id, '--json']);
    const [torrent] = JSON.parse(stdout).torrents;
    assert.equal(torrent.id, id);
    assert.equal((await world.user.run(['stats', unknownHash('nobody').slice(0, 8)])).code, 4);
  });

  test('forget who has left, and a trace holds the way of each byte', async () => {
    await reader.readUntil(SIZE);
    await reader.end();
    await figures((now) => now.reader.connections === 0, 'no connection');
    assert.equal((await world.user.run(['trace', id, 'off'])).stdout.trim(), path);
    assert.deepEqual(await ask('stats.trace', { id, on: false }), { path: null });
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    const events = lines.map((line) => JSON.parse(line));
    assert.deepEqual([events[0].event, events.at(-1).event, events.at(-1).reason], ['began', 'ended', 'off']);
    const times = events.map(({ t }) => t);
    assert.deepEqual(times, [...times].sort((a, b) => a - b));
    const at = (/** @type {(event: any) => boolean} */ fits) => events.findIndex(fits);
    const asked = at((e) => e.event === 'asked' && e.piece === 0 && e.offset === 0);
    const received = at((e) => e.event === 'received' && e.piece === 0 && e.offset === 0);
    const verified = at((e) => e.event === 'verified' && e.piece === 0 && e.passed);
    const served = at((e) => e.event === 'served' && e.viewer === 'tab-1' && e.file === 0 && e.offset === 0);
    assert.ok(asked >= 0, 'piece 0 was asked for');
    assert.ok(asked < received && received < verified && verified < served, `${[asked, received, verified, served]}`);
    assert.match(events[asked].peer, /^127\.0\.0\.1:\d+$/);
    const given = events.filter((e) => e.event === 'served').reduce((sum, e) => sum + e.length, 0);
    assert.equal(given, SIZE);
  });
});
