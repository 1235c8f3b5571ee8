// Subtitles whose text is their own time, and films that contain them.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filmOf } from './film_forms.mjs';

/** Distance of the lines and their duration, in seconds. */
const EVERY = 2;
const LONG = 1.5;

/** @param {number} seconds */
function clock(seconds) {
  return `${new Date(seconds * 1000).toISOString().slice(11, 23).replace('.', ',')}`;
}

/** The line at a time; null between two lines. @param {number} time seconds @param {string} [word] */
export function lineAt(time, word = 'line') {
  const start = Math.floor(time / EVERY) * EVERY;
  return time < start + LONG ? `${word} ${start}` : null;
}

/** The lines as SubRip. @param {number} seconds @param {string} [word] */
export function subRip(seconds, word = 'line') {
  const starts = Array.from({ length: Math.floor(seconds / EVERY) }, (_, n) => n * EVERY);
  return starts
    .map((start, n) => `${n + 1}\n${clock(start)} --> ${clock(start + LONG)}\n${word} ${start}\n`)
    .join('\n');
}

/**
 * A film with a text subtitle track.
 * @param {import('./resources.mjs').Resources} resources
 * @param {string} name of the file
 * @param {number} seconds
 * @param {string[]} encoding ffmpeg arguments for video, audio and subtitles
 */
export function filmWithLines(resources, name, seconds, encoding) {
  const text = join(resources.folder(), 'lines.srt');
  writeFileSync(text, subRip(seconds));
  const maps = ['-map', '0:v', '-map', '1:a', '-map', '2:s', '-metadata:s:s:0', 'language=eng'];
  return filmOf(name, seconds, ['-i', text, ...maps, ...encoding]);
}
