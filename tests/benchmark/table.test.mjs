// The table and the chart.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { chart, escape } from './chart.mjs';
import { row } from './numbers.mjs';
import { figure, table } from './table.mjs';

test('figures have two or three places that say something', () => {
  const written = [0, 0.074, 1.5, 12.34, 123.4, 2048].map(figure);
  assert.deepEqual(written, ['0', '0.07', '1.50', '12.3', '123', '2048']);
});

describe('the table', () => {
  const lines = table([
    row('start', 'magnetar', 'first_byte', [0.4, 0.5, 0.6]),
    row('start', 'webtorrent', 'first_byte', [1]),
    row('start', 'peerflix', 'first_byte', [2]),
    row('cold', 'webtorrent', 'first_byte', [3]),
    row('play', 'magnetar', 'stalls', [0]),
    row('play', 'webtorrent', 'stalls', [0]),
  ]).split('\n');
  test('has a column a peer and a line a metric', () => assert.equal(lines.length, 2 + 3));
  test('shows median, range and the ratios to the others', () => {
    assert.match(lines[2], /^\| start +\| first_byte +\| 0\.50 \(0\.40–0\.60\) \| 1\.00 +\| 2\.00 +\| 0\.25–0\.50 +\|$/);
  });
  test('leaves a dash where nothing was measured or nothing can be divided', () => {
    assert.match(lines[3], /^\| cold +\| first_byte +\| – +\| 3\.00 +\| – +\| – +\|$/);
    assert.match(lines[4], /^\| play +\| stalls +\| 0 +\| 0 +\| – +\| – +\|$/);
  });
  test('is aligned', () => assert.equal(new Set(lines.map((line) => line.length)).size, 1));
});

describe('the chart', () => {
  const drawn = chart([
    row('start', 'magnetar', 'first_byte', [0.5]),
    row('start', 'peer <&>', 'first_byte', [1]),
    row('start', 'magnetar', 'wrong', [0]),
  ]);
  test('has a bar for each peer of a panel, in proportion', () => {
    const widths = [...drawn.matchAll(/<rect class="(bar[a-z ]*)" .*? width="([\d.]+)"/g)].map(([, name, width]) => [
      name,
      Number(width),
    ]);
    assert.deepEqual(widths, [
      ['bar own', 250],
      ['bar', 500],
    ]);
  });
  test('writes names as text', () => assert.ok(drawn.includes('>peer &#60;&#38;&#62;<') && !drawn.includes('<&>')));
  test('has colours for dark pages too', () => assert.match(drawn, /prefers-color-scheme: dark/));
  test('of nothing is an empty picture', () => assert.doesNotMatch(chart([]), /<rect|NaN|Infinity/));
  test('escapes quotes', () => assert.equal(escape('a"b'), 'a&#34;b'));
});
