// Measures how long a person waits until the peers of a known torrent are found again. Each row of the table runs
// several times, with the peer in the link and with a tracker whose next announce is half an hour away. Magnetar alone,
// with default settings.
//   node tests/benchmark/reconnecting.mjs [ROUNDS] [ROW…]
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { get } from '../support/http.mjs';
import { randomBytes } from '../support/random.mjs';
import { Resources } from '../support/resources.mjs';
import { freePort, seed } from '../support/seeders.mjs';
import { Torrents } from '../support/torrents.mjs';
import { startTracker } from '../support/tracker.mjs';
import { startUser } from '../support/user.mjs';

/** @typedef {'link' | 'tracker'} Source */
/** @typedef {Awaited<ReturnType<typeof open>>} Opened */

const MEBIBYTE = 1 << 20;
const content = randomBytes(24 * MEBIBYTE, 11);
const seconds = () => performance.now() / 1000;
/** Longer than any person would wait. */
const DEADLINE = 90_000;

/** A film of 24 MiB that is being downloaded from a slow seeder. @param {Resources} resources @param {Source} source */
async function open(resources, source) {
  const path = join(resources.folder(), 'film.mp4');
  writeFileSync(path, content);
  const seeder = await seed(resources, path, ['--upload-limit', '3000000']);
  const bare = seeder.magnet.replace(/&x\.pe=[^&]*/, '');
  const tracked = async () => `${bare}&tr=${encodeURIComponent((await startTracker(resources, { ports: [seeder.port] })).url)}`;
  const magnet = source === 'link' ? seeder.magnet : await tracked();
  const world = await startUser(resources, { only_watched: true });
  const torrents = await Torrents.of(world.client);
  const id = await torrents.add(magnet);
  const restartSeeder = () => seed(resources, path, ['--upload-limit', '3000000', '--listen', `127.0.0.1:${seeder.port}`]);
  const opened = { ...world, resources, seeder, magnet, torrents, id, path, bare, restartSeeder };
  await watch(world.client, id, 0);
  return opened;
}

/**
 * Requests bytes that are not downloaded, as a viewer.
 * @param {import('../support/rpc.mjs').RpcPeer} client
 * @param {string} id
 * @param {number} from
 */
async function watch(client, id, from) {
  const { file } = await client.request('streams.open', { id });
  const headers = { Range: `bytes=${from}-${from + 99_999}` };
  const answer = await get(file.url, { headers, deadline: DEADLINE });
  if (!answer.body.equals(content.subarray(from, from + 100_000))) throw new Error('wrong bytes');
}

/** Seconds until bytes arrive. @param {import('../support/rpc.mjs').RpcPeer} client @param {string} id */
async function timeToWatch(client, id) {
  const asked = seconds();
  await watch(client, id, 16 * MEBIBYTE);
  return seconds() - asked;
}

/** The daemon ends and starts again. @param {Opened} film @param {'stop' | 'kill'} end @param {number} rest */
async function afterRestart({ user, daemon, client, id }, end, rest) {
  if (end === 'kill') daemon.process.kill('SIGKILL');
  else await client.request('daemon.stop');
  await daemon.exit(15_000);
  await user.startDaemon();
  const again = await user.connect();
  await pause(rest);
  return timeToWatch(again, id);
}

/** @param {Opened} film */
async function withoutSeeder({ seeder, torrents, id }) {
  await seeder.child.end();
  await torrents.until(id, (now) => now.peers === 0, 'no peer');
}

/**
 * The only peer is known to a tracker that becomes reachable later.
 * @param {Resources} resources
 * @param {number} after milliseconds
 */
async function trackerLater(resources, after) {
  const path = join(resources.folder(), 'film.mp4');
  writeFileSync(path, content);
  const seeder = await seed(resources, path);
  const port = await freePort();
  const { client } = await startUser(resources, {});
  const torrents = await Torrents.of(client);
  const url = `http://127.0.0.1:${port}/announce`;
  const { id } = await client.request('torrents.add', {
    source: `${seeder.magnet.replace(/&x\.pe=[^&]*/, '')}&tr=${encodeURIComponent(url)}`,
  });
  await pause(after);
  await startTracker(resources, { ports: [seeder.port], port });
  const up = seconds();
  await torrents.until(id, (now) => now.has_metadata, 'metadata', DEADLINE);
  return seconds() - up;
}

/** @type {Record<string, (resources: Resources, source: Source) => Promise<number>>} */
const ROWS = {
  'restart, at once': async (resources, source) => afterRestart(await open(resources, source), 'stop', 0),
  'restart, after 5 s': async (resources, source) => afterRestart(await open(resources, source), 'stop', 5000),
  'kill, at once': async (resources, source) => afterRestart(await open(resources, source), 'kill', 0),
  'restart while paused': async (resources, source) => {
    const film = await open(resources, source);
    await film.client.request('torrents.pause', { id: film.id });
    return afterRestart(film, 'stop', 0);
  },
  'seeder away 20 s while playing': async (resources, source) => {
    const film = await open(resources, source);
    await withoutSeeder(film);
    const waiting = watch(film.client, film.id, 16 * MEBIBYTE);
    await pause(20_000);
    await film.restartSeeder();
    const up = seconds();
    await waiting;
    return seconds() - up;
  },
  'seeder restarted while nobody watched': async (resources, source) => {
    const film = await open(resources, source);
    await pause(9000);
    await withoutSeeder(film);
    await film.restartSeeder();
    return timeToWatch(film.client, film.id);
  },
  'pause at the start, resume': async (resources, source) => {
    const film = await open(resources, source);
    await film.client.request('torrents.pause', { id: film.id });
    await film.torrents.until(film.id, (now) => now.peers === 0, 'no peer');
    await film.client.request('torrents.resume', { id: film.id });
    return timeToWatch(film.client, film.id);
  },
  'another seeder since, interval of 30 minutes': async (resources, source) => {
    if (source === 'link') return NaN;
    const film = await open(resources, source);
    await withoutSeeder(film);
    await film.restartSeeder();
    await film.client.request('torrents.pause', { id: film.id });
    return afterRestart(film, 'stop', 0);
  },
  'tracker down for 20 s at first': async (resources, source) =>
    source === 'tracker' ? trackerLater(resources, 20_000) : NaN,
};

/** @param {string} row @param {Source} source */
async function once(row, source) {
  const resources = new Resources();
  try {
    return await ROWS[row](resources, source);
  } catch (error) {
    console.error(`${row}, ${source}: ${error}`);
    return Infinity;
  } finally {
    await resources.dispose();
  }
}

const [rounds = '10', ...named] = process.argv.slice(2);
for (const row of Object.keys(ROWS).filter((name) => named.length === 0 || named.includes(name))) {
  for (const source of /** @type {Source[]} */ (['link', 'tracker'])) {
    const times = [];
    for (let round = 0; round < Number(rounds); round++) times.push(await once(row, source));
    if (times.every(Number.isNaN)) continue;
    const sorted = times.sort((a, b) => a - b);
    const within = sorted.filter((time) => time <= 5).length;
    const text = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted[sorted.length - 1]].map((time) => time.toFixed(2));
    console.log(`${row} | ${source} | ${text.join(' | ')} | ${within} of ${sorted.length} within 5 s`);
  }
}
