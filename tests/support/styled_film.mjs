// A grey film with styled subtitles: an ASS script in a striking colour with an attached font, and bitmap subtitles of
// Blu-ray and DVD.
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kept } from './film_forms.mjs';
import { bar } from './pgs.mjs';

/** A monospaced font of packages.txt, in which narrow letters are wide. */
const FONT = '/usr/share/fonts/truetype/dejavu/DejaVuSansMono-Bold.ttf';

/** Distance of the subtitles and their duration, in seconds. */
const EVERY = 4;
const LONG = 2;

/** Position of the bar, on a screen of 1280×720. */
export const BAR = { x: 400, y: 560, width: 480, height: 60 };
export const SCREEN = { width: 1280, height: 720 };

/** Studio green of BT.709: Y, Cr, Cb, opacity. */
const GREEN = [173, 26, 42, 255];

/** @param {number} seconds */
function clock(seconds) {
  return `0:${new Date(seconds * 1000).toISOString().slice(14, 22)}`;
}

/** Magenta letters at the upper left, without an outline. @param {number} seconds of the film @param {string} letters */
export function script(seconds, letters) {
  const lines = starts(seconds).map((start) => `Dialogue: 0,${clock(start)},${clock(start + LONG)},Sign,,0,0,0,,${letters}`);
  return [
    '[Script Info]',
    'ScriptType: v4.00+',
    'PlayResX: 1280',
    'PlayResY: 720',
    '',
    '[V4+ Styles]',
    'Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, ' +
      'StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding',
    'Style: Default,Arial,40,&H00FFFFFF,&H0,&H0,&H0,0,0,0,0,100,100,0,0,1,2,0,2,10,10,10,1',
    'Style: Sign,DejaVu Sans Mono,80,&H00FF00FF,&H0,&H0,&H0,-1,0,0,0,100,100,0,0,1,0,0,7,100,10,60,1',
    '',
    '[Events]',
    'Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text',
    ...lines,
    '',
  ].join('\n');
}

/** Start times of the subtitles. @param {number} seconds */
export function starts(seconds) {
  return Array.from({ length: Math.floor(seconds / EVERY) }, (_, n) => n * EVERY + 1);
}

/** @param {import('./resources.mjs').Resources} resources @param {string} name @param {number} seconds */
export async function styledFilm(resources, name, seconds) {
  const folder = resources.folder();
  const [text, pictures, font] = ['lines.ass', 'lines.sup', 'Mono.ttf'].map((file) => join(folder, file));
  writeFileSync(text, script(seconds, 'iiiiiiiiii'));
  const bars = starts(seconds).map((start) => bar({ start, end: start + LONG, area: BAR, screen: SCREEN, colour: GREEN }));
  writeFileSync(pictures, Buffer.concat(bars));
  copyFileSync(FONT, font);
  return kept(name, [
    ...['-f', 'lavfi', '-i', `color=c=gray:size=640x360:rate=24:duration=${seconds}`],
    ...['-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=48000:duration=${seconds}`],
    ...['-copyts', '-i', text, '-fix_sub_duration', '-i', pictures],
    ...['-map', '0:v', '-map', '1:a', '-map', '2:s', '-map', '3:s', '-map', '3:s'],
    ...['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-preset', 'veryfast', '-g', '48', '-c:a', 'ac3', '-c:s', 'copy', '-c:s:2', 'dvdsub'],
    ...['-metadata:s:s:0', 'language=eng', '-metadata:s:s:1', 'language=ger', '-metadata:s:s:2', 'language=spa'],
    ...['-attach', font, '-metadata:s:t', 'mimetype=application/x-truetype-font'],
  ]);
}
