// Medians and rows.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Collection, median, quantile, row } from './numbers.mjs';

describe('a median', () => {
  test('is the middle of an odd number of values, in whatever order they came', () => {
    assert.equal(median([9, 1, 5]), 5);
    assert.equal(median([7]), 7);
  });
  test('is half-way between the two in the middle of an even number', () => assert.equal(median([4, 1, 2, 100]), 3));
  test('compares numbers as numbers', () => assert.equal(median([10, 9, 100]), 10));
  test('of nothing is refused', () => assert.throws(() => median([]), /no values/));
  test('leaves the values in their order', () => {
    const values = [3, 1, 2];
    median(values);
    assert.deepEqual(values, [3, 1, 2]);
  });
});

describe('what nine of ten do not exceed', () => {
  const ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 100];
  test('leaves out the one that is largest of ten', () => assert.equal(quantile(ten, 0.9), 9));
  test('is the largest of fewer', () => assert.equal(quantile([3, 100, 2], 0.9), 100));
  test('leaves out two of twenty, not three', () => assert.equal(quantile([...ten, ...ten], 0.9), 9));
});

describe('a row', () => {
  test('says median, range and number', () => {
    assert.deepEqual(row('start', 'btfs', 'first_byte', [2, 6, 4]), {
      case: 'start',
      peer: 'btfs',
      metric: 'first_byte',
      median: 4,
      min: 2,
      max: 6,
      most: 6,
      n: 3,
    });
  });
  test('takes the values of all runs together, and leaves out what was not measured', () => {
    const collection = new Collection();
    collection.add('seek', 'magnetar', { first_byte: [1, 2], percent_twice: [] });
    collection.add('seek', 'peerflix', { first_byte: [9] });
    collection.add('seek', 'magnetar', { first_byte: [6] });
    assert.deepEqual(
      collection.rows().map(({ peer, metric, median: middle, n }) => [peer, metric, middle, n]),
      [
        ['magnetar', 'first_byte', 2, 3],
        ['peerflix', 'first_byte', 9, 1],
      ],
    );
  });
});
