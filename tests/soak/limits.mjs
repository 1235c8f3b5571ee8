// Limits of each figure of a soak, and of its growth from the first tenth of the run to the last. Pure.

/** @typedef {import('./samples.mjs').Sample} Sample */
/** @typedef {{share: number, more: number, most: number}} Limit the last tenth: at most `share` times the first and `more`; never above `most` */
/** @typedef {{name: string, first: number, last: number, most: number, limit: number, ok: boolean}} Row */

const MIB = 1024 * 1024;

/**
 * In a short run the first tenth is a daemon that has just started.
 * @param {{films: number, minutes: number}} run bytes of all films
 * @returns {Record<string, Limit>}
 */
export function limitsOf({ films, minutes }) {
  const warm = minutes >= 30;
  return {
    'resident memory': { share: 1.1, more: warm ? 16 * MIB : 160 * MIB, most: 512 * MIB },
    descriptors: { share: 1.1, more: 96, most: 512 },
    threads: { share: 1.1, more: 32, most: 192 },
    'disk use': { share: 1, more: films * 1.1 + 8 * MIB, most: films * 1.1 + 8 * MIB },
    'library.db': { share: 1.1, more: 2 * MIB, most: 16 * MIB },
    'state folder': { share: 1.1, more: 4 * MIB, most: 32 * MIB },
  };
}

/** @param {number[]} values */
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** @param {Sample[]} samples in order @param {Record<string, Limit>} limits @returns {Row[]} */
export function judged(samples, limits) {
  const tenth = Math.max(1, Math.ceil(samples.length / 10));
  return Object.entries(limits).map(([name, { share, more, most: highest }]) => {
    const values = samples.map((sample) => sample[name]);
    const [first, last, most] = [mean(values.slice(0, tenth)), mean(values.slice(-tenth)), Math.max(0, ...values)];
    const limit = Math.min(first * share + more, highest);
    return { name, first, last, most, limit, ok: values.length > 0 && last <= limit && most <= highest };
  });
}

/** @param {string} name @param {number} value */
function shown(name, value) {
  const counted = name === 'descriptors' || name === 'threads';
  return counted ? value.toFixed(0) : `${(value / MIB).toFixed(1)} MiB`;
}

/** @param {Row[]} rows @returns {string[]} lines of a small table */
export function table(rows) {
  const head = ['', 'first 10 %', 'last 10 %', 'most', 'limit of the last', ''];
  const cells = rows.map(({ name, first, last, most, limit, ok }) => [name, ...[first, last, most, limit].map((value) => shown(name, value)), ok ? 'ok' : 'TOO MUCH']);
  return [head, ...cells].map((line) => line.map((cell, n) => (n === 0 ? cell.padEnd(16) : cell.padStart(n === 4 ? 18 : 11))).join(' ').trimEnd());
}
