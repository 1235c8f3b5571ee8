import assert from 'node:assert/strict';
import { test } from 'node:test';
import { missedBars, verdicts } from './bars.mjs';

/** @param {string} name @param {string} metric @param {string} peer @param {number} median */
const row = (name, metric, peer, median) => ({ case: name, peer, metric, median, min: median, max: median, most: median, n: 1 });

test('a figure above its bar, and one that nobody measured, are missed', () => {
  const judged = verdicts([
    row('complete-repackaged.mkv', 'start', 'chromium', 499),
    row('complete-repackaged.mkv', 'start', 'firefox', 501),
  ]);
  const about = (/** @type {string} */ words) => judged.find(({ text }) => text.includes(words));
  assert.equal(about('repackaged.mkv, start, chromium')?.met, true);
  assert.equal(about('repackaged.mkv, start, firefox')?.met, false);
  assert.match(about('turned.avi, start, chromium')?.text ?? '', /not measured/);
  assert.equal(missedBars(judged), judged.length - 1);
});

test('a start from a swarm is held against that of a film that plays as it is', () => {
  const rows = [row('swarm-direct.mp4', 'start', 'firefox', 1000), row('swarm-repackaged.mkv', 'start', 'firefox', 1310)];
  const judged = verdicts(rows).find(({ text }) => text.includes('repackaged over direct, firefox'));
  assert.equal(judged?.met, false);
});
