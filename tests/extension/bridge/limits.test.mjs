// The limits that swarms, trackers and peers share: a flood of one leaves the others theirs.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { wireId } from "../support/fake_bridge.mjs";
import { settled } from "../support/fakes.mjs";
import { kUrl, announces, answers, begin, connections, offer, started, world } from "../support/swarm_stage.mjs";

beforeEach(begin);

/** A tracker that offers 20 connections to the first swarm each 10 s, none of which opens. */
async function flood(times) {
  for (let i = 0; i < 20 * times; ++i) {
    if (i > 0 && i % 20 === 0) await world.pass(10_000);
    offer();
  }
  await settled();
}

const answersOf = (code) => answers().filter(({ info_hash: hash }) => hash === wireId(code)).length;

test("a flood of offers that never open leaves half of the connections and the other swarms theirs", async () => {
  await started();
  await started({ code: 2 });
  await flood(3);
  assert.ok(connections.free >= 32, `${connections.free} are free`);
  offer({ info_hash: wireId(2) });
  await settled();
  assert.equal(answersOf(2), 1);
  assert.ok(connections.free >= 32, `${connections.free} are free`);
});

test("two swarms with floods have the same places, and neither closes a connection of the other then", async () => {
  await started();
  await started({ code: 2 });
  await flood(1);
  for (let i = 0; i < 20; ++i) offer({ info_hash: wireId(2) });
  await settled();
  const open = () => world.openConnections.length;
  assert.deepEqual([answersOf(2), open()], [8, 26]);
  const before = world.connections.length;
  await world.pass(10_000);
  await flood(1);
  assert.deepEqual([open(), world.connections.length], [26, before]);
});

test("connections that opened give nothing to another swarm, and leave the count", async () => {
  await started();
  await started({ code: 2 });
  for (let i = 0; i < 16; ++i) offer();
  await settled();
  for (const connection of world.openConnections.slice(10)) connection.bringChannel();
  await flood(1);
  offer({ info_hash: wireId(2) });
  await settled();
  assert.equal(world.openConnections.filter(({ channel }) => channel?.readyState === "open").length, 16);
  assert.deepEqual([answersOf(0xe1), answersOf(2)], [20, 1]);
});

test("own offers of 13 announcers take a quarter of the connections, so that peers' offers are answered", async () => {
  for (let code = 1; code <= 13; ++code) await started({ code });
  assert.deepEqual([announces().length, world.openConnections.length], [13, 16]);
  offer({ info_hash: wireId(13) });
  await settled();
  assert.equal(answersOf(13), 1);
  await world.pass(50_000); // the own offers were not answered
  assert.equal(connections.free, 64);
});

test("a flood in one swarm leaves another its own rate of offers", async () => {
  connections.configure({ peers: 500, stun: [] });
  await started();
  await started({ code: 2 });
  for (let i = 0; i < 300; ++i) offer();
  for (let i = 0; i < 300; ++i) offer({ info_hash: wireId(2) });
  await settled();
  assert.deepEqual([answersOf(0xe1), answersOf(2)], [20, 20]);
});

const kMiB = 1024 * 1024;
const daemons = () => world.sockets.filter(({ url }) => url.startsWith(`${kUrl}/peer`));
const goOn = () => daemons().filter(({ isClosed }) => !isClosed);
const heldMiB = () => goOn().reduce((sum, { bufferedAmount }) => sum + bufferedAmount, 0) / kMiB;

/** A peer that is joined to the daemon. @returns its data channel */
async function joined() {
  offer();
  await settled();
  const channel = world.connections.at(-1).bringChannel();
  await settled();
  daemons().at(-1).open();
  return channel;
}

/** Peers whose bytes the daemon does not read: 8 MiB wait in the socket of each. */
async function stalled(count) {
  const sums = [];
  for (let i = 0; i < count; ++i) {
    const channel = await joined();
    daemons().at(-1).bufferedAmount = 8 * kMiB;
    channel.say(new Uint8Array(1));
    await world.pass(0);
    sums.push(heldMiB());
  }
  return sums;
}

test("ten sockets with 8 MiB each hold no more than 64 MiB, and eight go on", async () => {
  await started();
  assert.deepEqual(await stalled(10), [8, 16, 24, 32, 40, 48, 56, 64, 64, 64]);
  assert.deepEqual(daemons().map(({ isClosed }) => isClosed), [...Array(8).fill(false), true, true]);
  assert.equal(connections.free, 64 - 5 - 8);
});

test("what a closed socket held is given back, and so is what the daemon has read since", async () => {
  await started();
  await stalled(8);
  daemons()[0].end();
  await stalled(2);
  assert.deepEqual([goOn().length, heldMiB()], [8, 64]);
  daemons()[1].bufferedAmount = 0; // without a flush since
  await stalled(2);
  assert.deepEqual([goOn().length, heldMiB()], [9, 64]);
});

test("64 MiB are allowed, and the peer with one byte more is closed", async () => {
  await started();
  await stalled(7);
  const channel = await joined();
  for (const [bytes, isClosed] of [[8 * kMiB, false], [8 * kMiB + 1, true]]) {
    daemons().at(-1).bufferedAmount = bytes;
    channel.say(new Uint8Array(1));
    await world.pass(0);
    assert.equal(daemons().at(-1).isClosed, isClosed);
  }
  assert.equal(goOn().length, 7);
});
