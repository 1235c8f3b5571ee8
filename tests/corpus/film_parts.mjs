// Small films and changes of them, for the corpus: ffmpeg makes them once, and build/test-media keeps them.
import { appendFileSync, closeSync, existsSync, openSync, readFileSync, readSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kept } from '../support/film_forms.mjs';
import { keptFolder } from '../support/paths.mjs';

/** Length in seconds of every film that is not made of others. */
export const SECONDS = 12;
const SIZE = '320x180';

/** @type {Record<string, string[]>} */
export const PICTURES = {
  h264: ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-g', '50', '-bf', '2'],
  'h264-open': ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-g', '50', '-bf', '3', '-x264-params', 'open-gop=1:b-adapt=0:scenecut=0'],
  'h264-long': ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-g', '250', '-keyint_min', '250', '-sc_threshold', '0', '-bf', '2'],
  hevc: ['-c:v', 'libx265', '-preset', 'superfast', '-pix_fmt', 'yuv420p', '-x265-params', 'log-level=error:keyint=50'],
  mpeg2: ['-c:v', 'mpeg2video', '-pix_fmt', 'yuv420p', '-b:v', '900k', '-g', '15', '-bf', '2'],
  mpeg4: ['-c:v', 'mpeg4', '-pix_fmt', 'yuv420p', '-b:v', '600k', '-g', '50'],
  mjpeg: ['-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p', '-q:v', '5'],
};

/** @type {Record<string, string[]>} */
export const SOUNDS = {
  aac: ['-c:a', 'aac', '-b:a', '96k'],
  ac3: ['-c:a', 'ac3', '-b:a', '192k'],
  mp2: ['-c:a', 'mp2', '-b:a', '192k'],
  mp3: ['-c:a', 'libmp3lame', '-b:a', '128k'],
};

export const picture = (seconds = SECONDS, more = '') => [
  ...['-f', 'lavfi', '-i', `testsrc=size=${SIZE}:rate=25:duration=${seconds}${more}`],
];
export const sound = (seconds = SECONDS, frequency = 440) => [
  ...['-f', 'lavfi', '-i', `sine=frequency=${frequency}:sample_rate=48000:duration=${seconds}`],
];

/** @param {string} name */
function formatOf(name) {
  if (name.endsWith('.m2ts')) return ['-f', 'mpegts', '-mpegts_m2ts_mode', '1'];
  if (name.endsWith('.ts')) return ['-f', 'mpegts'];
  return name.endsWith('.mpg') ? ['-f', 'vob'] : [];
}

/** Makes a film by arguments of ffmpeg. @param {string} name @param {string[]} args */
export function made(name, ...args) {
  return kept(`corpus-${name}`, [...args, '-strict', '-2', ...formatOf(name)]);
}

/** @param {string} name @param {string} video of PICTURES @param {string} audio of SOUNDS @param {string[]} more */
export function plain(name, video, audio, more = []) {
  return made(name, ...picture(), ...sound(), ...PICTURES[video], ...SOUNDS[audio], ...more);
}

/** Concatenates files. @param {string} name @param {string[]} parts */
export function joined(name, parts) {
  return changed(name, (path) => {
    writeFileSync(path, '');
    for (const part of parts) appendFileSync(path, readFileSync(part));
  });
}

/** Puts bytes in front of a film. @param {string} name @param {string} film @param {Buffer} bytes */
export function behind(name, film, bytes) {
  return changed(name, (path) => writeFileSync(path, Buffer.concat([bytes, readFileSync(film)])));
}

/** Length of a packet; those of a Blu-ray's transport stream are longer. @param {string} name */
const packetOf = (name) => (name.endsWith('.m2ts') ? 192 : 188);

/** Cuts a film: from a byte or a share of its packets on, or up to a share. @param {string} name @param {string} film @param {{from?: number, skip?: number, share?: number}} part */
export function part(name, film, { from = 0, skip = 0, share = 1 }) {
  return changed(name, (path) => {
    const bytes = readFileSync(film);
    const skipped = Math.floor((bytes.length * skip) / packetOf(name)) * packetOf(name);
    writeFileSync(path, bytes.subarray(from + skipped, Math.floor(bytes.length * share)));
  });
}

/** @param {string} name @param {(path: string) => void} make */
function changed(name, make) {
  const path = join(keptFolder('test-media'), `corpus-${name}`);
  if (existsSync(path)) return path;
  const unfinished = `${path}.${process.pid}`;
  make(unfinished);
  renameSync(unfinished, path);
  return path;
}

/** Files to attach, of incompressible bytes. @param {number} count @param {number} bytes @returns {string[]} arguments of ffmpeg */
export function fonts(count, bytes) {
  const noise = Buffer.alloc(bytes);
  const random = openSync('/dev/urandom', 'r');
  readSync(random, noise);
  closeSync(random);
  return Array.from({ length: count }, (_, number) => {
    const path = changed(`font-${bytes}-${number}.ttf`, (unfinished) => writeFileSync(unfinished, noise));
    const named = [`-metadata:s:t:${number}`, 'mimetype=application/x-truetype-font'];
    return ['-attach', path, ...named, `-metadata:s:t:${number}`, `filename=font${number}.ttf`];
  }).flat();
}
