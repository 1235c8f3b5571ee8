// The decisions of the media matrix: the choice of cells, the verdict, the table, the film without an index.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CELLS, chosenCells } from './cells.mjs';
import { removeCues } from './matroska.mjs';
import { recipe } from './recipes.mjs';
import { MARKS, report, withReport } from './report.mjs';
import { problemsOf } from './verdict.mjs';

/** @typedef {import('./viewing.mjs').Viewing} Viewing */

const moving = { played: 0.6, longest: 60, pictures: 14, off: 0 };
const jump = { to: 40.02, here: false, arrived: true, took: 300, still: { time: 40.02, off: 0 }, moving };

/** @param {Partial<Viewing>} [more] @returns {Viewing} */
function viewing(more = {}) {
  const sound = { bytes: 40_000, has: null, right: 60, wrong: 1, late: [20, 30, 25] };
  const plan = { video: 'copy', audio: 'aac' };
  return { way: 'pulled', plan, started: 400, length: 48.02, beginning: moving, jumps: [jump], sound, ...more };
}

describe('cells', () => {
  test('are at least sixty, and no two are the same', () => {
    assert.ok(CELLS.length >= 60);
    assert.equal(new Set(CELLS.map(({ name }) => name)).size, CELLS.length);
  });
  test('each have a recipe of their own', () => {
    const recipes = CELLS.map((cell) => JSON.stringify([cell.container, recipe(cell)]));
    assert.equal(new Set(recipes).size, CELLS.length);
    assert.ok(CELLS.every((cell) => recipe(cell).every((part) => typeof part === 'string')));
  });
  test('are chosen by name or by the beginning of it', () => {
    assert.equal(chosenCells({ quick: true }).length, 6);
    assert.deepEqual(
      chosenCells({ only: ['flv/h264', 'mkv/h264/ac3'] }).map(({ name }) => name),
      ['mkv/h264/ac3', 'flv/h264/aac', 'flv/h264/mp3'],
    );
    assert.equal(chosenCells({ only: ['mk'] }).length, 0);
  });
});

describe('the verdict', () => {
  const says = (/** @type {Partial<Viewing>} */ more) => problemsOf(viewing(more), 'chromium').join('\n');
  test('finds nothing wrong with a film that is right', () => assert.equal(says({}), ''));
  test('sees a wrong length and an unknown one', () => {
    assert.match(says({ length: 30 }), /says it is 30 s long/);
    assert.match(says({ length: null }), /endlessly/);
  });
  test('sees a picture that is two frames off, standing or moving', () => {
    assert.match(says({ jumps: [{ ...jump, still: { time: 40.02, off: -2 } }] }), /picture is -2 frames off/);
    const early = viewing({ jumps: [{ ...jump, still: { time: 40.02, off: -4 } }] });
    assert.match(problemsOf(early, 'firefox').join(), /picture is -4 frames off/);
    assert.match(says({ beginning: { ...moving, off: 2 } }), /beginning: moving picture is 2 frames off/);
    assert.equal(says({ beginning: { ...moving, off: 1 } }), '');
  });
  test('sees another place, no place, and one that comes late', () => {
    assert.match(says({ jumps: [{ ...jump, still: { time: 44, off: 0 } }] }), /is at 44\.00 s/);
    assert.match(says({ jumps: [{ ...jump, arrived: false }] }), /does not arrive/);
    assert.match(says({ jumps: [{ ...jump, took: 7000 }] }), /takes 7000 ms/);
  });
  test('sees a film that stands still', () => {
    assert.match(says({ beginning: { ...moving, longest: 1200 } }), /1200 ms without a new picture/);
    assert.match(says({ beginning: { ...moving, played: 0, pictures: 0 } }), /stands still/);
  });
  test('hears silence, wrong tones, no tones, and tones that come late', () => {
    const { sound } = viewing();
    assert.match(says({ sound: { ...sound, bytes: 0 } }), /no sound decoded/);
    assert.match(says({ sound: { ...sound, right: 40, wrong: 30 } }), /wrong tones/);
    assert.match(says({ sound: { ...sound, late: [] } }), /no change of tone/);
    assert.match(says({ sound: { ...sound, late: [41, 60, 41] } }), /41 ms late/);
    const early = viewing({ sound: { ...sound, late: [-60, -60, -60] } });
    assert.equal(problemsOf(early, 'chromium', -80).join(), '');
    assert.match(problemsOf(early, 'chromium').join(), /-60 ms late, in the source 0/);
    assert.match(says({ sound: { ...sound, bytes: null, has: false } }), /no sound/);
    assert.equal(says({ sound: { bytes: null, has: true, right: 0, wrong: 0, late: [] } }), '');
  });
});

describe('the table', () => {
  const cell = CELLS[0];
  const text = report(
    [
      { cell, family: 'chromium', viewing: viewing(), problems: [] },
      { cell, family: 'firefox', viewing: null, problems: ['no'] },
    ],
    { chromium: 'Chrome 1', firefox: 'Firefox 2' },
  );
  test('names the way of each film and counts the right ones', () => {
    assert.match(text, /1 kinds of film, each in Chrome 1 and Firefox 2: 1 of 2 right/);
    assert.match(text, /\| mp4 +\| h264 +\| aac +\| → AAC; 400, 300 ms +\| does not play +\|/);
  });
  test('takes the place of the one before', () => {
    const before = `a\n${MARKS[0]}\nold\n${MARKS[1]}\nb`;
    assert.equal(withReport(before, 'new'), `a\n${MARKS[0]}\nnew\n${MARKS[1]}\nb`);
    assert.throws(() => withReport('nothing', 'new'));
  });
});

test('the index of a Matroska file becomes nothing, and what is behind it stays where it is', () => {
  const head = Buffer.from('1a45dfa381aa' + '18538067' + '0100000000000014', 'hex');
  const cues = Buffer.from('1c53bb6b8a' + '01020304050607080910', 'hex');
  const tail = Buffer.from('1654ae6780', 'hex');
  const file = Buffer.concat([head, cues, tail]);
  assert.equal(removeCues(file), true);
  assert.equal(file.subarray(head.length, head.length + 9).toString('hex'), 'ec0100000000000006');
  assert.deepEqual(file.subarray(head.length + 15), tail);
  assert.equal(removeCues(file), false);
});
