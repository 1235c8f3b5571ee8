// The bytes of one peer between its data channel and the daemon: order, sizes, back pressure and ends.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { BytePipe } from "../../../extension/src/bridge/peers/byte_pipe.js";
import { HeldBytes } from "../../../extension/src/bridge/peers/held_bytes.js";
import { FakeBridgeWorld, FakeChannel } from "../support/fake_bridge.mjs";

const kKiB = 1024;
const kMiB = 1024 * kKiB;

let world, channel, pipe, closed;

beforeEach(() => {
  world = new FakeBridgeWorld();
  channel = new FakeChannel();
  channel.readyState = "open";
  closed = 0;
  pipe = new BytePipe(world, channel, new HeldBytes(), () => (closed += 1));
});

/** Bytes that tell their places. */
const bytes = (length, first = 0) => Uint8Array.from({ length }, (_, place) => (first + place) % 251);
const joined = (parts) => Buffer.concat(parts.map((part) => Buffer.from(part)));
const socket = () => world.sockets.at(-1);
const frames = () => socket().sent.filter((data) => typeof data !== "string");
const credits = () => socket().sent.filter((data) => typeof data === "string");

function connect() {
  pipe.connect("ws://127.0.0.1:1/t/peer");
  socket().open();
}

test("bytes that come before the socket is asked for, or is open, leave when it opens", () => {
  channel.say(bytes(3));
  pipe.connect("ws://127.0.0.1:1/t/peer");
  channel.say(bytes(3, 3));
  assert.deepEqual(socket().sent, []);
  socket().open();
  assert.deepEqual(joined(frames()), Buffer.from(bytes(6)));
  assert.equal(socket().binaryType, "arraybuffer");
});

test("1 MiB waits for the socket, and one byte more closes the peer", () => {
  channel.say(new Uint8Array(kMiB));
  assert.equal(closed, 0);
  channel.say(new Uint8Array(1));
  assert.deepEqual([closed, channel.readyState], [1, "closed"]);
  pipe.connect("ws://127.0.0.1:1/t/peer");
  assert.equal(world.sockets.length, 0);
});

test("messages of one moment are one frame", () => {
  connect();
  channel.say(bytes(13));
  channel.say(bytes(16_384, 13));
  assert.equal(frames().length, 0);
  world.advance(0);
  assert.deepEqual(frames().map(({ length }) => length), [16_397]);
  assert.deepEqual(joined(frames()), Buffer.from(bytes(16_397)));
});

test("empty messages cost nothing, and the byte behind them leaves in one frame", () => {
  connect();
  for (let i = 0; i < 1000; ++i) channel.say(bytes(0));
  assert.equal(world.waiting, 0);
  channel.say(bytes(1));
  for (let i = 0; i < 1000; ++i) channel.say(bytes(0));
  assert.equal(world.waiting, 1);
  world.advance(0);
  assert.deepEqual([frames().map((frame) => [...frame]), world.waiting], [[[0]], 0]);
});

test("128 KiB do not wait, and no frame is longer", () => {
  connect();
  channel.say(bytes(100 * kKiB));
  channel.say(bytes(256 * kKiB, 100 * kKiB));
  assert.deepEqual(frames().map(({ length }) => length / kKiB), [128, 128, 100]);
  assert.deepEqual(joined(frames()), Buffer.from(bytes(356 * kKiB)));
  assert.equal(world.waiting, 0);
});

test("a full frame leaves at once", () => {
  connect();
  channel.say(bytes(128 * kKiB));
  assert.equal(frames().length, 1);
});

test("a socket that holds more than 16 MiB closes the peer", () => {
  connect();
  socket().bufferedAmount = 16 * kMiB;
  channel.say(bytes(1));
  world.advance(0);
  assert.equal(closed, 0);
  socket().bufferedAmount = 16 * kMiB + 1;
  channel.say(bytes(1));
  world.advance(0);
  assert.deepEqual([closed, socket().isClosed, channel.readyState], [1, true, "closed"]);
});

test("the daemon's bytes are cut to 64 KiB, with credit for each", () => {
  connect();
  socket().say(bytes(150 * kKiB).buffer);
  assert.deepEqual(channel.sent.map(({ length }) => length / kKiB), [64, 64, 22]);
  assert.deepEqual(joined(channel.sent), Buffer.from(bytes(150 * kKiB)));
  assert.deepEqual(credits(), ["65536", "65536", "22528"]);
});

test("credit of small frames is given when the queue is empty", () => {
  connect();
  socket().say(bytes(5).buffer);
  socket().say(bytes(68).buffer);
  assert.deepEqual(credits(), ["5", "68"]);
});

test("credit of small frames that waited is given by 64 KiB", () => {
  connect();
  channel.bufferedAmount = kMiB;
  for (let i = 0; i < 5; ++i) socket().say(bytes(16 * kKiB).buffer);
  assert.deepEqual(credits(), []);
  channel.drainTo(0);
  assert.deepEqual(credits(), ["65536", "16384"]);
});

test("a channel that holds 1 MiB gets no more, until it is low", () => {
  connect();
  assert.equal(channel.bufferedAmountLowThreshold, 256 * kKiB);
  for (let i = 0; i < 20; ++i) socket().say(bytes(64 * kKiB).buffer);
  assert.equal(channel.sent.length, 16);
  assert.equal(credits().length, 16);
  channel.drainTo(256 * kKiB);
  assert.equal(channel.sent.length, 20);
  assert.equal(credits().length, 20);
});

test("the end of the channel is the end of the socket", () => {
  connect();
  channel.end();
  assert.deepEqual([closed, socket().isClosed], [1, true]);
});

test("the end of the socket is the end of the channel, whatever the code, and none is opened again", () => {
  connect();
  socket().end(4001);
  world.advance(60 * 60_000);
  assert.deepEqual([closed, channel.readyState, world.sockets.length], [1, "closed", 1]);
});

test("a channel that throws closes the peer", () => {
  connect();
  channel.readyState = "closing";
  socket().say(bytes(1).buffer);
  assert.equal(closed, 1);
});

test("bytes that wait are dropped with the peer", () => {
  connect();
  channel.bufferedAmount = kMiB;
  socket().say(bytes(1).buffer);
  channel.say(bytes(1));
  pipe.close();
  pipe.close();
  channel.say(bytes(1));
  assert.deepEqual([closed, world.waiting], [1, 0]);
  channel.readyState = "open";
  channel.drainTo(0);
  socket().say(bytes(1).buffer);
  assert.deepEqual(channel.sent, []);
});

test("an empty frame of the daemon is no message", () => {
  connect();
  socket().say(new ArrayBuffer(0));
  assert.deepEqual([channel.sent, credits()], [[], []]);
});

test("text of the channel or the daemon is no bytes of the peer", () => {
  connect();
  channel.onmessage({ data: "text" });
  socket().say("65536");
  world.advance(0);
  assert.deepEqual([socket().sent, channel.sent, closed], [[], [], 0]);
  channel.say(bytes(2));
  world.advance(0);
  assert.deepEqual(joined(frames()), Buffer.from(bytes(2)));
});
