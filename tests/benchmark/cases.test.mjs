// The table of cases and the choice from it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CASES, chosen, quickOnes, sharingSwarms } from './cases.mjs';

const names = (/** @type {import('./cases.mjs').Case[]} */ cases) => cases.map(({ name }) => name);

test('no two cases have one name', () => assert.equal(new Set(names(CASES)).size, CASES.length));

test('no case of the matrix repeats one that is measured anyway', () => {
  const keys = CASES.map(({ action, swarm, options }) => JSON.stringify([action, swarm, options]));
  assert.equal(new Set(keys).size, keys.length);
});

test('every piece size meets every kind of seeders in everything that is done', () => {
  const everything = CASES.filter(({ swarm }) => !swarm.webSeed && !swarm.world && swarm.seeders.every(({ takes }) => !takes));
  const streaming = everything.filter(({ swarm }) => ['film', 'moov-last', 'mkv'].includes(swarm.film));
  const even = streaming.filter(({ name }) => name.startsWith('matrix-256k-'));
  const todo = [...new Set(even.map(({ action, swarm }) => `${action} ${swarm.film}`))];
  assert.equal(todo.length, 7);
  for (const what of todo) {
    const its = streaming.filter(({ action, swarm }) => what === `${action} ${swarm.film}`);
    assert.equal(new Set(its.map(({ swarm }) => JSON.stringify(swarm))).size, 16, what);
  }
});

test('a word chooses the case of that name and those below it, not those that merely begin so', () => {
  assert.deepEqual(names(chosen(CASES, ['start', 'seek'])), ['start', 'seek-play', 'seek-full', 'seek-4m-slow']);
  assert.deepEqual(names(chosen(CASES, ['readers-6', 'read'])), []);
  assert.deepEqual(names(chosen(CASES, ['start', 'seek'], true)), ['start']);
});

test('each swarm as the world has it is met with a liar and without, and not in the quick run', () => {
  const worlds = chosen(CASES, ['world']);
  assert.equal(worlds.length, 12);
  for (const one of worlds.filter(({ swarm }) => swarm.world?.liar)) {
    const honest = worlds.find(({ name }) => name === `${one.name}-honest`);
    assert.deepEqual(honest?.swarm, { ...one.swarm, world: { ...one.swarm.world, liar: false } }, one.name);
  }
  assert.deepEqual(chosen(quickOnes(CASES), ['world']), []);
});

test('the quick run is part of the whole one, never larger', () => {
  for (const quick of quickOnes(CASES)) {
    const one = CASES.find(({ name }) => name === quick.name);
    assert.ok(one && quick.rounds <= one.rounds && quick.peers.every((peer) => one.peers.includes(peer)), quick.name);
    assert.deepEqual(quick.swarm, one.swarm);
  }
});

test('cases with the same swarm share it, and none is lost', () => {
  const groups = sharingSwarms(CASES);
  assert.deepEqual(names(groups.flat()).sort(), names(CASES).sort());
  for (const group of groups) for (const one of group) assert.deepEqual(one.swarm, group[0].swarm);
  assert.equal(new Set(groups.map(([{ swarm }]) => JSON.stringify(swarm))).size, groups.length);
});
