// Swarms at trackers: announces, offers and answers of both sides, and their limits.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { hexId, wireId } from "../support/fake_bridge.mjs";
import { settled } from "../support/fakes.mjs";
import { kHash, kOwnId, kTracker, kUrl, announces, answer, answers, begin, connections, events, offer, reply, say, socket, started, world } from "../support/swarm_stage.mjs";

beforeEach(begin);

test("a swarm is announced as started with five offers", async () => {
  await started();
  const [announce] = announces();
  assert.deepEqual([announce.event, announce.info_hash, announce.peer_id], ["started", wireId(kHash), kOwnId]);
  assert.deepEqual([announce.numwant, announce.left, announce.offers.length], [5, null, 5]);
  assert.deepEqual(announce.offers[0].offer, { type: "offer", sdp: "v=0 own offer" });
  assert.equal(new Set(announce.offers.map(({ offer_id: id }) => id)).size, 5);
});

test("no more offers are made than connections are free", async () => {
  connections.configure({ peers: 9, stun: [] });
  for (const code of [1, 2, 3, 4, 5]) {
    await started({ code });
    for (const { channel } of world.openConnections) if (channel.readyState === "connecting") channel.open();
  }
  assert.deepEqual(announces().map(({ offers }) => offers.length), [2, 2, 2, 2, 1]);
});

test("without a free connection a swarm is announced all the same", async () => {
  connections.configure({ peers: 0, stun: [] });
  await started();
  assert.deepEqual([events(), announces()[0].offers], [["started"], undefined]);
});

test("connections that the browser refuses are left out", async () => {
  const create = world.createConnection;
  world.createConnection = (configuration) => {
    if (world.connections.length >= 2) throw new Error("too many");
    return create(configuration);
  };
  await started();
  assert.equal(announces()[0].offers.length, 2);
});

test("two swarms at one tracker share its socket, and the last one closes it", async () => {
  const first = await started();
  const second = await started({ code: 2 });
  assert.equal(world.sockets.length, 1);
  assert.deepEqual(announces().map(({ info_hash: hash }) => hash), [wireId(kHash), wireId(2)]);
  first.leave();
  assert.equal(socket().isClosed, false);
  second.leave();
  assert.equal(socket().isClosed, true);
});

test("an answer goes to the connection of its offer, once", async () => {
  await started();
  const { offer_id: id } = announces()[0].offers[2];
  answer(id);
  assert.deepEqual(world.connections.map(({ remoteDescription }) => remoteDescription?.sdp), [undefined, undefined, "v=0 answer", undefined, undefined]);
  answer(id, { answer: { type: "answer", sdp: "v=0 second" } });
  assert.equal(world.connections[2].remoteDescription.sdp, "v=0 answer");
});

test("an answer that comes after 50 s is ignored", async () => {
  await started();
  await world.pass(50_000);
  assert.deepEqual([world.openConnections, connections.free], [[], 64]);
  answer(announces()[0].offers[0].offer_id);
  assert.equal(world.connections[0].remoteDescription, null);
});

for (const [what, changes] of [
  ["an unknown info-hash", { info_hash: wireId(9) }],
  ["our own peer id", { peer_id: kOwnId }],
  ["an unknown offer id", { offer_id: wireId(0xfe) }],
]) {
  test(`an answer with ${what} is ignored`, async () => {
    await started();
    answer(announces()[0].offers[0].offer_id, changes);
    await settled();
    assert.ok(world.connections.every(({ remoteDescription }) => remoteDescription === null));
  });
}

test("an offer is answered to its peer", async () => {
  await started();
  offer();
  await settled();
  assert.equal(world.connections[5].remoteDescription.sdp, "v=0 offer");
  assert.deepEqual(answers(), [
    {
      action: "announce",
      info_hash: wireId(kHash),
      peer_id: kOwnId,
      to_peer_id: wireId(0x90),
      answer: { type: "answer", sdp: "v=0 own answer" },
      offer_id: wireId(0x91),
    },
  ]);
});

for (const [what, changes] of [
  ["an unknown info-hash", { info_hash: wireId(9) }],
  ["our own peer id", { peer_id: kOwnId }],
  ["an SDP that is too long", { offer: { type: "offer", sdp: "v".repeat(16 * 1024 + 1) } }],
]) {
  test(`an offer with ${what} makes no connection`, async () => {
    await started();
    offer(changes);
    await settled();
    assert.equal(world.connections.length, 5);
  });
}

test("of 300 offers 20 are answered in 10 s", async () => {
  connections.configure({ peers: 500, stun: [] });
  await started();
  for (let i = 0; i < 300; ++i) offer();
  await settled();
  assert.deepEqual([answers().length, world.connections.length], [20, 25]);
  await world.pass(9_999);
  offer();
  await settled();
  assert.equal(answers().length, 20);
  await world.pass(1);
  offer();
  await settled();
  assert.equal(answers().length, 21);
});

test("offers are answered only below the limit of connections, among which half-open ones count", async () => {
  connections.configure({ peers: 1, stun: [] });
  await started();
  offer();
  await settled();
  assert.deepEqual([answers().length, world.connections.length], [0, 1]);
});

test("no more than a quarter of the connections waits for answered offers to open", async () => {
  connections.configure({ peers: 8, stun: [] });
  await started();
  for (let i = 0; i < 5; ++i) offer();
  await settled();
  assert.deepEqual([answers().length, world.connections.length], [2, 4]);
  await world.pass(25_000); // the answers did not open
  offer();
  await settled();
  assert.equal(answers().length, 3);
});

test("an offer that the browser does not understand is not answered and takes no place", async () => {
  await started();
  offer({ offer: { type: "offer", sdp: "broken" } });
  await settled();
  assert.deepEqual([answers(), connections.free], [[], 59]);
});

test("a data channel that opens is joined to the daemon with the peer's address", async () => {
  await started();
  offer();
  await settled();
  world.connections[5].stats = new Map([
    ["p", { type: "candidate-pair", selected: true, remoteCandidateId: "r" }],
    ["r", { address: "192.0.2.7" }],
  ]);
  const channel = world.connections[5].bringChannel();
  channel.say(Uint8Array.of(1, 2, 3)); // before the address is known
  await settled();
  const daemon = world.socket(`${kUrl}/peer`);
  assert.equal(daemon.url, `${kUrl}/peer?info_hash=${hexId(kHash)}&address=192.0.2.7`);
  daemon.open();
  assert.deepEqual([...daemon.sent[0]], [1, 2, 3]);
  daemon.end();
  assert.deepEqual([world.connections[5].isClosed, connections.free], [true, 59]);
});

test("the socket of a swarm that is left is closed", async () => {
  const swarm = await started();
  offer();
  await settled();
  world.connections[5].bringChannel();
  await settled();
  swarm.leave();
  assert.equal(world.socket(`${kUrl}/peer`).isClosed, true);
});

test("a connection that fails ends the daemon's socket", async () => {
  await started();
  offer();
  await settled();
  world.connections[5].bringChannel();
  await settled();
  world.connections[5].become("failed");
  assert.equal(world.socket(`${kUrl}/peer`).isClosed, true);
});

test("a swarm is announced again after 2 min, and then in the tracker's interval", async () => {
  await started();
  await world.pass(119_999);
  assert.deepEqual(events(), ["started"]);
  await world.pass(1);
  assert.deepEqual(events(), ["started", ""]);
  reply(60);
  await world.pass(59_999);
  assert.equal(events().length, 2);
  await world.pass(1);
  assert.equal(events().length, 3);
});

test("a reply without an interval changes none", async () => {
  await started();
  reply(undefined);
  await world.pass(119_999);
  assert.equal(events().length, 1);
});

for (const [interval, ms] of [
  [1, 30_000],
  [90_000, 30 * 60_000],
]) {
  test(`an interval of ${interval} s is ${ms} ms`, async () => {
    await started();
    reply(interval);
    await world.pass(ms - 1);
    assert.equal(events().length, 1);
    await world.pass(1);
    assert.equal(events().length, 2);
  });
}

test("the tracker's id is sent back", async () => {
  await started();
  say({ interval: 60, "tracker id": "abc" });
  await world.pass(60_000);
  assert.deepEqual(announces().map(({ trackerid: id }) => id), [undefined, "abc"]);
});

test("a torrent that becomes complete is announced so, once and without offers", async () => {
  const swarm = await started({ left: 7 });
  swarm.update({ trackers: [kTracker], left: 0 });
  swarm.update({ trackers: [kTracker], left: 0 });
  assert.deepEqual(events(), ["started", "completed"]);
  assert.deepEqual([announces()[1].left, announces()[1].offers], [0, undefined]);
});

test("a torrent that is complete from the start is not announced as completed", async () => {
  const swarm = await started({ left: 0 });
  swarm.update({ trackers: [kTracker], left: 0 });
  assert.deepEqual([events(), announces()[0].left], [["started"], 0]);
});

test("a torrent that becomes complete before its start is announced is complete at the start", async () => {
  world.gathersAtOnce = false;
  const swarm = await started({ left: 7 });
  swarm.update({ trackers: [kTracker], left: 0 });
  await world.pass(3000);
  assert.deepEqual([events(), announces()[0].left], [["started"], 0]);
});

test("a swarm that is left is announced as stopped, and its connections are closed", async () => {
  const swarm = await started();
  await started({ code: 2 });
  offer();
  await settled();
  swarm.leave();
  assert.deepEqual(events(), ["started", "started", "stopped"]);
  assert.equal(announces()[2].offers, undefined);
  assert.deepEqual(world.connections.map(({ isClosed }) => isClosed), [...Array(5).fill(true), ...Array(5).fill(false), true]);
  await world.pass(2 * 60_000);
  assert.deepEqual(announces().slice(3).map(({ info_hash: hash }) => hash), [wireId(2)]);
});

test("a swarm that is left while its first offers are made is not announced", async () => {
  world.gathersAtOnce = false;
  const swarm = await started();
  await started({ code: 2 });
  swarm.leave();
  await world.pass(3000);
  assert.deepEqual(announces().map(({ info_hash: hash, event }) => [hash, event]), [[wireId(2), "started"]]);
});

test("a tracker that is no longer the swarm's is left alone", async () => {
  const swarm = await started();
  const first = socket();
  swarm.update({ trackers: ["wss://other.example/"], left: null });
  assert.deepEqual([first.messages.at(-1).event, first.isClosed], ["stopped", true]);
  assert.equal(world.sockets.at(-1).url, "wss://other.example/");
  first.end();
  swarm.update({ trackers: [kTracker], left: null });
  assert.equal(world.sockets.at(-1).url, kTracker);
  await world.pass(60_000);
  assert.equal(world.sockets.length, 3); // the first was not opened again
});
