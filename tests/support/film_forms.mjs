// Films in any encoding, made once by ffmpeg and kept in build/test-media; and their packets, read by ffprobe.
import { existsSync, renameSync } from 'node:fs';
import { extname, join } from 'node:path';
import { keptFolder } from './paths.mjs';
import { run } from './process.mjs';

const PICTURE = (/** @type {number} */ seconds) => [
  ...['-f', 'lavfi', '-i', `testsrc=size=320x180:rate=24000/1001:duration=${seconds}`],
];
const SOUND = (/** @type {number} */ seconds) => [
  ...['-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=48000:duration=${seconds}`],
];

/** Keyframes every 4 s, reordering over three frames. */
export const H264 = [
  ...['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-preset', 'veryfast'],
  ...['-g', '96', '-keyint_min', '96', '-bf', '3'],
];

/**
 * Video and audio of the given length.
 * @param {string} name of the file
 * @param {number} seconds
 * @param {string[]} encoding arguments of ffmpeg between the inputs and the output
 * @returns {Promise<string>} the path
 */
export function filmOf(name, seconds, encoding) {
  return kept(name, [...PICTURE(seconds), ...SOUND(seconds), ...encoding]);
}

/** Audio only. @param {string} name @param {number} seconds @param {string[]} encoding */
export function soundOf(name, seconds, encoding) {
  return kept(name, [...SOUND(seconds), ...encoding]);
}

/** A file that ffmpeg makes once. @param {string} name @param {string[]} args @returns {Promise<string>} the path */
export async function kept(name, args) {
  const path = join(keptFolder('test-media'), name);
  if (existsSync(path)) return path;
  const unfinished = `${path}.${process.pid}${extname(name)}`;
  const { code, stderr } = await run('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args, unfinished], {
    deadline: 120_000,
  });
  if (code !== 0) throw new Error(`ffmpeg: ${stderr}`);
  renameSync(unfinished, path);
  return path;
}

/** @param {string} path @param {string[]} args @returns {Promise<any>} */
async function ffprobe(path, args) {
  const { code, stdout, stderr } = await run('ffprobe', ['-v', 'error', '-of', 'json', ...args, path]);
  if (code !== 0) throw new Error(`ffprobe: ${stderr}`);
  return JSON.parse(stdout);
}

/** Codecs of the streams, in order. @param {string} path @returns {Promise<string[]>} */
export async function codecs(path) {
  const { streams } = await ffprobe(path, ['-show_entries', 'stream=codec_name']);
  return streams.map((/** @type {any} */ stream) => stream.codec_name);
}

/**
 * Presentation times of the frames by the hash of their bytes, in milliseconds.
 * @param {string} path
 * @returns {Promise<Map<string, number>>}
 */
export async function pictureTimes(path) {
  const { packets } = await ffprobe(path, [
    ...['-select_streams', 'v:0', '-show_data_hash', 'MD5'],
    ...['-show_entries', 'packet=pts_time,data_hash'],
  ]);
  return new Map(packets.map((/** @type {any} */ packet) => [packet.data_hash, Number(packet.pts_time) * 1000]));
}

/**
 * Times in seconds and sizes in bytes of the packets of the first stream of a kind.
 * @param {string} path
 * @param {'v' | 'a' | 's'} kind
 * @returns {Promise<{time: number, size: number}[]>}
 */
export async function packets(path, kind) {
  const found = await ffprobe(path, ['-select_streams', `${kind}:0`, '-show_entries', 'packet=pts_time,size']);
  return found.packets.map((/** @type {any} */ packet) => ({ time: Number(packet.pts_time), size: Number(packet.size) }));
}

/**
 * First and last presentation time of the first stream of a kind, in seconds.
 * @param {string} path
 * @param {'v' | 'a'} kind
 */
export async function span(path, kind) {
  const { packets } = await ffprobe(path, ['-select_streams', `${kind}:0`, '-show_entries', 'packet=pts_time']);
  const times = packets.map((/** @type {any} */ packet) => Number(packet.pts_time));
  return { first: Math.min(...times), last: Math.max(...times), count: times.length };
}
