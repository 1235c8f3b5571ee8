// Reading /proc, and comparing bytes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseStat, treeOf, usage } from './process_tree.mjs';
import { wrongBytes } from './viewer.mjs';

test('a line of /proc/PID/stat is understood whatever the name holds', () => {
  const rest = 'S 7 42 42 0 -1 4194304 1 2 3 4 100 20 3 4 20 0 5 0 999 1 1';
  assert.deepEqual(parseStat(`42 (a) (b 1) ${rest}\n`), { pid: 42, parent: 7, ticks: 127 });
});

test('a tree is a process, its children and theirs', () => {
  const line = (/** @type {number} */ pid, /** @type {number} */ parent) => ({ pid, parent, ticks: 1 });
  const all = [line(4, 3), line(3, 2), line(2, 1), line(5, 1), line(1, 0)];
  assert.deepEqual(treeOf(all, 2).map(({ pid }) => pid), [2, 3, 4]);
  assert.deepEqual(treeOf(all, 9), []);
});

test('this process uses memory and time', () => {
  const { residentBytes, cpuSeconds } = usage(process.pid);
  assert.ok(residentBytes > 1024 * 1024 && cpuSeconds >= 0);
});

test('wrong bytes are counted, missing ones too', () => {
  const film = Buffer.from('abcdef');
  assert.equal(wrongBytes(Buffer.from('abcdef'), film), 0);
  assert.equal(wrongBytes(Buffer.from('abXdeX'), film), 2);
  assert.equal(wrongBytes(Buffer.from('abcdefgh'), film), 2);
});
