// Texts of trackers and of the daemon's control socket, byte for byte.

import assert from "node:assert/strict";
import { test } from "node:test";
import { binaryFromHex, hexFromBinary, isBinaryId } from "../../../extension/src/bridge/binary_string.js";
import { isBridgeUrl, peerUrl } from "../../../extension/src/bridge/bridge_url.js";
import { readState } from "../../../extension/src/bridge/control_messages.js";
import { peerIdOf } from "../../../extension/src/bridge/trackers/peer_id.js";
import { announceMessage, answerMessage, readTrackerMessage } from "../../../extension/src/bridge/trackers/tracker_messages.js";
import { hexId, wireId } from "../support/fake_bridge.mjs";

const kHash = "00417f80c3ff" + "61".repeat(14);
const kWireHash = "\u0000A\u007f\u0080\u00c3\u00ff" + "a".repeat(14);
const kPeer = "-MW0000-abcdefghijkl";

test("a binary string has one character for each byte, also from 0x80 on", () => {
  assert.equal(binaryFromHex(kHash), kWireHash);
  assert.equal(hexFromBinary(kWireHash), kHash);
});

test("an id is 20 characters up to U+00FF", () => {
  assert.equal(isBinaryId(kWireHash), true);
  for (const wrong of [kWireHash.slice(1), `${kWireHash}a`, `\u0100${kWireHash.slice(1)}`, 7, null, undefined]) {
    assert.equal(isBinaryId(wrong), false);
  }
});

test("a peer id is the prefix and 12 letters and digits", () => {
  const bytes = Uint8Array.from([0, 9, 10, 35, 36, 61, 62, 123, 124, 255, 1, 2, 3, 4, 5]);
  assert.equal(peerIdOf((count) => bytes.slice(0, count)), "-MW0000-09AZaz0z0712");
});

test("an announce with an offer is the text that trackers read", () => {
  const text = announceMessage({
    infoHash: kHash,
    peerId: kPeer,
    left: null,
    event: "started",
    offers: [{ id: wireId(0x80), sdp: "v=0" }],
    trackerId: null,
  });
  assert.equal(
    text,
    `{"action":"announce","info_hash":"\\u0000A\u007f\u0080\u00c3\u00ff${"a".repeat(14)}","peer_id":"${kPeer}","numwant":1,` +
      `"uploaded":0,"downloaded":0,"left":null,"event":"started","offers":[{"offer":{"type":"offer","sdp":"v=0"},"offer_id":"${wireId(0x80)}"}]}`,
  );
});

test("a regular announce has no event, and one without offers no list of them", () => {
  const announce = JSON.parse(announceMessage({ infoHash: kHash, peerId: kPeer, left: 7, event: "", offers: [], trackerId: "t" }));
  assert.deepEqual(announce, {
    action: "announce",
    info_hash: kWireHash,
    peer_id: kPeer,
    numwant: 0,
    uploaded: 0,
    downloaded: 0,
    left: 7,
    trackerid: "t",
  });
});

test("an answer is the text that trackers read", () => {
  const text = answerMessage({ infoHash: kHash, peerId: kPeer, toPeerId: wireId(0xff), offerId: wireId(0x81), sdp: "v=0" });
  assert.deepEqual(JSON.parse(text), {
    action: "announce",
    info_hash: kWireHash,
    peer_id: kPeer,
    to_peer_id: wireId(0xff),
    answer: { type: "answer", sdp: "v=0" },
    offer_id: wireId(0x81),
  });
});

const kSignal = { action: "announce", info_hash: kWireHash, peer_id: wireId(0x90), offer_id: wireId(0x91) };
const read = (message) => readTrackerMessage(JSON.stringify(message));

for (const kind of ["offer", "answer"]) {
  test(`an ${kind} of a peer is read, escaped or not`, () => {
    const expected = { kind, infoHash: kHash, peerId: wireId(0x90), offerId: wireId(0x91), sdp: "v=0" };
    const text = JSON.stringify({ ...kSignal, [kind]: { type: kind, sdp: "v=0" } });
    assert.deepEqual(readTrackerMessage(text), expected);
    assert.deepEqual(readTrackerMessage(text.replaceAll("\u0090", "\\u0090")), expected);
  });

  for (const [what, change] of [
    ["another type", { [kind]: { type: "rollback", sdp: "v=0" } }],
    ["no SDP", { [kind]: { type: kind } }],
    ["an empty SDP", { [kind]: { type: kind, sdp: "" } }],
    ["an SDP over 16 KiB", { [kind]: { type: kind, sdp: "v".repeat(16 * 1024 + 1) } }],
    ["text for an object", { [kind]: "v=0" }],
    ["a short peer id", { peer_id: "short" }],
    ["a peer id that is a number", { peer_id: 7 }],
    ["a short offer id", { offer_id: "short" }],
    ["a wide character in the info-hash", { info_hash: `\u0100${kWireHash.slice(1)}` }],
    ["another action", { action: "scrape" }],
  ]) {
    test(`an ${kind} with ${what} is ignored`, () => {
      assert.equal(read({ ...kSignal, [kind]: { type: kind, sdp: "v=0" }, ...change }), null);
    });
  }
}

test("an SDP of 16 KiB is taken", () => {
  assert.equal(read({ ...kSignal, offer: { type: "offer", sdp: "v".repeat(16 * 1024) } }).kind, "offer");
});

test("a reply gives the interval and the tracker's id", () => {
  const reply = { action: "announce", info_hash: kWireHash, interval: 120, complete: 1, incomplete: 2, "tracker id": "x" };
  assert.deepEqual(read(reply), { kind: "reply", infoHash: kHash, interval: 120, trackerId: "x" });
});

for (const interval of [0, -1, "120", null, undefined, {}]) {
  test(`an interval of ${JSON.stringify(interval)} is none`, () => {
    assert.equal(read({ action: "announce", info_hash: kWireHash, interval }).interval, null);
  });
}

test("a tracker's id that is long or no text is none", () => {
  for (const id of ["x".repeat(257), 7]) assert.equal(read({ action: "announce", info_hash: kWireHash, "tracker id": id }).trackerId, null);
});

test("a failure is read with and without an info-hash, and cut to 200 characters", () => {
  assert.deepEqual(read({ "failure reason": "x".repeat(300) }), { kind: "failure", infoHash: null, problem: "x".repeat(200) });
  assert.equal(read({ "failure reason": "no", info_hash: kWireHash }).infoHash, kHash);
});

test("a message over 1 MiB is not read", () => {
  const padded = (length) => {
    const text = JSON.stringify({ action: "announce", info_hash: kWireHash });
    return text + " ".repeat(length - text.length);
  };
  assert.equal(readTrackerMessage(padded(1024 * 1024)).kind, "reply");
  assert.equal(readTrackerMessage(padded(1024 * 1024 + 1)), null);
});

for (const text of ["", "{", "null", "7", '"text"', "[]", new ArrayBuffer(8), undefined]) {
  test(`the message ${text} of a tracker is ignored`, () => assert.equal(readTrackerMessage(text), null));
}

const state = (changes) => readState(JSON.stringify({ swarms: [], stun: [], peers: 64, ...changes }));
const swarm = (changes) => state({ swarms: [{ info_hash: hexId(1), trackers: [], left: null, ...changes }] }).swarms;

test("the daemon's state is read", () => {
  const trackers = ["wss://a.example/", "ws://b.example:80/announce?x=1"];
  assert.deepEqual(state({ swarms: [{ info_hash: hexId(0xab), trackers, left: 7 }], stun: ["stun:s.example:3478"] }), {
    swarms: [{ infoHash: hexId(0xab), trackers, left: 7 }],
    stun: ["stun:s.example:3478"],
    peers: 64,
  });
});

test("only ws: and wss: URLs are trackers, each once, at most 8", () => {
  const many = Array.from({ length: 9 }, (_, number) => `wss://t${number}.example/`);
  const wrong = ["http://a/", "udp://a:1/", "wss://", "wss://a/#f", "a", 7, null];
  assert.deepEqual(swarm({ trackers: [...wrong, "wss://a/", "wss://a/"] })[0].trackers, ["wss://a/"]);
  assert.deepEqual(swarm({ trackers: many })[0].trackers, many.slice(0, 8));
});

test("a swarm with a wrong info-hash or without trackers is left out, and what is over 64", () => {
  for (const wrong of [{ info_hash: "xyz" }, { info_hash: hexId(0xab).toUpperCase() }, { info_hash: 7 }, { trackers: null }]) {
    assert.deepEqual(swarm(wrong), []);
  }
  const many = Array.from({ length: 65 }, (_, number) => ({ info_hash: hexId(number), trackers: [], left: 0 }));
  assert.equal(state({ swarms: many }).swarms.length, 64);
});

for (const left of [-1, 1.5, "7", undefined]) {
  test(`${left} bytes left are not known`, () => assert.equal(swarm({ left })[0].left, null));
}

test("nothing left is known", () => assert.equal(swarm({ left: 0 })[0].left, 0));

test("a state over 1 MiB is not read", () => {
  const text = JSON.stringify({ swarms: [], stun: [], peers: 1 });
  assert.notEqual(readState(text.padEnd(1024 * 1024)), null);
  assert.equal(readState(text.padEnd(1024 * 1024 + 1)), null);
});

test("what is no STUN server is left out", () => {
  assert.deepEqual(state({ stun: ["turn:a", "stun:a b", "stun:", 7, "stuns:a:1"] }).stun, ["stuns:a:1"]);
  assert.deepEqual(state({ stun: undefined }).stun, []);
});

test("a state without a list or a number is not valid, and too many peers are 500", () => {
  for (const wrong of [{ swarms: {} }, { peers: -1 }, { peers: 1.5 }, { peers: "64" }]) assert.equal(state(wrong), null);
  for (const wrong of ["", "null", "[]", 7, " ".repeat(1024 * 1024 + 1)]) assert.equal(readState(wrong), null);
  assert.deepEqual([state({ peers: 501 }).peers, state({ peers: 0 }).peers], [500, 0]);
});

test("the bridge is on this machine", () => {
  assert.equal(isBridgeUrl("ws://127.0.0.1:40123/0123456789abcdef"), true);
  for (const wrong of [
    "wss://127.0.0.1:1/a",
    "ws://localhost:1/a",
    "ws://127.0.0.1.evil.example:1/a",
    "ws://127.0.0.1:1@evil.example/a",
    "ws://127.0.0.1:1/",
    "ws://127.0.0.1:1/a?b",
    "x ws://127.0.0.1:1/a",
    7,
  ]) {
    assert.equal(isBridgeUrl(wrong), false, String(wrong));
  }
});

test("a peer's address is escaped in the URL of its bytes", () => {
  assert.equal(peerUrl("ws://127.0.0.1:1/t", hexId(1), "2001:db8::1"), `ws://127.0.0.1:1/t/peer?info_hash=${hexId(1)}&address=2001%3Adb8%3A%3A1`);
});
