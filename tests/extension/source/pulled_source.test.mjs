// The loop that fills the video element: its requests, its new sessions, and the failures that it survives.

import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeMediaSource, FakeVideo, installFakeMedia, kNonsense, seconds } from "../support/fake_media.mjs";
import { installFakeBrowser, settled } from "../support/fakes.mjs";

installFakeBrowser();
installFakeMedia();
const { PulledSource } = await import("../../../extension/src/player/source/pulled_source.js");
const { EngineError } = await import("../../../extension/src/shared/errors.js");

const kMime = 'video/mp4; codecs="avc1.640028,mp4a.40.2"';

/** A session that returns a film from a position on, two seconds at a time. */
class FakeSession {
  closed = false;
  ended = false;
  plan = { video: "copy", audio: "copy" };
  #begun = false;

  constructor(at, { end = 120, mime = kMime, fail } = {}) {
    Object.assign(this, { at, end, mime, fail, next: () => this.#next() });
    this.position = Math.floor(at);
  }

  async #next() {
    if (this.fail) throw this.fail;
    const start = this.position;
    this.position = Math.min(this.end, start + 2);
    this.ended = this.position >= this.end;
    const bytes = start < this.end ? seconds(start, this.position) : new Uint8Array();
    if (this.#begun) return { bytes };
    this.#begun = true;
    return { bytes, mime: this.mime };
  }

  close() {
    this.closed = true;
  }
}

/** A source whose sessions the test makes; all of them return `film`. */
async function pulled({ at = 0, film = {}, open } = {}) {
  const sessions = [];
  const failures = [];
  const video = new FakeVideo();
  const source = new PulledSource({
    video,
    time: () => video.currentTime,
    open: async (from) => {
      const session = open?.(from, sessions.length) ?? new FakeSession(from, film);
      sessions.push(session);
      return session;
    },
    duration: 120,
    at,
    events: { onSession: () => {}, onFailure: (error) => failures.push(error.name) },
  });
  video.currentTime = at;
  source.start();
  const media = FakeMediaSource.last;
  video.open(media);
  await ran();
  return { source, video, media, sessions, failures, here: () => media.buffer.buffered.list };
}

/** Lets the loop of a source run until it waits for something. */
async function ran() {
  for (let turn = 0; turn < 100; turn++) await settled();
}

test("half a minute is fetched ahead, and more only as the film goes on", async () => {
  const { video, media, sessions, here } = await pulled();
  assert.equal(media.mime, kMime);
  assert.equal(media.duration, 120);
  assert.equal(media.buffer.timestampOffset, -10);
  assert.deepEqual(here(), [{ start: 0, end: 26 }]);
  video.playTo(10);
  await ran();
  assert.deepEqual(here(), [{ start: 0, end: 36 }]);
  assert.equal(sessions.length, 1);
});

test("a jump within what is here, or to what comes next, goes on; another begins anew there", async () => {
  const { video, sessions, here } = await pulled();
  for (const time of [20, 48]) {
    video.currentTime = time;
    await ran();
  }
  assert.equal(sessions.length, 1);
  video.currentTime = 90;
  await ran();
  assert.deepEqual(sessions.map(({ at, closed }) => [at, closed]), [[0, true], [90, false]]);
  assert.deepEqual(here(), [{ start: 90, end: 116 }]);
  video.currentTime = 5;
  await ran();
  assert.deepEqual(here(), [{ start: 5, end: 31 }]);
});

test("at the end the stream ends, and a jump back begins anew", async () => {
  const { video, media, sessions } = await pulled({ at: 100 });
  assert.equal(media.readyState, "ended");
  video.currentTime = 3;
  await ran();
  assert.deepEqual(sessions.map(({ at }) => at), [100, 3]);
});

test("whoever jumps behind the last picture gets what is before it", async () => {
  const { sessions, here } = await pulled({ at: 119, film: { end: 110 } });
  assert.deepEqual(sessions.map(({ at }) => at), [119, 114, 104]);
  assert.deepEqual(here(), [{ start: 104, end: 110 }]);
});

test("what was played is given back when the browser has no room", async () => {
  const { video, media, here } = await pulled();
  for (let time = 5; time <= 45; time += 5) {
    video.playTo(time);
    await ran();
  }
  assert.equal(here().at(-1).end, 70);
  assert.ok(media.buffer.calls.some(([name, start, end]) => name === "remove" && start === 0 && end <= 35));
});

test("another sound takes over from where the film is, and what is here stays until then", async () => {
  const { source, video, media, sessions, here } = await pulled();
  video.playTo(10);
  await ran();
  media.buffer.calls.length = 0;
  source.renew();
  await ran();
  assert.deepEqual(sessions.map(({ at }) => at), [0, 10]);
  assert.deepEqual(media.buffer.calls, [["remove", 15, Infinity], ["abort"]]);
  assert.deepEqual(here(), [{ start: 0, end: 36 }]);
});

test("a hole in the film is stepped over", async () => {
  const { video } = await pulled({ open: (at) => Object.assign(new FakeSession(at), { position: 3 }) });
  video.readyState = 2;
  video.playTo(0);
  await ran();
  assert.equal(video.currentTime, 3.01);
});

test("a hole is stepped over also where the browser waits a little before it", async () => {
  const { video, media } = await pulled();
  media.buffer.buffered.here = [0, 1, 2, 5, 6, 7];
  video.readyState = 2;
  video.playTo(2.96);
  await ran();
  assert.equal(video.currentTime, 5.01);
});

test("a picture that stands behind a hole, while the sound goes on, is begun anew", async () => {
  const { video, media } = await pulled();
  media.buffer.buffered.here = [0, 1, 2, 5, 6, 7];
  video.getVideoPlaybackQuality = () => ({ totalVideoFrames: 75 });
  for (const time of [2.9, 5.1, 5.4]) video.playTo(time);
  await ran();
  assert.ok(Math.abs(video.currentTime - 5.41) < 1e-9, `${video.currentTime}`);
});

test("a jump that the browser has not told of yet is no hole in the film", async () => {
  const { video, sessions } = await pulled({ at: 60 });
  Object.assign(video, { readyState: 1, seeking: true });
  video.playTo(12); // the clock changes at once, "seeking" comes after the events queued before
  await ran();
  assert.equal(video.currentTime, 12);
  video.dispatchEvent(new Event("seeking"));
  await ran();
  assert.deepEqual(sessions.map(({ at }) => at), [60, 12]);
});

const lost = (name) => Object.assign(new FakeSession(0), { fail: new EngineError({ name }) });

test("a lost session goes on behind what is here", async () => {
  const { sessions, video, here } = await pulled();
  sessions[0].fail = new EngineError({ name: "unknown_session" });
  video.playTo(10);
  await ran();
  assert.deepEqual(sessions.map(({ at }) => at), [0, 26]);
  assert.deepEqual(here(), [{ start: 0, end: 36 }]);
});

test("a film that is lost again and again is given up, once what is here has been played", async () => {
  const { sessions, failures, video } = await pulled({ open: (at, nth) => (nth === 0 ? new FakeSession(at) : lost("chunk_lost")) });
  sessions[0].fail = new EngineError({ name: "chunk_lost" });
  video.playTo(5);
  await ran();
  assert.deepEqual([sessions.length, failures], [4, []]);
  video.playTo(26);
  await ran();
  assert.deepEqual(failures, ["stream_broken"]);
});

test("while the daemon is away the film waits, and goes on when it is back", async () => {
  let away = true;
  const { source, video, sessions, failures, here } = await pulled({
    open: (at, nth) => {
      if (nth > 0 && away) throw new EngineError({ name: "daemon_lost" });
      return new FakeSession(at);
    },
  });
  sessions[0].fail = new EngineError({ name: "chunk_lost" });
  video.playTo(10);
  await ran();
  assert.deepEqual([sessions.length, failures], [1, []]);
  away = false;
  source.resume();
  await ran();
  assert.deepEqual(here(), [{ start: 0, end: 36 }]);
});

test("a page that is left pulls nothing more until it is back", async () => {
  const { source, video, sessions } = await pulled();
  source.suspend();
  assert.equal(sessions[0].closed, true);
  video.playTo(20);
  await ran();
  assert.equal(sessions.length, 1);
  source.resume();
  await ran();
  assert.equal(sessions[1].at, 26);
});

test("what the browser cannot take is told, or left to the video element to tell", async () => {
  const unsupported = await pulled({ film: { mime: 'video/mp4; codecs="hvc1.1.6.L93.90"' } });
  assert.deepEqual(unsupported.failures, ["unplayable"]);
  const refused = await pulled({ open: () => Object.assign(new FakeSession(0), { next: async () => ({ bytes: kNonsense, mime: kMime }) }) });
  assert.deepEqual(refused.failures, []);
});
