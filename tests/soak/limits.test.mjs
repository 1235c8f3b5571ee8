// The check of growth, and the parser of a run's options.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KINDS, choicesOf } from './choices.mjs';
import { Draws } from './draws.mjs';
import { judged, limitsOf, table } from './limits.mjs';

const LIMITS = limitsOf({ films: 10_000_000, minutes: 60 });
const FLAT = { 'resident memory': 90e6, descriptors: 40, threads: 20, 'disk use': 9e6, 'library.db': 1e6, 'state folder': 1e6 };
const samples = (/** @type {(n: number) => object} */ change) => Array.from({ length: 100 }, (_, n) => ({ ...FLAT, ...change(n) }));
const wrong = (/** @type {import('./samples.mjs').Sample[]} */ list) => judged(list, LIMITS).filter(({ ok }) => !ok).map(({ name }) => name);

test('what stays as it is holds', () => assert.deepEqual(wrong(samples(() => ({}))), []));

for (const [name, growth] of /** @type {const} */ ([['resident memory', 1e6], ['descriptors', 2], ['threads', 1], ['disk use', 3e5], ['library.db', 5e4], ['state folder', 1e5]])) {
  test(`growth is noticed: ${name}`, () => {
    assert.deepEqual(wrong(samples((n) => ({ [name]: /** @type {any} */ (FLAT)[name] + n * growth }))), [name]);
  });
}

test('a peak that is too high is noticed though it goes again', () => {
  assert.deepEqual(wrong(samples((n) => (n === 50 ? { threads: 900 } : {}))), ['threads']);
});

test('a run without samples shows nothing', () => assert.equal(wrong([]).length, Object.keys(LIMITS).length));

test('the table has a line for each figure', () => assert.equal(table(judged(samples(() => ({})), LIMITS)).length, 1 + Object.keys(LIMITS).length));

test('choices are read, and strange ones refused', () => {
  const { minutes, seed, kinds, troubles, liars } = choicesOf(['--minutes', '0.5', '--seed', '7', '--kinds', 'v2', '--liars']);
  assert.deepEqual([minutes, seed, kinds, troubles, liars], [0.5, 7, ['v2'], ['again'], 2]);
  assert.deepEqual(choicesOf([]).kinds, KINDS);
  assert.deepEqual(choicesOf(['--troubles', 'none']).troubles, []);
  assert.throws(() => choicesOf(['--kinds', 'v3']), /there is no "v3"/);
  assert.throws(() => choicesOf(['--minutes', 'x']), /no number/);
});

test('the same seed draws the same, for each actor its own', () => {
  const drawn = (/** @type {number} */ seed, /** @type {string} */ actor) => {
    const draws = new Draws(seed, actor);
    return Array.from({ length: 20 }, () => draws.below(1000));
  };
  assert.deepEqual(drawn(1, 'viewer1'), drawn(1, 'viewer1'));
  assert.notDeepEqual(drawn(1, 'viewer1'), drawn(1, 'viewer2'));
  assert.notDeepEqual(drawn(1, 'viewer1'), drawn(2, 'viewer1'));
});
