// ffmpeg's arguments for the film of a cell: each frame carries its number, each second of the sound its tone. Pure.
import { FRAMES_PER_SECOND, FRAME_NUMBER } from '../support/film.mjs';

/** @typedef {import('./cells.mjs').Cell} Cell */

/** Longer than a player's buffer, so that there are positions to seek to that are not buffered. */
export const SECONDS = 48;

/** The tones of the seconds of the film, in hertz, by turns. */
export const TONES = { lowest: 400, step: 200, count: 8 };

/** A keyframe every four seconds, B-frames in between, as in most films. */
const FILM_LIKE = ['-b:v', '500k', '-g', '100', '-bf', '3'];
const X264 = ['-c:v', 'libx264', '-preset', 'veryfast', ...FILM_LIKE];
const X265 = ['-c:v', 'libx265', '-preset', 'superfast', '-x265-params', 'log-level=error:keyint=100', ...FILM_LIKE];
const EIGHT_BIT = ['-pix_fmt', 'yuv420p'];
const TEN_BIT = ['-pix_fmt', 'yuv420p10le'];

/** @type {Record<string, string[]>} */
const PICTURES = {
  h264: [...X264, ...EIGHT_BIT],
  'h264-10': [...X264, ...TEN_BIT],
  hevc: [...X265, ...EIGHT_BIT],
  'hevc-10': [...X265, ...TEN_BIT],
  av1: ['-c:v', 'libsvtav1', '-preset', '12', '-crf', '40', '-g', '100', ...EIGHT_BIT],
  vp9: ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '500k', '-g', '100', ...EIGHT_BIT],
  mpeg4: ['-c:v', 'mpeg4', '-b:v', '600k', '-g', '100', '-bf', '2', ...EIGHT_BIT],
  mpeg2: ['-c:v', 'mpeg2video', '-b:v', '900k', '-g', '15', '-bf', '2', ...EIGHT_BIT],
  wmv2: ['-c:v', 'wmv2', '-b:v', '800k', '-g', '100', ...EIGHT_BIT],
  flv1: ['-c:v', 'flv', '-b:v', '800k', '-g', '100', ...EIGHT_BIT],
};

const STEREO = ['-ac', '2'];
const SURROUND = ['-ac', '6'];

/** @type {Record<string, string[]>} */
const SOUNDS = {
  aac: ['-c:a', 'aac', '-b:a', '128k', ...STEREO],
  ac3: ['-c:a', 'ac3', ...SURROUND],
  eac3: ['-c:a', 'eac3', ...SURROUND],
  dts: ['-c:a', 'dca', ...SURROUND],
  truehd: ['-c:a', 'truehd', ...SURROUND],
  flac: ['-c:a', 'flac', ...STEREO],
  opus: ['-c:a', 'libopus', ...STEREO],
  mp3: ['-c:a', 'libmp3lame', ...STEREO],
  vorbis: ['-c:a', 'libvorbis', ...STEREO],
  pcm: ['-c:a', 'pcm_s16le', ...STEREO],
  wma: ['-c:a', 'wmav2', ...STEREO],
};

/** @type {Record<string, {ending: string, options: string[]}>} */
const CONTAINERS = {
  mp4: { ending: 'mp4', options: [] },
  'mp4-first': { ending: 'mp4', options: ['-movflags', '+faststart'] },
  'mp4-fragments': { ending: 'mp4', options: ['-movflags', '+frag_keyframe+delay_moov+default_base_moof'] },
  mkv: { ending: 'mkv', options: [] },
  'mkv-nocues': { ending: 'mkv', options: [] },
  // Neither length nor index, like a recording that was cut off.
  'mkv-piped': { ending: 'mkv', options: ['-seekable', '0'] },
  webm: { ending: 'webm', options: [] },
  avi: { ending: 'avi', options: [] },
  ts: { ending: 'ts', options: ['-f', 'mpegts'] },
  mov: { ending: 'mov', options: [] },
  flv: { ending: 'flv', options: [] },
  mpg: { ending: 'mpg', options: ['-f', 'vob'] },
  wmv: { ending: 'wmv', options: ['-f', 'asf'] },
};

/** Codec options that a container needs. @type {Record<string, string[]>} */
const SPECIALS = {
  'avi/mpeg4': ['-vtag', 'XVID'],
  'mp4-first/hevc': ['-tag:v', 'hvc1'],
  'mov/hevc': ['-tag:v', 'hvc1'],
  // As on DVDs. With 24 bits ffmpeg loses the beginning of a sample when it seeks.
  'mpg/pcm': ['-c:a', 'pcm_dvd', '-sample_fmt', 's16'],
};

/**
 * Milliseconds by which the sound is later than the frames in the source: AVI has no presentation times, and H.264 is read with
 * its frames moved back by the two that are reordered.
 * @param {Cell} cell
 */
export function ownLateness({ container, picture }) {
  return container === 'avi' && picture === 'h264' ? (-2 / FRAMES_PER_SECOND) * 1000 : 0;
}

/** @param {Cell} cell @returns {string} how the name of its file ends */
export function ending({ container }) {
  return CONTAINERS[container].ending;
}

/** @param {Cell} cell @returns {string[]} arguments of ffmpeg, all but the file */
export function recipe({ container, picture, sound }) {
  const tone = `${TONES.lowest}+${TONES.step}*mod(floor(t),${TONES.count})`;
  return [
    ...['-f', 'lavfi', '-i', `testsrc=size=320x180:rate=${FRAMES_PER_SECOND}:duration=${SECONDS}`],
    ...['-f', 'lavfi', '-i', `aevalsrc=exprs='0.3*sin(2*PI*t*(${tone}))':sample_rate=48000:duration=${SECONDS}`],
    ...['-vf', `noise=alls=12:allf=t,${FRAME_NUMBER}`],
    ...PICTURES[picture],
    ...SOUNDS[sound],
    ...(SPECIALS[`${container}/${picture}`] ?? []),
    ...(SPECIALS[`${container}/${sound}`] ?? []),
    ...['-strict', '-2'], // DTS and TrueHD encoders count as experimental
    ...CONTAINERS[container].options,
  ];
}
