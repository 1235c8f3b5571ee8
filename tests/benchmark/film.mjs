// The films of the benchmark: constant 5.65 Mbit/s, made once by ffmpeg and kept in build/bench-media.
import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { SOURCE } from '../support/paths.mjs';
import { run } from '../support/process.mjs';
import { randomBytes } from '../support/random.mjs';

/** @typedef {{path: string, size: number, bitrate: number}} Film `bitrate` in bytes per second */

/** @type {Record<string, {seconds: number, ending: string, options: string[]}>} */
const FORMS = {
  film: { seconds: 480, ending: 'mp4', options: ['-movflags', '+faststart'] },
  'moov-last': { seconds: 480, ending: 'mp4', options: [] },
  mkv: { seconds: 480, ending: 'mkv', options: [] },
  medium: { seconds: 120, ending: 'mp4', options: ['-movflags', '+faststart'] },
};

/** Sizes of files without video, for whole transfers. */
const PLAIN = { large: 512 * 1024 * 1024, small: 2 * 1024 * 1024 };

/** @param {string} name one of the forms, `large`, or `small-N` @returns {Promise<Film>} */
export async function film(name) {
  const folder = join(SOURCE, 'build/bench-media');
  mkdirSync(folder, { recursive: true });
  const form = FORMS[name];
  if (!form) return plainFile(folder, name);
  const path = join(folder, `${name}-${form.seconds}s.${form.ending}`);
  if (!existsSync(path)) await remux(await picture(folder, form.seconds), path, form.options);
  const { size } = statSync(path);
  return { path, size, bitrate: size / form.seconds };
}

/** @param {string} folder @param {string} name @returns {Film} */
function plainFile(folder, name) {
  const path = join(folder, `${name}.bin`);
  const size = name === 'large' ? PLAIN.large : PLAIN.small;
  if (!existsSync(path)) {
    const unfinished = `${path}.${process.pid}`;
    const file = openSync(unfinished, 'w');
    const seed = [...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7);
    const part = 1024 * 1024;
    for (let at = 0; at < size; at += part) writeSync(file, randomBytes(part, seed + at / part));
    closeSync(file);
    renameSync(unfinished, path);
  }
  return { path, size, bitrate: 5.65e6 / 8 };
}

/** The encoded video of all forms. @param {string} folder @param {number} seconds */
async function picture(folder, seconds) {
  const path = join(folder, `picture-${seconds}s.mp4`);
  if (existsSync(path)) return path;
  await ffmpeg(path, [
    ...['-f', 'lavfi', '-i', `testsrc2=size=640x360:rate=25:duration=${seconds}`],
    ...['-f', 'lavfi', '-i', `sine=frequency=440:beep_factor=4:duration=${seconds}`],
    ...['-vf', 'noise=alls=40:allf=t,format=yuv420p', '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '50'],
    ...['-b:v', '5500k', '-minrate', '5500k', '-maxrate', '5500k', '-bufsize', '5500k', '-x264-params', 'nal-hrd=cbr'],
    ...['-c:a', 'aac', '-b:a', '96k'],
  ]);
  return path;
}

/** @param {string} from @param {string} path @param {string[]} options */
function remux(from, path, options) {
  return ffmpeg(path, ['-i', from, '-c', 'copy', ...options]);
}

/** @param {string} path @param {string[]} args */
async function ffmpeg(path, args) {
  const unfinished = path.replace(/(\.[^.]+)$/, `.${process.pid}$1`);
  const { code, stderr } = await run('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args, unfinished], {
    deadline: 900_000,
  });
  if (code !== 0) throw new Error(`ffmpeg: ${stderr}`);
  renameSync(unfinished, path);
}
