// The bars, and the check of rows against them. Pure.

/**
 * @typedef {{case: string, metric: string, what: string, times?: number, of?: string[], atLeast?: boolean, limit?: number,
 *   every?: boolean, nineOfTen?: boolean}} Bar
 *   `times` the best of `of`, or an absolute `limit`; smaller is better unless `atLeast`; `every`: the worst single value
 *   counts, not the median; `nineOfTen`: nine of ten values count
 * @typedef {import('./numbers.mjs').Row} Row
 */

const OTHERS = ['webtorrent', 'peerflix'];
const NGINX = ['nginx'];
const WEBTORRENT = ['webtorrent'];

/** @type {Bar[]} */
export const BARS = [
  { case: 'start', metric: 'first_byte', what: 'magnet to first byte', times: 0.65, of: OTHERS },
  { case: 'frame-moov-last', metric: 'first_frame', what: 'first picture, index last', times: 0.65, of: OTHERS },
  { case: 'seek-play', metric: 'first_byte', what: 'seek while playing', times: 0.5, of: OTHERS },
  { case: 'seek-full', metric: 'first_byte', what: 'seek at full rate', times: 0.6, of: OTHERS },
  { case: 'seek-full', metric: 'first_byte', what: 'seek at full rate, each', limit: 2, every: true },
  { case: 'known', metric: 'first_byte', what: 'known torrent, process start to first byte', times: 0.5, of: OTHERS },
  { case: 'play-1.25', metric: 'stalls', what: 'stalls at 1.25 × bitrate', limit: 0, every: true },
  { case: 'play-1.1', metric: 'stalls', what: 'stalls at 1.1 × bitrate', times: 1, of: OTHERS },
  { case: 'seek-4m-slow', metric: 'first_byte', what: 'seek, 4 MiB pieces, two slow seeders', limit: 1.5 },
  { case: 'web-start', metric: 'first_byte', what: 'a web seed alone, start', times: 0.6, of: WEBTORRENT },
  { case: 'web-seek', metric: 'first_byte', what: 'a web seed alone, each seek', limit: 1, every: true },
  { case: 'readers-1', metric: 'megabytes_per_second', what: 'one reader, MB/s', times: 1, of: NGINX, atLeast: true },
  { case: 'readers-8', metric: 'megabytes_per_second', what: '8 readers, MB/s', times: 1, of: NGINX, atLeast: true },
  { case: 'readers-1', metric: 'cpu_per_gib', what: 'one reader, CPU s/GiB', limit: 0.5 },
  { case: 'readers-8', metric: 'cpu_per_gib', what: '8 readers, CPU s/GiB', limit: 0.5 },
  { case: 'readers-64', metric: 'megabytes_per_second', what: '64 readers, MB/s', times: 0.75, of: NGINX, atLeast: true },
  { case: 'readers-64', metric: 'last_first_byte', what: '64 readers, last first byte', limit: 0.1 },
  { case: 'readers-64', metric: 'fairness', what: '64 readers, fairness', limit: 0.5, atLeast: true },
  { case: 'readers-64', metric: 'cut_short', what: '64 readers, responses cut short', limit: 0, every: true },
  { case: 'reader-pauses', metric: 'cut_short', what: 'a reader that paused 5 minutes, cut short', limit: 0, every: true },
  {
    ...{ case: 'download', metric: 'megabytes_per_second', what: 'download, unlimited seeder, MB/s' },
    ...{ times: 0.95, of: ['libtorrent'], atLeast: true },
  },
  { case: 'waste', metric: 'percent_twice', what: 'bytes fetched twice, %', limit: 5 },
  { case: 'play-1.25', metric: 'memory_mib', what: 'memory with one stream, MiB', limit: 160 },
  { case: 'world-start', metric: 'first_byte', what: 'world, magnet to first byte', times: 0.5, of: OTHERS },
  { case: 'world-start', metric: 'first_byte', what: 'world, each start', times: 1, of: OTHERS, every: true },
  { case: 'world-frame', metric: 'first_frame', what: 'world, first picture', times: 0.6, of: OTHERS },
  { case: 'world-seek', metric: 'first_byte', what: 'world, seek while playing', times: 0.4, of: OTHERS },
  {
    ...{ case: 'world-play-1.25', metric: 'stalled_seconds', what: 'world at 1.25 × bitrate, stood still, nine of ten' },
    ...{ limit: 0, nineOfTen: true },
  },
  {
    ...{ case: 'world-play-1.25', metric: 'stalled_seconds', what: 'world at 1.25 × bitrate, stood still, each' },
    ...{ limit: 1, every: true },
  },
  { case: 'world-play-1.1', metric: 'stalled_seconds', what: 'world at 1.1 × bitrate, stood still', times: 1, of: OTHERS },
  { case: 'memory', metric: 'memory_mib', what: 'memory with 50 torrents, MiB', limit: 80 },
];

/** @param {Row[]} rows @param {string} name @param {string} peer @param {string} metric */
export function find(rows, name, peer, metric) {
  return rows.find((row) => row.case === name && row.peer === peer && row.metric === metric);
}

/** The best median among these peers; null when none was measured. @param {Row[]} rows @param {Bar} bar */
function best(rows, { case: name, metric, of = [], atLeast }) {
  const medians = of.flatMap((peer) => find(rows, name, peer, metric)?.median ?? []);
  if (medians.length === 0) return null;
  return atLeast ? Math.max(...medians) : Math.min(...medians);
}

/** @param {number} value */
const short = (value) => String(Number(value.toPrecision(3)));

/** The absolute bar and its origin; null when its reference was not measured. @param {Row[]} rows @param {Bar} bar */
function limitOf(rows, bar) {
  if (bar.limit !== undefined) return { limit: bar.limit, origin: '' };
  const reference = best(rows, bar);
  if (reference === null || bar.times === undefined) return null;
  return { limit: reference * bar.times, origin: ` (${bar.times} × ${short(reference)})` };
}

/**
 * Checks one bar against the rows.
 * @param {Row[]} rows
 * @param {Bar} bar
 * @returns {{missed: boolean, text: string} | null} null when it was not measured
 */
export function judge(rows, bar) {
  const own = find(rows, bar.case, 'magnetar', bar.metric);
  const against = limitOf(rows, bar);
  if (!own || !against) return null;
  const worst = bar.atLeast ? own.min : own.max;
  const value = bar.every ? worst : bar.nineOfTen ? own.most : own.median;
  const missed = bar.atLeast ? value < against.limit : value > against.limit;
  const sign = bar.atLeast ? '≥' : '≤';
  return { missed, text: `${bar.what}: ${short(value)}, bar ${sign} ${short(against.limit)}${against.origin}` };
}

/** Results that no run may have: a wrong byte, a failure. @param {Row[]} rows @returns {string[]} */
function neverAllowed(rows) {
  const own = rows.filter(({ peer, max }) => peer === 'magnetar' && max > 0);
  const wrong = own.filter(({ metric }) => metric === 'wrong');
  const failed = own.filter(({ metric }) => metric === 'failed');
  return [
    ...wrong.map((row) => `wrong bytes served, ${row.case}: ${row.max}, bar 0`),
    ...failed.map((row) => `runs that failed, ${row.case}: ${row.n}, bar 0`),
  ];
}

/** @param {Row[]} rows @returns {{met: string[], missed: string[]}} */
export function judgeAll(rows) {
  const verdicts = BARS.flatMap((bar) => judge(rows, bar) ?? []);
  const texts = (/** @type {boolean} */ missed) =>
    verdicts.filter((verdict) => verdict.missed === missed).map(({ text }) => text);
  return { met: texts(false), missed: [...texts(true), ...neverAllowed(rows)] };
}
