// Compares the observations of a film with the expectation. Pure.
import { SECONDS } from './recipes.mjs';

/** @typedef {import('./viewing.mjs').Viewing} Viewing */
/** @typedef {import('./viewing.mjs').Watched} Watched */

/** The largest distance from the frame of the clock. */
const MOST_FRAMES_OFF = 1;
/**
 * The largest distance while the film is paused after a seek. Firefox takes a frame to last until the next one of its
 * fragment; at the end of a fragment among reordered frames, the shown one may be as early as these reach. Once the film
 * plays, the frame is right.
 */
const MOST_FRAMES_OFF_STANDING = { chromium: 1, firefox: 3 };
const MOST_STILL_MS = 1000;
const MOST_SEEK_MS = 5000;
/** Seconds by which the position may miss the target of a seek: a film that ends early shows its last frame. */
const MOST_PLACE_OFF = 0.2;
/** The largest lateness of the sound, in milliseconds, beyond that of the source itself. */
const MOST_LATE_MS = 40;

/** @param {number[]} values */
export function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

/** @param {Watched} watched @param {string} when @returns {string[]} */
function motion({ played, longest, pictures, off }, when) {
  const problems = [];
  if (played < 0.4 || pictures < 3) problems.push(`${when}: stands still (${played.toFixed(1)} s, ${pictures} pictures)`);
  else if (longest > MOST_STILL_MS) problems.push(`${when}: ${longest} ms without a new picture`);
  if (off === null || Math.abs(off) > MOST_FRAMES_OFF) problems.push(`${when}: moving picture is ${off} frames off`);
  return problems;
}

/** @param {Viewing['jumps'][number]} jump @param {number} mostOff @returns {string[]} */
function landing({ to, here, arrived, took, still, moving }, mostOff) {
  const when = `${here ? 'near' : 'far'} jump to ${to} s`;
  if (!arrived) return [`${when}: does not arrive`];
  const problems = [];
  if (took > MOST_SEEK_MS) problems.push(`${when}: takes ${took} ms`);
  if (Math.abs(still.time - to) > MOST_PLACE_OFF) problems.push(`${when}: is at ${still.time.toFixed(2)} s`);
  if (still.off === null || Math.abs(still.off) > mostOff) problems.push(`${when}: picture is ${still.off} frames off`);
  return [...problems, ...motion(moving, when)];
}

/** @param {Viewing['sound']} sound @param {number} own how late it is in the source, in ms @returns {string[]} */
function hearing({ bytes, has, right, wrong, late }, own) {
  if (has !== null) return has ? [] : ['no sound'];
  if (!bytes) return ['no sound decoded'];
  const problems = [];
  if (right < 20 || wrong * 4 > right) problems.push(`wrong tones: ${right} right, ${wrong} wrong`);
  if (late.length === 0) problems.push('no change of tone heard');
  else if (Math.abs(median(late) - own) > MOST_LATE_MS) {
    problems.push(`sound ${Math.round(median(late))} ms late, in the source ${own}`);
  }
  return problems;
}

/**
 * @param {Viewing} viewing
 * @param {import('../support/browser.mjs').Family} family
 * @param {number} [ownLateness] of the sound in the source, in milliseconds
 * @returns {string[]} what is wrong, none: nothing
 */
export function problemsOf({ length, beginning, jumps, sound }, family, ownLateness = 0) {
  const known = length !== null && Math.abs(length - SECONDS) <= 1;
  return [
    ...(known ? [] : [`says it is ${length ?? 'endlessly'} s long`]),
    ...motion(beginning, 'beginning'),
    ...jumps.flatMap((jump) => landing(jump, MOST_FRAMES_OFF_STANDING[family])),
    ...hearing(sound, ownLateness),
  ];
}
