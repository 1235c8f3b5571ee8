// Medians, and rows of them.

/** @typedef {{case: string, peer: string, metric: string, median: number, min: number, max: number, n: number}} Row */

/** @param {number[]} values */
export function median(values) {
  if (values.length === 0) throw new Error('no values');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** @param {string} name of the case @param {string} peer @param {string} metric @param {number[]} values @returns {Row} */
export function row(name, peer, metric, values) {
  const [min, max] = [Math.min(...values), Math.max(...values)];
  return { case: name, peer, metric, median: median(values), min, max, n: values.length };
}

/** Values of several runs by case, peer and metric, in the order in which they came. */
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
