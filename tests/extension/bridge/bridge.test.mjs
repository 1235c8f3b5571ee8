// The bridge as a whole: the daemon's control socket, and swarms that come and go.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Bridge } from "../../../extension/src/bridge/bridge.js";
import { FakeBridgeWorld, hexId, wireId } from "../support/fake_bridge.mjs";
import { settled } from "../support/fakes.mjs";

const kUrl = "ws://127.0.0.1:1/t";
const kTracker = "wss://t.example/";

let world, bridge, idle;

beforeEach(() => {
  world = new FakeBridgeWorld();
  idle = 0;
  bridge = new Bridge(world, kUrl, () => (idle += 1));
});

const control = () => world.socket(`${kUrl}/control`);
const tracker = () => world.socket(kTracker);
const swarm = (code, changes) => ({ info_hash: hexId(code), trackers: [kTracker], left: 7, ...changes });
const controls = () => world.sockets.filter(({ url }) => url === `${kUrl}/control`);

/** The daemon's state with some swarms. */
async function tell(swarms, changes) {
  if (control().readyState === 0) control().open();
  control().say({ swarms, stun: ["stun:s.example:1"], peers: 64, ...changes });
  await settled();
}

async function joined(...codes) {
  await tell(codes.map((code) => swarm(code)));
  tracker().open();
  await settled();
}

const announced = () => tracker().messages.filter(({ answer }) => !answer).map(({ info_hash: hash, event }) => [hash.charCodeAt(0), event]);

test("the swarms that the daemon tells are joined, those that vanish are left", async () => {
  await joined(1, 2);
  await tell([swarm(2), swarm(3)]);
  assert.deepEqual(announced(), [
    [1, "started"],
    [2, "started"],
    [1, "stopped"],
    [3, "started"],
  ]);
  assert.equal(world.connections.filter(({ isClosed }) => isClosed).length, 5);
});

test("a swarm whose torrent becomes complete is announced so", async () => {
  await joined(1);
  await tell([swarm(1, { left: 0 })]);
  assert.deepEqual(announced(), [
    [1, "started"],
    [1, "completed"],
  ]);
});

test("the daemon's limit and STUN servers hold for connections", async () => {
  await tell([swarm(1)], { peers: 8 });
  tracker().open();
  await settled();
  assert.deepEqual(world.connections.map(({ configuration }) => configuration), Array(2).fill({ iceServers: [{ urls: "stun:s.example:1" }] }));
});

test("each run has a peer id of its own", async () => {
  await joined(1);
  assert.match(tracker().messages[0].peer_id, /^-MW0000-[0-9A-Za-z]{12}$/);
});

test("a message of the daemon that is not valid changes nothing", async () => {
  await joined(1);
  control().say("nonsense");
  control().say({ swarms: [] });
  assert.equal(tracker().isClosed, false);
});

test("the daemon is told the trackers, at most once a second", async () => {
  const report = (state) => ({ trackers: [{ url: kTracker, state, problem: "" }] });
  await tell([swarm(1)]);
  assert.deepEqual(control().messages, [report("connecting")]);
  tracker().open();
  tracker().say({ action: "announce", "failure reason": "no" });
  tracker().say({ action: "announce", info_hash: wireId(1), interval: 60 });
  await world.pass(999);
  assert.equal(control().messages.length, 1);
  await world.pass(1);
  assert.deepEqual(control().messages.slice(1), [report("connected")]);
  await world.pass(10_000);
  assert.equal(control().messages.length, 2);
  await tell([]);
  assert.deepEqual(control().messages.slice(2), [{ trackers: [] }]);
});

test("without the control socket everything is closed", async () => {
  await joined(1, 2);
  tracker().say({ action: "announce", info_hash: wireId(1), peer_id: wireId(9), offer_id: wireId(8), offer: { type: "offer", sdp: "v=0" } });
  await settled();
  control().end();
  await settled();
  assert.deepEqual(announced().slice(2), [
    [1, "stopped"],
    [2, "stopped"],
  ]);
  assert.deepEqual([tracker().isClosed, world.connections.length, world.openConnections], [true, 11, []]);
  assert.equal(world.waiting, 2); // the pause of the control socket, and the wait of an idle bridge
});

test("the control socket is opened again after 1 s, 2 s, 4 s … 30 s, and a state restarts the pauses", async () => {
  const pauses = [];
  for (let i = 0; i < 7; ++i) {
    const [count, since] = [controls().length, world.now()];
    control().end();
    while (controls().length === count) world.advance(500);
    pauses.push((world.now() - since) / 1000);
  }
  assert.deepEqual(pauses, [1, 2, 4, 8, 16, 30, 30]);
  await tell([]);
  const count = controls().length;
  control().end();
  world.advance(1000);
  assert.equal(controls().length, count + 1);
});

test("swarms are joined again, and reported, when the control socket is back", async () => {
  await joined(1);
  control().end();
  await world.pass(1000);
  await joined(1);
  assert.deepEqual(announced(), [[1, "started"]]);
  assert.deepEqual(control().messages[0].trackers.map(({ url }) => url), [kTracker]);
});

test("an old control socket is not listened to", async () => {
  const old = control();
  old.open();
  old.end();
  await world.pass(1000);
  await joined(1);
  old.say({ swarms: [], stun: [], peers: 0 });
  old.end();
  await world.pass(500);
  assert.deepEqual([tracker().isClosed, controls().length], [false, 2]);
});

test("a bridge without a swarm is idle after 60 s", async () => {
  await tell([]);
  await world.pass(59_999);
  assert.equal(idle, 0);
  await world.pass(1);
  assert.equal(idle, 1);
});

test("a bridge is idle 60 s after its last swarm, unless another comes", async () => {
  await joined(1);
  await world.pass(120_000);
  await tell([]);
  await world.pass(59_999);
  await tell([swarm(2)]);
  await world.pass(120_000);
  assert.equal(idle, 0);
  await tell([]);
  await world.pass(60_000);
  assert.equal(idle, 1);
});

test("a bridge is idle 60 s after the end of the control socket", async () => {
  await joined(1);
  control().end();
  await world.pass(59_999);
  assert.equal(idle, 0);
  await world.pass(1);
  assert.equal(idle, 1);
});

test("a bridge that is closed says so to trackers, and leaves nothing that waits", async () => {
  await joined(1);
  bridge.close();
  await settled();
  assert.deepEqual(announced().at(-1), [1, "stopped"]);
  assert.deepEqual([control().isClosed, tracker().isClosed, world.openConnections, world.waiting], [true, true, [], 0]);
  control().end();
  assert.equal(world.waiting, 0);
});

test("a bridge that is closed while the control socket is away does not open it again", async () => {
  control().end();
  bridge.close();
  await world.pass(60_000);
  assert.deepEqual([controls().length, idle], [1, 0]);
});
