// The sockets of trackers: their number, their states, and trackers that fail.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { hexId, wireId } from "../support/fake_bridge.mjs";
import { settled } from "../support/fakes.mjs";
import { kHash, kTracker, kUrl, announces, answer, begin, changes, events, reply, say, socket, started, swarmOf, trackers, world } from "../support/swarm_stage.mjs";

beforeEach(begin);

test("there are 32 tracker sockets, and another when one is free", () => {
  const urls = (first, count) => Array.from({ length: count }, (_, number) => `wss://t${first + number}.example/`);
  const swarms = [0, 1, 2, 3, 4].map((code) => {
    const swarm = swarmOf(code);
    swarm.update({ trackers: urls(code * 8, code === 4 ? 1 : 8), left: null });
    return swarm;
  });
  assert.equal(world.sockets.length, 32);
  swarms[0].leave();
  swarms[4].update({ trackers: urls(32, 1), left: null });
  assert.equal(world.sockets.at(-1).url, "wss://t32.example/");
});

test("a tracker that closes is tried again after 10 s, 20 s, 40 s … 1 h and up to half as long again", async () => {
  await started();
  world.randomBytes = (count) => new Uint8Array(count).fill(0);
  const pauses = [];
  for (let i = 0; i < 11; ++i) {
    const [count, since] = [world.sockets.length, world.now()];
    socket().end();
    while (world.sockets.length === count) world.advance(1000);
    pauses.push((world.now() - since) / 1000);
  }
  assert.deepEqual(pauses, [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]);
  world.randomBytes = (count) => new Uint8Array(count).fill(255);
  const count = world.sockets.length;
  socket().end();
  world.advance(3600 * 1500 - 1);
  assert.equal(world.sockets.length, count);
  world.advance(1);
  assert.equal(world.sockets.length, count + 1);
});

test("a valid message restarts the pauses, an accepted connection and nonsense do not", async () => {
  await started();
  world.randomBytes = (count) => new Uint8Array(count).fill(1);
  socket().end();
  await world.pass(15_000);
  socket().open();
  socket().say("nonsense");
  const count = world.sockets.length;
  socket().end();
  await world.pass(15_000);
  assert.equal(world.sockets.length, count);
  await world.pass(15_000);
  socket().open();
  reply(60);
  socket().end();
  await world.pass(15_000);
  assert.equal(world.sockets.length, count + 2);
});

test("a swarm is announced as started again when its tracker is back", async () => {
  await started();
  const first = socket();
  first.end();
  await world.pass(15_000);
  socket().open();
  await settled();
  assert.notEqual(socket(), first);
  assert.deepEqual(events(), ["started"]);
});

test("offers of a tracker that closes are closed, connections that are open are not", async () => {
  await started();
  answer(announces()[0].offers[0].offer_id);
  world.connections[0].channel.open();
  await settled();
  socket().end();
  assert.deepEqual(world.connections.map(({ isClosed }) => isClosed), [false, true, true, true, true]);
  assert.equal(world.socket(`${kUrl}/peer`).url, `${kUrl}/peer?info_hash=${hexId(kHash)}&address=`);
});

test("a tracker that closes while offers are made gets them neither then nor when it is back", async () => {
  world.gathersAtOnce = false;
  await started();
  socket().end();
  await world.pass(3000);
  assert.deepEqual([world.openConnections.length, announces()], [0, []]);
});

test("a closed tracker is not announced to", async () => {
  await started();
  socket().end();
  await world.pass(9_000);
  assert.equal(world.waiting, 1); // the pause alone
});

test("the state of a tracker is connecting, connected, waiting", async () => {
  const swarm = swarmOf();
  swarm.update({ trackers: [kTracker], left: null });
  assert.deepEqual(trackers.reports, [{ url: kTracker, state: "connecting", problem: "" }]);
  assert.equal(changes, 1);
  socket().open();
  assert.deepEqual(trackers.reports, [{ url: kTracker, state: "connected", problem: "" }]);
  socket().end(1013, "x".repeat(300));
  assert.deepEqual(trackers.reports, [{ url: kTracker, state: "waiting", problem: "x".repeat(200) }]);
  assert.equal(changes, 3);
  await world.pass(15_000);
  assert.deepEqual(trackers.reports, [{ url: kTracker, state: "connecting", problem: "x".repeat(200) }]);
  swarm.leave();
  assert.deepEqual([trackers.reports, changes, world.waiting], [[], 5, 0]);
});

test("a failure reason makes the tracker wait, until it replies again", async () => {
  await started();
  say({ "failure reason": "not today" });
  assert.deepEqual(trackers.reports, [{ url: kTracker, state: "waiting", problem: "not today" }]);
  reply(60);
  assert.deepEqual(trackers.reports, [{ url: kTracker, state: "connected", problem: "" }]);
  socket().say({ "failure reason": "not for you" });
  assert.equal(trackers.reports[0].problem, "not for you");
});

test("a failure about a swarm that is not ours is ignored", async () => {
  await started();
  say({ "failure reason": "no", info_hash: wireId(9) });
  assert.equal(trackers.reports[0].state, "connected");
});

test("a URL that the browser refuses makes the tracker wait", () => {
  world.openSocket = () => {
    throw new Error("refused");
  };
  swarmOf().update({ trackers: [kTracker], left: null });
  assert.deepEqual(trackers.reports, [{ url: kTracker, state: "waiting", problem: "Error: refused" }]);
});

test("an old socket of a tracker is not listened to", async () => {
  await started();
  const old = socket();
  old.end();
  await world.pass(15_000);
  socket().open();
  await settled();
  const state = () => [world.sockets.length, trackers.reports[0].state, world.connections.length];
  const before = state();
  old.open();
  old.say({ action: "announce", info_hash: wireId(kHash), "failure reason": "x" });
  old.end();
  await settled();
  assert.deepEqual(state(), before);
});
