// Asks the daemon for a film of the corpus as a page does, and compares the result with the expectation.
import { pullWhole, describeFilm } from '../support/media.mjs';
import { packets } from '../support/film_forms.mjs';

/** @typedef {import('./films.mjs').Film} Film */

/** Seconds by which the daemon's timestamps are later than the film's. */
const SHIFT = 10;
const MOST_LENGTH_OFF = 0.7;
/** Seconds: at a joint the sound of one recording ends before its picture. */
const MOST_STILL = 0.6;

/** @param {string} path @param {'v' | 'a'} kind */
async function timesOf(path, kind) {
  const times = (await packets(path, kind)).map(({ time }) => time - SHIFT).sort((one, other) => one - other);
  const still = times.slice(1).reduce((most, time, index) => Math.max(most, time - times[index]), 0);
  return { first: times[0] ?? Infinity, last: times.at(-1) ?? -Infinity, still };
}

/** @param {string} what @param {unknown} seen @param {unknown} expected @returns {string[]} */
const same = (what, seen, expected) => (expected === undefined || seen === expected ? [] : [`${what} ${seen}, not ${expected}`]);
/** @param {string} what @param {number} seen @param {number} expected @param {number} most @returns {string[]} */
const near = (what, seen, expected, most) =>
  Math.abs(seen - expected) <= most ? [] : [`${what} ${seen.toFixed(2)} s, not ${expected}`];

/** @param {Film} film @param {any} described @returns {string[]} */
function description(film, { probe, plan }) {
  return [
    // The timestamps at the ends of a recording do not tell its length when a part in the middle is missing.
    ...(film.jumps ? [] : near('length', probe.duration, film.length, MOST_LENGTH_OFF)),
    ...same('watched', probe.video?.index, film.watched),
    ...same('heard', plan.audio_track, film.heard),
    ...(plan.mode === 'direct' ? [] : [...same('picture', plan.video, film.video), ...same('sound', plan.audio, film.audio)]),
  ];
}

/** @param {Film} film @param {string} path */
async function wholeFilm(film, path) {
  const sound = await timesOf(path, 'a');
  const problems = near('sound begins at', sound.first, film.silent ?? 0, MOST_STILL);
  problems.push(...near('sound ends at', sound.last, film.ends ?? film.length, MOST_LENGTH_OFF));
  if (film.video === 'none') return problems;
  const { first, last, still } = await timesOf(path, 'v');
  problems.push(...near('picture begins at', first, film.late ?? 0, MOST_STILL));
  problems.push(...near('picture ends at', last, film.length, MOST_LENGTH_OFF));
  if (still > (film.still ?? MOST_STILL)) problems.push(`picture stands still for ${still.toFixed(2)} s`);
  if (first < 0) problems.push(`picture before the beginning, at ${first.toFixed(2)} s`);
  return problems;
}

/** @param {Film} film @param {string} path @param {number} at */
async function fromPlace(film, path, at) {
  const { first, last } = await timesOf(path, film.video === 'none' ? 'a' : 'v');
  const problems = near('after a jump, it ends at', last, film.length, MOST_LENGTH_OFF);
  if (first > at + 0.05) problems.push(`after a jump to ${at} s, begins at ${first.toFixed(2)} s`);
  return problems;
}

/**
 * @param {import('../support/resources.mjs').Resources} resources @param {import('../support/rpc.mjs').RpcPeer} client
 * @param {Film} film @param {{id: string, index: number}} file
 * @returns {Promise<{problems: string[], plan: string}>}
 */
export async function judge(resources, client, film, { id, index }) {
  const described = await describeFilm(client, id, index);
  const problems = description(film, described);
  const whole = await pullWhole(resources, client, id, index, described.plan.mode === 'direct' ? { repackage: true } : {});
  problems.push(...(await wholeFilm(film, whole.path)));
  if (!film.jumps) {
    const at = Math.round((film.late ?? 0) + (film.length - (film.late ?? 0)) * 0.6);
    problems.push(...(await fromPlace(film, (await pullWhole(resources, client, id, index, { at })).path, at)));
  }
  return { problems, plan: `${described.plan.mode} ${described.plan.video} ${described.plan.audio}` };
}
