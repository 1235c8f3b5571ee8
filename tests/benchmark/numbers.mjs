// Medians, and rows of them.

/** @typedef {{case: string, peer: string, metric: string, median: number, min: number, max: number, most: number, n: number}} Row
 * `most`: nine of ten values are at most this */

/** @param {number[]} values */
export function median(values) {
  if (values.length === 0) throw new Error('no values');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * The smallest value that a share `part` of the values does not exceed (nearest rank).
 * @param {number[]} values
 * @param {number} part
 */
export function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  // 0.9 of 10 is 9.000000000000002 in binary.
  return sorted[Math.max(0, Math.ceil(values.length * part - 1e-9) - 1)];
}

/** @param {string} name of the case @param {string} peer @param {string} metric @param {number[]} values @returns {Row} */
export function row(name, peer, metric, values) {
  const [min, max] = [Math.min(...values), Math.max(...values)];
  const most = quantile(values, 0.9);
  return { case: name, peer, metric, median: median(values), min, max, most, n: values.length };
}

/** Values of several runs by case, peer and metric, in the order of their first run. */
export class Collection {
  /** @type {Map<string, {key: [string, string, string], values: number[]}>} */
  #values = new Map();

  /** @param {string} name @param {string} peer @param {Record<string, number[]>} values */
  add(name, peer, values) {
    for (const [metric, more] of Object.entries(values)) {
      const key = JSON.stringify([name, peer, metric]);
      const entry = this.#values.get(key) ?? { key: [name, peer, metric], values: [] };
      entry.values.push(...more);
      this.#values.set(key, entry);
    }
  }

  /** @returns {Row[]} */
  rows() {
    return [...this.#values.values()]
      .filter(({ values }) => values.length > 0)
      .map(({ key, values }) => row(...key, values));
  }
}
