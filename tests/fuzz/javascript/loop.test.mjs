// The loop of fuzz tests fails when an input breaks a rule.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { test } from 'node:test';
import { fuzz, tryOne } from './loop.mjs';
import { Mutator } from './mutator.mjs';

/** Expects a failure, and removes the input that was written down. @param {() => void} tries @param {RegExp} what */
function tells(tries, what) {
  assert.throws(tries, (/** @type {Error} */ error) => {
    const [path] = /^\S+/.exec(error.message) ?? [];
    if (path) rmSync(dirname(path), { recursive: true });
    return what.test(error.message);
  });
}

test('a rule that is broken is told, with the input', () => {
  const check = (/** @type {Buffer} */ input) => assert.ok(!input.includes('bug'), 'there is a bug');
  const mutator = new Mutator(1, [Buffer.from('a bug')], ['x']);
  tells(() => tryOne(Buffer.from('a bug'), check, mutator), /input \(seed \d+\): [^]*there is a bug/);
});

test('a rule that only a changed input breaks is found', (t) => {
  const check = (/** @type {Buffer} */ input) => assert.ok(!input.includes('bug'), 'there is a bug');
  tells(() => fuzz(t, { inputs: ['a film'], words: ['bug', 'x'], check }), /there is a bug/);
});

test('an input that takes too long is told', () => {
  const check = () => {
    const begin = process.cpuUsage();
    for (let spent = { user: 0, system: 0 }; spent.user + spent.system < 1_200_000; ) spent = process.cpuUsage(begin);
  };
  tells(() => tryOne(Buffer.from('slow'), check, new Mutator(1, [Buffer.from('x')], ['x'])), /bytes took/);
});

test('the same seed gives the same inputs', () => {
  const inputs = () => {
    const mutator = new Mutator(7, [Buffer.from('one'), Buffer.from('another')], ['word']);
    return Array.from({ length: 50 }, () => mutator.next().toString('hex'));
  };
  assert.deepEqual(inputs(), inputs());
});
