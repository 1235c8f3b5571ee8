// Films whose frames carry their numbers, made once by ffmpeg and kept in build/test-media.
import { existsSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { keptFolder } from './paths.mjs';
import { run } from './process.mjs';

export const FRAMES_PER_SECOND = 25;
const BITS = 12;
const CELL = 16;

/** ffmpeg filters: white squares on a black strip, the frame number in binary, lowest bit at the left. */
export const FRAME_NUMBER = [
  `drawbox=x=0:y=0:w=${BITS * CELL}:h=${CELL}:color=black:t=fill`,
  ...Array.from(
    { length: BITS },
    (_, bit) =>
      `drawbox=x=${bit * CELL}:y=0:w=${CELL}:h=${CELL}:color=white:t=fill:enable='mod(floor(n/${2 ** bit}),2)'`,
  ),
].join(',');

/**
 * An MP4 (H.264, AAC, index first) of 640 by 360 at 2 Mbit/s.
 * @param {string} name
 * @param {number} seconds
 * @returns {Promise<{path: string, size: number, seconds: number}>}
 */
export async function film(name, seconds) {
  const path = join(keptFolder('test-media'), `${name}-${seconds}s.mp4`);
  if (!existsSync(path)) await make(path, seconds);
  return { path, size: statSync(path).size, seconds };
}

async function make(/** @type {string} */ path, /** @type {number} */ seconds) {
  const unfinished = `${path}.${process.pid}.mp4`;
  const { code, stderr } = await run(
    'ffmpeg',
    [
      '-v',
      'error',
      '-nostdin',
      '-y',
      '-f',
      'lavfi',
      '-i',
      `testsrc=size=640x360:rate=${FRAMES_PER_SECOND}:duration=${seconds}`,
      '-f',
      'lavfi',
      '-i',
      `sine=frequency=440:beep_factor=4:duration=${seconds}`,
      '-vf',
      `noise=alls=24:allf=t,${FRAME_NUMBER},format=yuv420p`,
      '-c:v',
      'libx264',
      '-preset',
      'veryfast',
      '-b:v',
      '2M',
      '-maxrate',
      '2M',
      '-bufsize',
      '2M',
      '-g',
      '50',
      '-c:a',
      'aac',
      '-b:a',
      '96k',
      '-movflags',
      '+faststart',
      unfinished,
    ],
    { deadline: 120_000 },
  );
  if (code !== 0) throw new Error(`ffmpeg: ${stderr}`);
  renameSync(unfinished, path);
}

/**
 * Runs in a page: the number in the frame that a video element shows, or null without a frame. Self-contained, because
 * its text is sent to the browser.
 * @param {HTMLVideoElement} video
 */
export function shownFrame(video) {
  const bits = 12;
  const cell = 16;
  if (video.videoWidth === 0) return null;
  const canvas = document.createElement('canvas');
  canvas.width = bits * cell;
  canvas.height = cell;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.drawImage(video, 0, 0, bits * cell, cell, 0, 0, bits * cell, cell);
  let number = 0;
  for (let bit = 0; bit < bits; bit++) {
    const [red] = context.getImageData(bit * cell + cell / 2, cell / 2, 1, 1).data;
    if (red > 128) number += 2 ** bit;
  }
  return number;
}
