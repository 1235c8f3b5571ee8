// The actions of a run and their measurements. Each gets a world of its own and returns lists of values by metric.
import { run } from '../support/process.mjs';
import { crowd, download, pausing, readers } from './whole_files.mjs';
import { MEBIBYTE, firstLook, seconds, startedPeer, verdict, viewerOf, watchMemory } from './world.mjs';

/** @typedef {import('./world.mjs').World} World @typedef {import('./world.mjs').Values} Values */

/** Far apart, so that reading on from one reaches no other. */
const SEEKS = [0.5, 0.9, 0.3, 0.7, 0.2];

/** Magnet to first byte. @param {World} world @returns {Promise<Values>} */
async function start(world) {
  const peer = await startedPeer(world);
  const { viewer, times } = await firstLook(world, peer, 'media');
  await viewer.watch(1);
  return { first_byte: [times.firstByte], first_mebibyte: [times.firstMebibyte], ...verdict(viewer) };
}

/** Magnet to the first decoded frame. @param {World} world @returns {Promise<Values>} */
async function frame(world) {
  const peer = await startedPeer(world);
  const asked = seconds();
  const url = await peer.open(world.magnet);
  const args = ['-v', 'error', '-nostdin', '-i', url, '-frames:v', '1', '-f', 'rawvideo', '-y', '/dev/null'];
  const { code, stderr } = await run('ffmpeg', args, { deadline: 120_000 });
  if (code !== 0) throw new Error(`ffmpeg: ${stderr}`);
  return { first_frame: [seconds() - asked] };
}

/** Seeks with a pause between. @param {World} world @param {'media' | 'full'} pace @returns {Promise<Values>} */
async function seek(world, pace) {
  const { before = 4, between = 2.5, count = SEEKS.length } = world.options;
  const peer = await startedPeer(world);
  const memory = watchMemory(world, peer);
  const { viewer } = await firstLook(world, peer, pace);
  await viewer.watch(before);
  /** @type {Values} */
  const values = { first_byte: [], first_mebibyte: [] };
  for (const part of SEEKS.slice(0, count)) {
    const times = await viewer.go(world.film.size * part, { pace });
    values.first_byte.push(times.firstByte);
    values.first_mebibyte.push(times.firstMebibyte);
    await viewer.watch(between);
  }
  return { ...values, memory_mib: [memory() / MEBIBYTE], ...verdict(viewer) };
}

/**
 * Process start to first byte of a torrent that was opened before: at its beginning, then at a place that is not
 * downloaded.
 * @param {World} world
 * @returns {Promise<Values>}
 */
async function known(world) {
  const { before = 5, elsewhere = true } = world.options;
  const first = await startedPeer(world);
  const { viewer } = await firstLook(world, first, 'media');
  await viewer.watch(before);
  viewer.close();
  await first.stop();
  const again = await coldStart(world, 0);
  if (!elsewhere) return { first_byte: [again.firstByte], wrong: [again.wrong] };
  const there = await coldStart(world, world.film.size / 2);
  const wrong = [again.wrong + there.wrong];
  return { first_byte: [again.firstByte], first_byte_elsewhere: [there.firstByte], wrong };
}

/** Process start to first byte. @param {World} world @param {number} position */
async function coldStart(world, position) {
  const asked = seconds();
  const peer = await startedPeer(world);
  const viewer = viewerOf(world, await peer.open(world.magnet));
  const { firstByte } = await viewer.go(position, { pace: 'media' }, asked);
  const { wrong } = verdict(viewer);
  viewer.close();
  await peer.stop();
  return { firstByte, wrong: wrong[0] };
}

/** Process start to first byte of a new film. @param {World} world @returns {Promise<Values>} */
async function cold(world) {
  const { firstByte, wrong } = await coldStart(world, 0);
  return { first_byte: [firstByte], wrong: [wrong] };
}

/** Two viewers at different places. @param {World} world @returns {Promise<Values>} */
async function twoViewers(world) {
  const peer = await startedPeer(world);
  const { viewer: one } = await firstLook(world, peer, 'media');
  await one.watch(4);
  const { viewer: other, times } = await firstLook(world, peer, 'media', world.film.size / 2);
  const shares = await Promise.all([one.watch(15), other.watch(15)]);
  const sum = (/** @type {'stalls' | 'stalledSeconds'} */ what) => shares.reduce((all, share) => all + share[what], 0);
  return {
    first_byte: [times.firstByte],
    stalls: [sum('stalls')],
    stalled_seconds: [sum('stalledSeconds')],
    ...verdict(one, other),
  };
}

/**
 * Plays for a while; a seeder leaves meanwhile, unless the options forbid it.
 * @param {World} world
 * @returns {Promise<Values>}
 */
async function play(world) {
  const { leaving = 20, lasting = 60 } = world.options;
  const peer = await startedPeer(world);
  const memory = watchMemory(world, peer);
  const { viewer, times } = await firstLook(world, peer, 'media');
  if (leaving < lasting) {
    await viewer.watch(leaving);
    await world.ask('seeder leaves');
  }
  const { stalls, stalledSeconds, started } = await viewer.watch(lasting - (leaving < lasting ? leaving : 0));
  return {
    stalls: [stalls],
    // A film that has not started counts as stalled all the time.
    stalled_seconds: [started ? stalledSeconds : lasting],
    first_byte: [times.firstByte],
    memory_mib: [memory() / MEBIBYTE],
    ...verdict(viewer),
  };
}

/**
 * Bytes that were downloaded twice, after several seeks and a download to the end.
 * @param {World} world
 * @returns {Promise<Values>}
 */
async function waste(world) {
  const before = await world.ask('received');
  const peer = await startedPeer(world);
  const { viewer } = await firstLook(world, peer, 'media');
  for (const part of SEEKS) {
    await viewer.watch(1);
    await viewer.go(world.film.size * part, { pace: 'media' });
  }
  await peer.fetchWhole(world.magnet);
  const after = await world.ask('received');
  const twice = before === null ? [] : [((after - before) / world.film.size - 1) * 100];
  return { percent_twice: twice, ...verdict(viewer) };
}

/** @type {Record<string, (world: World) => Promise<Values>>} */
export const ACTIONS = {
  start,
  frame,
  'seek-full': (world) => seek(world, 'full'),
  'seek-play': (world) => seek(world, 'media'),
  known,
  cold,
  'two-viewers': twoViewers,
  play,
  waste,
  download,
  readers,
  pausing,
  crowd,
};
