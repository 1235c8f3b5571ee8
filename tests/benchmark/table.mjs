// The rows as a table: a line for each case and metric, a column for each peer, ratios to the best other peer. Pure.

/** @typedef {import('./numbers.mjs').Row} Row */

/** @param {number} value */
export function figure(value) {
  if (value === 0) return '0';
  if (Math.abs(value) >= 100) return value.toFixed(0);
  return Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** @param {Row | undefined} row */
function cell(row) {
  if (!row) return '–';
  return row.n === 1 || row.min === row.max
    ? figure(row.median)
    : `${figure(row.median)} (${figure(row.min)}–${figure(row.max)})`;
}

/** Magnetar's median over the smallest and the largest of the others'. @param {Row[]} line */
function ratios(line) {
  const own = line.find(({ peer }) => peer === 'magnetar')?.median;
  const others = line.filter(({ peer }) => peer !== 'magnetar').map(({ median }) => median);
  if (own === undefined || others.length === 0 || Math.min(...others) <= 0) return '–';
  const [low, high] = [own / Math.max(...others), own / Math.min(...others)];
  return low === high ? figure(low) : `${figure(low)}–${figure(high)}`;
}

/**
 * @param {string[][]} lines the first one is the header
 * @returns {string} a Markdown table that is also aligned as text
 */
export function markdown(lines) {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const written = lines.map((line) => `| ${line.map((text, column) => text.padEnd(widths[column])).join(' | ')} |`);
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [written[0], rule, ...written.slice(1)].join('\n');
}

/** @param {Row[]} rows */
export function table(rows) {
  const peers = [...new Set(rows.map(({ peer }) => peer))];
  const keys = [...new Set(rows.map((row) => `${row.case} ${row.metric}`))];
  const lines = keys.map((key) => {
    const line = rows.filter((row) => `${row.case} ${row.metric}` === key);
    return [...key.split(' '), ...peers.map((peer) => cell(line.find((row) => row.peer === peer))), ratios(line)];
  });
  return markdown([['case', 'metric', ...peers, 'magnetar / others'], ...lines]);
}
