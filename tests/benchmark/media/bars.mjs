// The bars of playing. Pure.

/** @typedef {import('../numbers.mjs').Row} Row */
/** @typedef {{met: boolean, text: string}} Verdict */

/** Milliseconds, % of a core, MiB. @type {Array<[string, string, Record<string, number>]>} */
const BARS = [
  ['complete-repackaged.mkv', 'start', { chromium: 500, firefox: 500 }],
  ['complete-turned.avi', 'start', { chromium: 900, firefox: 900 }],
  ['complete-repackaged.mkv', 'seek', { chromium: 600, firefox: 600 }],
  ['complete-turned.avi', 'seek', { chromium: 600, firefox: 600 }],
  ['complete-repackaged.mkv', 'sound_switch', { chromium: 200, firefox: 600 }],
  ['complete-repackaged.mkv', 'cpu', { chromium: 6, firefox: 6 }],
  ['complete-repackaged.mkv', 'memory', { chromium: 120, firefox: 120 }],
];
/** Limit of the start of a repackaged film, relative to one that plays as it is. */
const SWARM_RATIO = 1.3;

/** @param {Row[]} rows @returns {Verdict[]} */
export function verdicts(rows) {
  const find = (/** @type {string} */ name, /** @type {string} */ metric, /** @type {string} */ peer) =>
    rows.find((row) => row.case === name && row.metric === metric && row.peer === peer)?.median;
  const fixed = BARS.flatMap(([name, metric, limits]) =>
    Object.entries(limits).map(([peer, limit]) => verdict(`${name}, ${metric}, ${peer}`, find(name, metric, peer), limit)),
  );
  const relative = ['chromium', 'firefox'].map((peer) => {
    const direct = find('swarm-direct.mp4', 'start', peer);
    const repackaged = find('swarm-repackaged.mkv', 'start', peer);
    const ratio = direct !== undefined && repackaged !== undefined ? repackaged / direct : undefined;
    return verdict(`start from a swarm, repackaged over direct, ${peer}`, ratio, SWARM_RATIO);
  });
  return [...fixed, ...relative];
}

/**
 * A value that was not measured misses its bar.
 * @param {string} what
 * @param {number | undefined} value
 * @param {number} limit
 * @returns {Verdict}
 */
function verdict(what, value, limit) {
  const met = value !== undefined && value <= limit;
  return { met, text: `${met ? 'met   ' : 'MISSED'}  ${what}: ${value?.toPrecision(3) ?? 'not measured'}, bar ≤ ${limit}` };
}

/** @param {Verdict[]} judged */
export function missedBars(judged) {
  return judged.filter(({ met }) => !met).length;
}
