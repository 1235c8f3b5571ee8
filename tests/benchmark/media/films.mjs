// The films of the media benchmark: 1080p at 5 Mbit/s, in formats that browsers play as they are and in others; made
// once.
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { SOURCE } from '../../support/paths.mjs';
import { run } from '../../support/process.mjs';

const SECONDS = 120;
/** Distance of keyframes. */
export const GROUP_SECONDS = 2;

const PICTURE = ['-f', 'lavfi', '-i', `testsrc2=size=1920x1080:rate=25:duration=${SECONDS}`];
const SOUND = ['-f', 'lavfi', '-i', `sine=frequency=440:beep_factor=4:sample_rate=48000:duration=${SECONDS}`];
const RATE = ['-b:v', '5000k', '-minrate', '5000k', '-maxrate', '5000k', '-bufsize', '2500k'];
const GROUP = ['-g', String(25 * GROUP_SECONDS)];
const SURROUND = ['-c:a', 'ac3', '-b:a', '448k', '-ac', '6'];

/**
 * Each form is made from the one in `from`, or from nothing.
 * @type {Record<string, {from?: string, options: string[]}>}
 */
const FORMS = {
  'direct.mp4': {
    options: [
      ...[...PICTURE, ...SOUND, '-vf', 'noise=alls=20:allf=t,format=yuv420p'],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-x264-params', 'nal-hrd=cbr', '-bf', '2', ...RATE, ...GROUP],
      ...['-c:a', 'aac', '-b:a', '192k', '-ac', '2', '-movflags', '+faststart'],
    ],
  },
  'repackaged.mkv': {
    from: 'direct.mp4',
    options: [
      ...['-map', '0:v', '-map', '0:a', '-map', '0:a', '-c:v', 'copy', ...SURROUND],
      ...['-metadata:s:a:0', 'language=eng', '-metadata:s:a:1', 'language=fra'],
    ],
  },
  'turned.avi': {
    from: 'direct.mp4',
    options: ['-c:v', 'mpeg4', '-vtag', 'XVID', ...RATE, ...GROUP, '-c:a', 'libmp3lame', '-b:a', '192k'],
  },
};

/** @param {string} name @returns {Promise<string>} its path */
export async function timedFilm(name) {
  const folder = join(SOURCE, 'build/bench-media');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `timed-${SECONDS}s-${name}`);
  if (existsSync(path)) return path;
  const { from, options } = FORMS[name];
  const source = from ? ['-i', await timedFilm(from)] : [];
  const unfinished = join(folder, `${process.pid}-${name}`);
  const made = await run('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...source, ...options, unfinished], {
    deadline: 600_000,
  });
  if (made.code !== 0) throw new Error(`${name}: ffmpeg: ${made.stderr.slice(-500)}`);
  renameSync(unfinished, path);
  return path;
}
