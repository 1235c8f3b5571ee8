// The loop of a fuzz test: runs mutated inputs one after the other; an input that breaks a rule is written to a file and named.
//   MAGNETAR_FUZZ_SECONDS for each test, 3 unless told; MAGNETAR_FUZZ_SEED chooses other mutations
import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Mutator } from './mutator.mjs';

const SECONDS = Number(process.env.MAGNETAR_FUZZ_SECONDS ?? 3);
const SEED = Number(process.env.MAGNETAR_FUZZ_SEED ?? 20261130);
/** The most time that an input may take on one core, in microseconds. */
const MOST_TIME = 1_000_000;

/** @param {Buffer} input @param {unknown} error */
function told(input, error) {
  const path = join(mkdtempSync(join(tmpdir(), 'magnetar-fuzz-')), 'input');
  writeFileSync(path, input);
  return new Error(`${path} (seed ${SEED}): ${error instanceof Error ? error.stack : error}`);
}

/** @param {Buffer} input @param {(input: Buffer, mutator: Mutator) => void} check @param {Mutator} mutator */
export function tryOne(input, check, mutator) {
  const before = process.cpuUsage();
  try {
    check(input, mutator);
    const { user, system } = process.cpuUsage(before);
    assert.ok(user + system < MOST_TIME, `${input.length} bytes took ${(user + system) / 1000} ms`);
  } catch (error) {
    throw told(input, error);
  }
}

/**
 * @param {import('node:test').TestContext} t
 * @param {{inputs: (string | Buffer)[], words: (string | Buffer)[], check: (input: Buffer, mutator: Mutator) => void}} what
 */
export function fuzz(t, { inputs, words, check }) {
  const own = inputs.map((input) => Buffer.from(/** @type {string} */ (input)));
  const mutator = new Mutator(SEED, own, words);
  for (const input of own) tryOne(input, check, mutator);
  let tried = 0;
  for (const end = Date.now() + SECONDS * 1000; Date.now() < end; tried++) tryOne(mutator.next(), check, mutator);
  t.diagnostic(`${own.length} inputs and ${tried} changed ones, seed ${SEED}`);
  assert.ok(tried > 50, `only ${tried} inputs were tried`);
}

/** The bytes in parts, cut anywhere. @param {Buffer} bytes @param {Mutator} mutator @returns {Buffer[]} */
export function cut(bytes, mutator) {
  const parts = [];
  const largest = 1 + mutator.below(4096);
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + mutator.below(largest);
    parts.push(bytes.subarray(at, at + size));
    at += size;
  }
  return parts;
}
