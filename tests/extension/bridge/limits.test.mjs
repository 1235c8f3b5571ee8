// The limits that swarms, trackers and peers share: a flood of one leaves the others theirs.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { wireId } from "../support/fake_bridge.mjs";
import { settled } from "../support/fakes.mjs";
import { announces, answers, begin, connections, offer, started, world } from "../support/swarm_stage.mjs";

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
