// Realistic swarms: the drawn peers, from seed to seed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { carried, carriedByFree, describeWorld, drawWorld } from './world_peers.mjs';

/** @typedef {import('./world_peers.mjs').WorldPeer} WorldPeer */

const BITRATE = 5.65;
const SEEDS = Array.from({ length: 200 }, (_, n) => n * 7919 + 1);
const worlds = SEEDS.map((seed) => drawWorld(seed, { liar: true }, BITRATE));

/** @param {WorldPeer[]} peers @param {string} kind */
const of = (peers, kind) => peers.filter((peer) => peer.kind === kind);

/** @param {Partial<WorldPeer>} [what] @returns {WorldPeer} */
const seeder = (what) => {
  return { kind: 'free', address: '198.18.1.1', up: 4, down: 20, roundTrip: 100, loss: 0, options: [], ...what };
};

test('the same seed draws the same swarm, another one another', () => {
  assert.deepEqual(drawWorld(5, { liar: true }, BITRATE), drawWorld(5, { liar: true }, BITRATE));
  assert.notDeepEqual(drawWorld(5, { liar: true }, BITRATE), drawWorld(6, { liar: true }, BITRATE));
});

test('a swarm has about thirty peers of every kind, and one liar', () => {
  for (const { peers } of worlds) {
    assert.ok(peers.length >= 26 && peers.length <= 36, String(peers.length));
    for (const kind of ['free', 'busy', 'leecher', 'dead', 'silent']) assert.ok(of(peers, kind).length > 0, kind);
    assert.equal(of(peers, 'liar').length, 1);
  }
});

test('no address is there twice, and all are of the network that is kept for measuring', () => {
  for (const { peers, viewer, tracker } of worlds) {
    const addresses = [viewer.address, tracker.address, ...peers.map(({ address }) => address)];
    assert.equal(new Set(addresses).size, addresses.length);
    for (const address of addresses) assert.match(address, /^198\.1[89]\.\d+\.\d+$/);
  }
});

test('round trips lie between 20 and 250 ms, and at most one packet of a hundred is lost', () => {
  for (const { roundTrip, loss } of worlds.flatMap(({ peers }) => peers)) {
    assert.ok(roundTrip >= 20 && roundTrip <= 250, String(roundTrip));
    assert.ok(loss >= 0 && loss <= 1, String(loss));
  }
});

test('free seeders have 0.3 to 4 Mbit/s, busy ones 5 to 20 and four slots', () => {
  for (const { peers } of worlds) {
    for (const { up } of of(peers, 'free')) assert.ok(up >= 0.3 && up <= 4, String(up));
    for (const { up, options } of of(peers, 'busy')) {
      assert.ok(up >= 5 && up <= 20, String(up));
      assert.equal(options[options.indexOf('--upload-slots') + 1], '4');
    }
  }
});

test('the honest swarm is the same one without the liar', () => {
  for (const [n, { peers, ...rest }] of worlds.entries()) {
    const honest = drawWorld(SEEDS[n], { liar: false }, BITRATE);
    assert.deepEqual(honest, { ...rest, peers: peers.filter(({ kind }) => kind !== 'liar') });
  }
});

test('the free seeders of a swarm for playing carry so many times the bitrate and what goes beside it', () => {
  for (const carries of [1.1, 1.25, 1.5]) {
    for (const seed of SEEDS) {
      const { peers } = drawWorld(seed, { liar: true, carries }, BITRATE);
      assert.ok(Math.abs(carriedByFree(peers) / BITRATE / 1.06 - carries) < 0.001);
    }
  }
});

test('loss makes a long line carry less than it has, and a short one all of it', () => {
  assert.equal(carried(seeder()), 4);
  assert.equal(carried(seeder({ loss: 0.1, roundTrip: 20 })), 4);
  // 1.22 segments of 1448 bytes a round trip of 0.25 s, over the root of 0.01 (Mathis et al. 1997).
  assert.ok(Math.abs(carried(seeder({ loss: 1, roundTrip: 250 })) - 0.565) < 0.001);
});

test('what was drawn is said in one line', () => {
  const text = describeWorld(drawWorld(1, { liar: true, carries: 1.25 }, BITRATE));
  assert.match(text, /^\d+ peers, Mbit\/s: free [\d. ]+, busy [\d. ]+, leechers [\d. ]+, a liar [\d.]+ \(one block in \d+\);/);
  assert.match(text, /the free ones carry 7\.5,/);
});
