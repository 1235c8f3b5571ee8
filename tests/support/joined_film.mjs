// Two joined recordings with different frame sizes, so that each needs an init segment of its own.
import { joined, made, plain, sound, PICTURES, SOUNDS } from '../corpus/film_parts.mjs';

/** Seconds at which the second recording begins; frame widths of both. */
export const JOINT = 12;
export const WIDTHS = [320, 480];
export const PICTURES_EACH = 300;

/** @returns {Promise<string>} its path */
export async function joinedFilm() {
  const other = await made(
    'other-size.ts',
    ...['-f', 'lavfi', '-i', `testsrc2=size=${WIDTHS[1]}x270:rate=25:duration=12`, ...sound()],
    ...[...PICTURES.h264, '-bf', '0', '-profile:v', 'baseline', ...SOUNDS.aac],
  );
  return joined('two-sizes.ts', [await plain('h264-aac.ts', 'h264', 'aac'), other]);
}
