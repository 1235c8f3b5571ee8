// Films in formats that browsers do not play by themselves, made from one that they play (film.mjs): the same numbered
// frames, other containers and codecs. Kept in build/test-media.
import { existsSync, renameSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { film } from './film.mjs';
import { keptFolder } from './paths.mjs';
import { run } from './process.mjs';

const SECONDS = 60;

/** Frequencies of the two audio tracks, in hertz. */
export const TONES = { first: 440, second: 880 };

const TWO_SOUNDS = [
  ['-map', '0:v', '-map', '0:a', '-map', '1:a'],
  ['-metadata:s:a:0', 'language=eng', '-metadata:s:a:1', 'language=fre', '-metadata:s:a:1', 'title=Commentary'],
  ['-disposition:a:0', 'default', '-disposition:a:1', '0'],
].flat();

/** @type {Record<string, string[]>} */
const KINDS = {
  'surround.mkv': [...TWO_SOUNDS, '-c:v', 'copy', '-c:a', 'ac3', '-ac:a:0', '6', '-ac:a:1', '2'],
  'divx.avi': ['-map', '0', '-c:v', 'mpeg4', '-vtag', 'XVID', '-q:v', '5', '-g', '125', '-c:a', 'libmp3lame'],
  'broadcast.ts': ['-map', '0', '-c', 'copy'],
};

/**
 * @param {'surround.mkv' | 'divx.avi' | 'broadcast.ts'} name
 * @returns {Promise<{path: string, size: number, seconds: number, lead: number}>} lead: seconds before the first frame;
 * recordings of broadcasts begin with sound
 */
export async function clip(name) {
  const path = join(keptFolder('test-media'), name);
  if (!existsSync(path)) await make(path, KINDS[name]);
  return { path, size: statSync(path).size, seconds: SECONDS, lead: await leadOf(path) };
}

/** @param {string} path @param {string[]} kind */
async function make(path, kind) {
  const source = await film('clock', SECONDS);
  const unfinished = `${path}.${process.pid}${extname(path)}`;
  const tone = `sine=frequency=${TONES.second}:duration=${SECONDS}`;
  const inputs = ['-i', source.path, '-f', 'lavfi', '-i', tone];
  const command = ['-v', 'error', '-nostdin', '-y', ...inputs, ...kind, unfinished];
  const { code, stderr } = await run('ffmpeg', command, { deadline: 120_000 });
  if (code !== 0) throw new Error(`ffmpeg: ${stderr}`);
  renameSync(unfinished, path);
}

/** @param {string} path */
async function leadOf(path) {
  const entries = 'stream=start_time:format=start_time';
  const command = ['-v', 'error', '-select_streams', 'v', '-show_entries', entries, '-of', 'json', path];
  const { streams, format } = JSON.parse((await run('ffprobe', command)).stdout);
  return Number(streams[0].start_time) - Number(format.start_time);
}
