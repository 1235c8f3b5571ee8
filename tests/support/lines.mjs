// Subtitles whose lines tell their own time, and films that carry them.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filmOf } from './film_forms.mjs';

/** A line every so many seconds, each this long. */
const EVERY = 2;
const LONG = 1.5;

/** @param {number} seconds */
function clock(seconds) {
  return `${new Date(seconds * 1000).toISOString().slice(11, 23).replace('.', ',')}`;
}

/** What is read at a moment; null between two lines. @param {number} time seconds @param {string} [word] */
export function lineAt(time, word = 'line') {
  const start = Math.floor(time / EVERY) * EVERY;
  return time < start + LONG ? `${word} ${start}` : null;
}

/** SubRip. @param {number} seconds @param {string} [word] */
export function subRip(seconds, word = 'line') {
  const starts = Array.from({ length: Math.floor(seconds / EVERY) }, (_, n) => n * EVERY);
  return starts
    .map((start, n) => `${n + 1}\n${clock(start)} --> ${clock(start + LONG)}\n${word} ${start}\n`)
    .join('\n');
}

/**
 * A film with text in it.
 * @param {import('./resources.mjs').Resources} resources
 * @param {string} name of the file
 * @param {number} seconds
 * @param {string[]} encoding of picture, sound and text
 */
export function filmWithLines(resources, name, seconds, encoding) {
  const text = join(resources.folder(), 'lines.srt');
  writeFileSync(text, subRip(seconds));
  const maps = ['-map', '0:v', '-map', '1:a', '-map', '2:s', '-metadata:s:s:0', 'language=eng'];
  return filmOf(name, seconds, ['-i', text, ...maps, ...encoding]);
}
