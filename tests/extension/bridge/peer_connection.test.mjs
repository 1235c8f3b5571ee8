// One connection to a peer: its candidates, its deadlines and its address.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { PeerConnection } from "../../../extension/src/bridge/peers/peer_connection.js";
import { FakeBridgeWorld } from "../support/fake_bridge.mjs";
import { settled } from "../support/fakes.mjs";

let world, peer, rtc, opened, closed;

beforeEach(() => {
  world = new FakeBridgeWorld();
  world.gathersAtOnce = false;
  opened = [];
  closed = 0;
  peer = new PeerConnection(world, ["stun:s.example:3478"], { onOpen: (channel) => opened.push(channel), onClose: () => (closed += 1) });
  rtc = world.connections[0];
});

/** Begins an offer; `sdp` is undefined until the candidates are gathered. */
async function offering() {
  const offer = { sdp: undefined };
  void peer.offer().then((sdp) => (offer.sdp = sdp));
  await settled();
  return offer;
}

test("the servers are those of the daemon, and a data channel is made", async () => {
  await offering();
  assert.deepEqual(rtc.configuration, { iceServers: [{ urls: "stun:s.example:3478" }] });
  assert.match(rtc.channel.label, /^[0-9a-f]{40}$/);
  assert.equal(rtc.channel.binaryType, "arraybuffer");
});

test("gathering ends when it is complete", async () => {
  const offer = await offering();
  assert.equal(offer.sdp, undefined);
  rtc.candidate("srflx");
  rtc.complete();
  await settled();
  assert.equal(offer.sdp, "v=0 own offer");
  assert.equal(world.waiting, 1); // the offer's own deadline
});

test("gathering ends 3 s after its start, whatever a STUN server does", async () => {
  const offer = await offering();
  rtc.candidate("host");
  await world.pass(2999);
  assert.equal(offer.sdp, undefined);
  await world.pass(1);
  assert.equal(offer.sdp, "v=0 own offer");
});

test("gathering ends 1.5 s after the first server-reflexive candidate", async () => {
  const offer = await offering();
  await world.pass(100);
  rtc.candidate("srflx");
  await world.pass(1000);
  rtc.candidate("srflx");
  await world.pass(499);
  assert.equal(offer.sdp, undefined);
  await world.pass(1);
  assert.equal(offer.sdp, "v=0 own offer");
});

test("gathering ends after 3 s also when a server-reflexive candidate came late", async () => {
  const offer = await offering();
  await world.pass(2900);
  rtc.candidate("srflx");
  await world.pass(100);
  assert.equal(offer.sdp, "v=0 own offer");
});

test("an offer that is not answered is closed after 50 s", async () => {
  await offering();
  await world.pass(49_999);
  assert.equal(closed, 0);
  await world.pass(1);
  assert.deepEqual([closed, rtc.isClosed], [1, true]);
});

test("an answered offer has 25 s to open from then on", async () => {
  await offering();
  await world.pass(40_000);
  await peer.accept("v=0 answer");
  assert.deepEqual(rtc.remoteDescription, { type: "answer", sdp: "v=0 answer" });
  await world.pass(24_999);
  assert.equal(closed, 0);
  await world.pass(1);
  assert.equal(closed, 1);
});

test("an open channel has no deadline", async () => {
  await offering();
  rtc.complete();
  await peer.accept("v=0 answer");
  rtc.channel.open();
  await world.pass(60 * 60_000);
  assert.deepEqual([opened, closed, world.waiting], [[rtc.channel], 0, 0]);
});

test("a peer's offer is answered, and its data channel is used", async () => {
  const answer = peer.answer("v=0 offer");
  await settled();
  rtc.complete();
  assert.equal(await answer, "v=0 own answer");
  assert.deepEqual(rtc.remoteDescription, { type: "offer", sdp: "v=0 offer" });
  const channel = rtc.bringChannel();
  assert.equal(rtc.ondatachannel, null); // a peer's other channels are not used
  assert.deepEqual([opened, channel.binaryType], [[channel], "arraybuffer"]);
});

test("a channel that arrives open is used at once, and once", async () => {
  void peer.answer("v=0 offer");
  await settled();
  const channel = { readyState: "open" };
  rtc.ondatachannel({ channel });
  assert.deepEqual(opened, [channel]);
  channel.onopen();
  assert.deepEqual(opened, [channel]);
});

test("an answer that does not open is closed after 25 s", async () => {
  void peer.answer("v=0 offer");
  await world.pass(24_999);
  assert.equal(closed, 0);
  await world.pass(1);
  assert.equal(closed, 1);
});

test("what the browser does not understand closes the connection", async () => {
  assert.equal(await peer.answer("broken"), null);
  assert.equal(closed, 1);
});

test("an answer that the browser does not understand closes the connection", async () => {
  await offering();
  await peer.accept("broken");
  assert.equal(closed, 1);
});

test("a connection that is closed while it gathers gives no description", async () => {
  const offer = await offering();
  peer.close();
  await world.pass(3000);
  assert.equal(offer.sdp, null);
});

test("a failed connection and an ended channel are closed, an interrupted one is not", async () => {
  await offering();
  rtc.become("disconnected");
  assert.equal(closed, 0);
  rtc.become("failed");
  assert.equal(closed, 1);
  rtc.channel.end();
  assert.equal(closed, 1);
});

test("a channel that ends before it opens closes the connection", async () => {
  await offering();
  rtc.channel.end();
  assert.equal(closed, 1);
});

const kRemote = ["r", { type: "remote-candidate", address: "192.0.2.7" }];
const kOther = ["o", { type: "remote-candidate", address: "192.0.2.8" }];
const pair = (name, changes) => [name, { type: "candidate-pair", remoteCandidateId: name, ...changes }];

for (const [what, stats, address] of [
  ["Chromium's transport", [pair("o"), pair("r"), kOther, kRemote, ["t", { type: "transport", selectedCandidatePairId: "p" }], ["p", { remoteCandidateId: "r" }]], "192.0.2.7"],
  ["Firefox's mark", [["x", { ...pair("o", { nominated: true, state: "succeeded" })[1] }], ["y", pair("r", { selected: true })[1]], kOther, kRemote], "192.0.2.7"],
  ["a nominated pair", [["x", pair("o", { nominated: true, state: "failed" })[1]], ["y", pair("r", { nominated: true, state: "succeeded" })[1]], kOther, kRemote], "192.0.2.7"],
  ["nothing", [], ""],
  ["a name of multicast DNS", [["y", pair("r", { selected: true })[1]], ["r", { address: "f00d.local" }]], ""],
  ["a hidden address", [["y", pair("r", { selected: true })[1]], ["r", { address: null }]], ""],
  ["an IPv6 address", [["y", pair("r", { selected: true })[1]], ["r", { address: "2001:db8::1" }]], "2001:db8::1"],
]) {
  test(`the peer's address by ${what} is "${address}"`, async () => {
    rtc.stats = new Map(stats);
    assert.equal(await peer.remoteAddress(), address);
  });
}

test("statistics that fail give no address", async () => {
  rtc.getStats = async () => {
    throw new Error("closed");
  };
  assert.equal(await peer.remoteAddress(), "");
});
