// A viewer of the soak notices a wrong byte, an answer that ends early, and a missing answer.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Resources } from '../support/resources.mjs';
import { serve } from '../support/web_server.mjs';
import { LONGEST_WAIT, read } from './reading.mjs';

const FILM = Buffer.from('a film of some bytes that are known to everybody here');
const isRight = (/** @type {number} */ at, /** @type {Buffer} */ bytes) => FILM.subarray(at, at + bytes.length).equals(bytes);
const fairSince = () => 0;

/** @param {import('node:test').TestContext} t @param {(response: import('node:http').ServerResponse) => void} answer @param {number} bytes @param {() => number} [fair] */
async function readOf(t, answer, bytes, fair = fairSince) {
  const resources = new Resources();
  t.after(() => resources.dispose());
  const { base } = await serve(resources, (_, response) => answer(response));
  return read({ url: `${base}/film`, from: 2, bytes, rest: 0, isRight, fairSince: fair });
}

/** @param {Buffer} bytes @returns {(response: import('node:http').ServerResponse) => void} */
const sends = (bytes) => (response) => response.writeHead(206).end(bytes);

test('the right bytes are right', async (t) => {
  const { wrong, ended, bytes } = await readOf(t, sends(FILM.subarray(2)), 20);
  assert.deepEqual([wrong, ended], [null, true]);
  assert.ok(bytes >= 20);
});

test('one wrong byte is noticed', async (t) => {
  const bytes = Buffer.from(FILM.subarray(2));
  bytes[9] ^= 1;
  assert.equal((await readOf(t, sends(bytes), 20)).wrong, 2);
});

test('bytes of another place are wrong', async (t) => assert.equal((await readOf(t, sends(FILM.subarray(3)), 20)).wrong, 2));

test('an answer that ends early is noticed', async (t) => {
  assert.deepEqual((await readOf(t, sends(FILM.subarray(2, 8)), 20)).ended, false);
  assert.deepEqual((await readOf(t, (response) => response.writeHead(404).end(), 20)).ended, false);
});

test('a viewer who reads slowly gets all of an answer that is over', async (t) => {
  const resources = new Resources();
  t.after(() => resources.dispose());
  const film = Buffer.alloc(400_000, 'f');
  const { base } = await serve(resources, (_, response) => sends(film)(response));
  const same = (/** @type {number} */ at, /** @type {Buffer} */ bytes) => bytes.every((byte) => byte === film[0]);
  const got = await read({ url: `${base}/film`, from: 0, bytes: film.length, rest: 40, isRight: same, fairSince });
  assert.deepEqual([got.bytes, got.ended, got.wrong], [film.length, true, null]);
});

/** Advances this process's clock at once. @param {import('node:test').TestContext} t */
function jump(t) {
  const clock = Date.now;
  t.after(() => void (Date.now = clock));
  setTimeout(() => void (Date.now = () => clock() + LONGEST_WAIT + 1000), 300);
}

test('an answer that does not come is noticed', { timeout: 20_000 }, async (t) => {
  jump(t);
  const { late, ended } = await readOf(t, () => {}, 20);
  assert.deepEqual([late, ended], [true, false]);
});

test('an answer that could not come is none that is late', { timeout: 20_000 }, async (t) => {
  jump(t);
  const later = (/** @type {import('node:http').ServerResponse} */ response) => void setTimeout(() => sends(FILM.subarray(2))(response), 1500);
  const { late, ended } = await readOf(t, later, 20, () => Infinity);
  assert.deepEqual([late, ended], [false, true]);
});
