// Each kind of bar, met, missed, and not measured.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BARS, judge, judgeAll } from './bars.mjs';
import { CASES } from './cases.mjs';
import { row } from './numbers.mjs';

const RELATIVE = { case: 'start', metric: 'first_byte', what: 'start', times: 0.5, of: ['webtorrent', 'peerflix'] };

/** @param {Record<string, number[]>} values by peer @param {string} [metric] */
const rowsOf = (values, metric = 'first_byte') =>
  Object.entries(values).map(([peer, list]) => row('start', peer, metric, list));

describe('a bar relative to the best of others', () => {
  const judged = (/** @type {number} */ own) =>
    judge(rowsOf({ magnetar: [own], webtorrent: [2], peerflix: [4], btfs: [0.1] }), RELATIVE);
  test('is met at the bar itself', () => assert.equal(judged(1)?.missed, false));
  test('is missed above it, and says by how much', () => {
    assert.deepEqual(judged(1.25), { missed: true, text: 'start: 1.25, bar ≤ 1 (0.5 × 2)' });
  });
  test('is not judged without the others, or without Magnetar', () => {
    assert.equal(judge(rowsOf({ magnetar: [9] }), RELATIVE), null);
    assert.equal(judge(rowsOf({ webtorrent: [9] }), RELATIVE), null);
  });
  test('takes the largest for the best where more is better', () => {
    const rows = rowsOf({ magnetar: [99], webtorrent: [50], peerflix: [200] });
    assert.equal(judge(rows, { ...RELATIVE, atLeast: true })?.missed, true);
    assert.equal(judge(rows, { ...RELATIVE, atLeast: true, times: 0.49 })?.missed, false);
  });
});

describe('an absolute bar', () => {
  const bar = { case: 'start', metric: 'first_byte', what: 'start', limit: 2 };
  const rows = rowsOf({ magnetar: [1, 1, 9] });
  test('looks at the median', () => assert.equal(judge(rows, bar)?.missed, false));
  test('looks at each single value where it says so', () => {
    assert.equal(judge(rows, { ...bar, every: true })?.missed, true);
    assert.equal(judge(rows, { ...bar, every: true, atLeast: true, limit: 1 })?.missed, false);
  });
  test('looks at nine of ten where it says so', () => {
    const ten = (/** @type {number[]} */ ...last) => rowsOf({ magnetar: [0, 0, 0, 0, 0, 0, 0, 0, ...last] });
    const stoodStill = { ...bar, limit: 0, nineOfTen: true };
    assert.equal(judge(ten(0, 7), stoodStill)?.missed, false);
    assert.equal(judge(ten(7, 7), stoodStill)?.missed, true);
  });
  test('of nothing is missed by anything', () => {
    assert.equal(judge(rowsOf({ magnetar: [0] }), { ...bar, limit: 0 })?.missed, false);
    assert.equal(judge(rowsOf({ magnetar: [1] }), { ...bar, limit: 0 })?.missed, true);
  });
});

describe('whatever the case', () => {
  test('a wrong byte is a bar missed', () => {
    assert.deepEqual(judgeAll(rowsOf({ magnetar: [0, 3, 0] }, 'wrong')).missed, [
      'wrong bytes served, start: 3, bar 0',
    ]);
    assert.deepEqual(judgeAll(rowsOf({ magnetar: [0], webtorrent: [9] }, 'wrong')).missed, []);
  });
  test('a run that failed is a bar missed', () => {
    assert.equal(judgeAll(rowsOf({ magnetar: [1, 1] }, 'failed')).missed.length, 1);
    assert.equal(judgeAll(rowsOf({ btfs: [1] }, 'failed')).missed.length, 0);
  });
});

test('every bar belongs to a case that has what it refers to', () => {
  for (const bar of BARS) {
    const one = CASES.find(({ name }) => name === bar.case);
    assert.ok(one, bar.case);
    for (const peer of ['magnetar', ...(bar.of ?? [])]) assert.ok(one.peers.includes(peer), `${bar.case}: ${peer}`);
    assert.ok((bar.limit === undefined) !== (bar.times === undefined), bar.what);
  }
});
