// Actions with whole torrents: downloads, many readers of a complete file, a reader that pauses, memory.
import { join } from 'node:path';
import { BIN } from '../support/paths.mjs';
import { run } from '../support/process.mjs';
import { seed } from '../support/seeders.mjs';
import { startTracker } from '../support/tracker.mjs';
import { pause } from '../support/wait.mjs';
import { film } from './film.mjs';
import { MEBIBYTE, seconds, startedPeer, verdict, viewerOf } from './world.mjs';
import { usage } from './process_tree.mjs';

/** @typedef {import('./world.mjs').World} World @typedef {import('./world.mjs').Values} Values */

const GIBIBYTE = 1024 * MEBIBYTE;
/** A single pass over a file in the page cache is too short for the clock of CPU time. */
const PASSES = 3;

/** Magnet to the whole film on disk. @param {World} world @returns {Promise<Values>} */
export async function download(world) {
  const peer = await startedPeer(world);
  const before = usage(peer.pid).cpuSeconds;
  const from = seconds();
  await peer.fetchWhole(world.magnet);
  const took = seconds() - from;
  const cpu = usage(peer.pid).cpuSeconds - before;
  const { size } = world.film;
  return { megabytes_per_second: [size / 1e6 / took], cpu_per_gib: [(cpu / size) * GIBIBYTE] };
}

/** Readers that start together and read a whole complete file. @param {World} world @returns {Promise<Values>} */
export async function readers(world) {
  const peer = await startedPeer(world);
  const url = await peer.fetchWhole(world.magnet);
  const compared = await readTogether(url, world.options.readers, world.film.path);
  const before = usage(peer.pid).cpuSeconds;
  const passes = [];
  for (let pass = 0; pass < PASSES; pass++) passes.push(await readTogether(url, world.options.readers));
  const cpu = usage(peer.pid).cpuSeconds - before;
  const bytes = world.film.size * world.options.readers;
  const short = [compared, ...passes].flatMap((pass) => pass.readers).filter((reader) => reader.short).length;
  return {
    megabytes_per_second: passes.map((pass) => bytes / 1e6 / pass.seconds),
    cpu_per_gib: [(cpu / bytes / PASSES) * GIBIBYTE],
    last_first_byte: passes.map((pass) => Math.max(...pass.readers.map((reader) => reader.first_ms)) / 1000),
    fairness: passes.map((pass) => fairness(pass.readers.map((reader) => reader.rate))),
    cut_short: [short],
    wrong: [compared.readers.reduce((sum, reader) => sum + reader.wrong, 0)],
  };
}

/** The slowest reader's rate divided by the fastest one's. @param {number[]} rates */
function fairness(rates) {
  return Math.min(...rates) / Math.max(...rates);
}

/** @typedef {{first_ms: number, rate: number, short: boolean, wrong: number}} ReaderReport */
/** @param {string} url @param {number} count @param {string} [expected] @returns {Promise<{seconds: number, readers: ReaderReport[]}>} */
async function readTogether(url, count, expected) {
  const { port, pathname, search } = new URL(url);
  const args = [port, `${pathname}${search}`, String(count), ...(expected ? [expected] : [])];
  const { code, stdout, stderr } = await run(join(BIN, 'magnetar-readers'), args, { deadline: 300_000 });
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** A reader of a complete file that pauses for minutes. @param {World} world @returns {Promise<Values>} */
export async function pausing(world) {
  const peer = await startedPeer(world);
  const viewer = viewerOf(world, await peer.fetchWhole(world.magnet));
  await viewer.go(0, { pace: 'full' });
  viewer.hold(true);
  await pause(world.options.minutes * 60_000);
  viewer.hold(false);
  await viewer.receivedAtLeast(world.film.size);
  const { bytes } = await viewer.watch(0);
  return { cut_short: [bytes === world.film.size ? 0 : 1], ...verdict(viewer) };
}

/** Memory with no, one and many complete torrents. @param {World} world @returns {Promise<Values>} */
export async function crowd(world) {
  const { resources } = world.place;
  const peer = await startedPeer({ ...world, place: { ...world.place, loopback: true } });
  const memory = [usage(peer.pid).residentBytes];
  for (let n = 0; n < world.options.torrents; n++) {
    const { magnet, port } = await seed(resources, (await film(`small-${n}`)).path, ['--v1']);
    const { url } = await startTracker(resources, { ports: [port] });
    await peer.fetchWhole(`${magnet.split('&')[0]}&tr=${encodeURIComponent(url)}`);
    if (n === 0) memory.push(usage(peer.pid).residentBytes);
  }
  memory.push(usage(peer.pid).residentBytes);
  const [none, one, all] = memory.map((bytes) => bytes / MEBIBYTE);
  return { memory_mib: [all], memory_mib_none: [none], memory_mib_one: [one] };
}
