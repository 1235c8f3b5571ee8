// The player's clock, in virtual time: 100 bytes a second.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Playback } from './playback.mjs';

const player = (length = 10_000) => new Playback(100, length, 50);

test('playing begins once a second is there', () => {
  const playback = player();
  playback.receive(99, 51);
  assert.equal(playback.startedAt, null);
  playback.receive(1, 52);
  assert.equal(playback.startedAt, 52);
});

test('waiting for the beginning is no stall', () => {
  const playback = player();
  playback.advance(60);
  assert.deepEqual([playback.stalls, playback.stalledSeconds], [0, 0]);
});

test('what has been played goes with the time', () => {
  const playback = player();
  playback.receive(500, 51);
  playback.advance(53);
  assert.equal(playback.played, 200);
  assert.equal(playback.stalls, 0);
});

test('two seconds are read ahead, and no more than there is', () => {
  const playback = player(250);
  assert.equal(playback.limit, 200);
  playback.receive(200, 51);
  playback.advance(52);
  assert.equal(playback.limit, 250);
});

test('a stall begins when what came has been played, however late it is looked at', () => {
  const playback = player();
  playback.receive(100, 51);
  playback.advance(55);
  assert.deepEqual([playback.stalls, playback.stalledSeconds, playback.played], [1, 3, 100]);
});

test('one stall lasts until a second is there again', () => {
  const playback = player();
  playback.receive(100, 51);
  playback.receive(50, 53);
  playback.receive(50, 54);
  playback.advance(54.5);
  assert.deepEqual([playback.stalls, playback.stalledSeconds, playback.played], [1, 2, 150]);
});

test('the end of the film is no stall', () => {
  const playback = player(150);
  playback.receive(150, 51);
  playback.advance(99);
  assert.deepEqual([playback.stalls, playback.stalledSeconds, playback.atEnd], [0, 0, true]);
});

test('a film shorter than a second plays', () => {
  const playback = player(60);
  playback.receive(60, 51);
  assert.equal(playback.startedAt, 51);
});
