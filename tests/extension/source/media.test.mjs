// Films that the daemon prepares: the choice of the way, the requests, and the parsing of the first bytes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeMediaSource, FakeVideo, installFakeMedia } from "../support/fake_media.mjs";
import { installFakeBrowser, settled } from "../support/fakes.mjs";

installFakeBrowser();
installFakeMedia();
const kPlayer = "../../../extension/src/player";
const { abilitiesOf } = await import(`${kPlayer}/source/abilities.js`);
const { trackFor, trackWords } = await import(`${kPlayer}/files/audio_tracks.js`);
const { chapterTitle, ticks } = await import(`${kPlayer}/ui/seeking/chapters.js`);
const { PullSession } = await import(`${kPlayer}/source/pull_session.js`);
const { PlaybackStrategy } = await import(`${kPlayer}/source/playback_strategy.js`);
const { EngineError } = await import("../../../extension/src/shared/errors.js");

test("a browser is asked for each codec, and one that waits for whole files is not believed for Matroska", () => {
  const source = { isTypeSupported: (type) => /avc1\.640028|mp4a|opus/.test(type) };
  const canPlayType = (type) => (/mp4|matroska|mpeg/.test(type) ? "maybe" : "");
  assert.deepEqual(abilitiesOf({ canPlayType }, source), { mse: ["avc1", "mp4a", "opus"], direct: ["mp4", "matroska", "mp3"] });
  assert.deepEqual(abilitiesOf({ canPlayType, mozHasAudio: false }, source).direct, ["mp4", "mp3"]);
});

const track = (index, language, more = {}) => ({ index, language, codec: "ac3", channels: 6, title: "", default: false, kind: "main", ...more });

test("the sound is the one of the language that was chosen last, else the film's own", () => {
  const tracks = [track(1, "jpn"), track(2, "eng", { default: true }), track(3, "eng"), track(4, "ger")];
  assert.equal(trackFor(tracks, "").index, 2);
  assert.equal(trackFor(tracks, "en-GB").index, 2);
  assert.equal(trackFor(tracks, "deu").index, 4);
  assert.equal(trackFor(tracks, "fre").index, 2);
  assert.equal(trackFor(tracks, "no language at all").index, 2);
  assert.equal(trackFor([track(1, "jpn"), track(2, "eng")], "").index, 1);
  assert.equal(trackFor([], "eng"), null);
});

test("the sound for those who do not see and a commentary are heard only when nothing else is there", () => {
  const described = track(1, "eng", { default: true, kind: "descriptions" });
  const commentary = track(2, "eng", { kind: "commentary" });
  const own = track(3, "eng");
  assert.equal(trackFor([described, commentary, own], "").index, 3);
  assert.equal(trackFor([described, commentary, own], "eng").index, 3);
  assert.equal(trackFor([track(4, "ger"), described], "eng").index, 1);
  assert.equal(trackFor([described, commentary], "").index, 1);
});

test("a sound is called by its language, its title or its number", () => {
  const words = (...args) => Object.values(trackWords(...args)).join(" | ");
  assert.equal(words(track(1, "ger"), 0), "German | 5.1");
  assert.equal(words(track(1, "fre", { title: "Commentary\u202e", channels: 2 }), 1), "French | Commentary · Stereo");
  assert.equal(words(track(1, "und", { title: "Director", channels: 1 }), 1), "Director | Mono");
  assert.equal(words(track(1, "", { channels: 7 }), 2), "Track 3 | 7 channels");
});

test("chapters are ticks where they begin and titles where they are", () => {
  const chapters = [{ start: 0, end: 30, title: "One" }, { start: 30, end: 120, title: "Two" }, { start: 500, end: 600, title: "" }];
  assert.deepEqual(ticks(chapters, 120), [0.25]);
  assert.equal(chapterTitle(chapters, 29.9), "One");
  assert.equal(chapterTitle(chapters, 30), "Two");
  assert.equal(chapterTitle(chapters, 130), "");
});

/** Answers fetch() from a list, and notes the requests. */
function fakeFetch(t, answers) {
  const asked = [];
  t.mock.method(globalThis, "fetch", async (url) => {
    asked.push(url);
    const answer = answers.shift();
    if (!answer) throw new TypeError("connection refused");
    const headers = { "Content-Type": answer.type ?? "video/mp4", ...(answer.end ? { "Magnetar-End": "1" } : {}) };
    return new Response(answer.bytes ?? "", { status: answer.status ?? 200, headers });
  });
  return asked;
}

const kOpened = { session: "s1", url: "http://127.0.0.1:1/t/media/s1/", mime: "", plan: {} };

const kType = 'video/mp4; codecs="avc1.640028,mp4a.40.2"';

test("the first part of a session that has bytes carries the MIME type that the daemon tells", async (t) => {
  const asked = fakeFetch(t, [{ type: "video/mp4" }, { bytes: "ftyp moov", type: kType }, { bytes: "next" }, { end: true }]);
  const session = await PullSession.open({ request: async () => kOpened }, { at: 0 });
  const first = await session.next();
  assert.equal(first.mime, kType);
  assert.equal(Buffer.from(first.bytes).toString(), "ftyp moov");
  assert.equal(Buffer.from((await session.next()).bytes).toString(), "next");
  assert.equal(session.ended, false);
  assert.equal((await session.next()).bytes.length, 0);
  assert.equal(session.ended, true);
  assert.deepEqual(asked.map((url) => url.slice(-2)), ["/0", "/1", "/2", "/3"]);
});

test("a chunk whose connection broke is asked for again, once", async (t) => {
  const asked = fakeFetch(t, [null, { bytes: "ftyp moov", type: kType }]);
  const session = new PullSession({}, kOpened, 0);
  await session.next();
  await assert.rejects(session.next(), { name: "chunk_lost" });
  assert.deepEqual(asked.map((url) => url.slice(-2)), ["/0", "/0", "/1", "/1"]);
});

test("an answer without bytes says why", async (t) => {
  const cases = [
    [{ status: 404 }, "unknown_session"],
    [{ status: 409 }, "unknown_session"],
    [{ status: 502, bytes: '{"name":"io_error"}' }, "io_error"],
    [{ status: 502, bytes: "nothing" }, "media_unreadable"],
    [{ bytes: "ftyp moov", type: "video/mp4" }, "unplayable"],
    [{ end: true }, "media_unreadable"],
  ];
  for (const [answer, name] of cases) {
    fakeFetch(t, [answer]);
    await assert.rejects(new PullSession({}, kOpened, 0).next(), { name });
    t.mock.restoreAll();
  }
});

const kAudio = [track(1, "eng", { default: true }), track(2, "fre")];
const kPlans = {
  direct: { mode: "direct", video: "copy", audio: "copy", mime: "", reason: "" },
  repackage: { mode: "repackage", video: "h264", audio: "aac", mime: "", reason: "" },
};

/** The last media.open request. */
function lastOpened({ asked }) {
  return asked.findLast(([method]) => method === "media.open")[1];
}

/** A file on its way to the screen. `describe` answers media.describe. */
function present(name, { describe, language = "" }) {
  const asked = [];
  const engine = {
    request: async (method, params) => {
      asked.push([method, params]);
      if (method === "media.describe") return describe();
      return { ...kOpened, plan: kPlans.repackage };
    },
  };
  const opened = [];
  const playback = {
    video: new FakeVideo(), time: 0, wantsToPlay: true, begun: false, phase: "none", opened,
    open: (url, { at = 0 } = {}) => opened.push([url.replace(/\?.*/, ""), at]),
    close: () => opened.push("closed"),
  };
  const file = { index: 0, name, url: "http://127.0.0.1:1/t/f" };
  const failures = [];
  const events = { onChange: () => {}, onFailure: (error) => failures.push(error.name) };
  const shown = new PlaybackStrategy({ engine, playback, torrent: "a1", file, language: async () => language, events });
  return { shown, playback, opened, asked, failures };
}

const described = (plan, more = {}) => () => ({ ffmpeg: true, probe: { audio: kAudio, chapters: [], duration: 120 }, plan, ...more });
const kDirect = ["http://127.0.0.1:1/t/f", 0];

test("an MP4 is begun at once, and prepared when the daemon says that it has to be", async () => {
  const fine = present("a.mp4", { describe: described(kPlans.direct) });
  fine.shown.begin(0);
  assert.deepEqual(fine.opened, [kDirect]);
  await settled();
  assert.deepEqual([fine.opened, fine.shown.way], [[kDirect], "direct"]);

  const silent = present("a.mp4", { describe: described(kPlans.repackage) });
  silent.shown.begin(0);
  silent.playback.time = 4;
  await settled();
  assert.deepEqual(silent.opened, [kDirect, ["blob:fake", 4]]);
});

test("a film whose still picture the browser took for all of it begins where it was to begin", async () => {
  const film = present("a.mp4", { describe: described(kPlans.repackage) });
  film.shown.begin(3);
  Object.assign(film.playback, { time: 10, phase: "ended", wantsToPlay: false });
  await settled();
  assert.deepEqual(film.opened, [["http://127.0.0.1:1/t/f", 3], ["blob:fake", 3]]);
});

test("another container waits for what the daemon says of it", async () => {
  const film = present("a.mkv", { describe: described(kPlans.repackage) });
  film.shown.begin(33);
  assert.deepEqual(film.opened, ["closed"]);
  await settled();
  assert.deepEqual(film.opened, ["closed", ["blob:fake", 33]]);
  film.playback.time = 33;
  film.playback.video.open(FakeMediaSource.last);
  await settled();
  const { id, file, at, audio, reencode } = lastOpened(film);
  assert.deepEqual([id, file, at, audio, reencode], ["a1", 0, 33, 1, undefined]);
  assert.equal(film.shown.preparing, "picture");
});

test("without ffmpeg, with an older daemon or a file it cannot read, the browser is given the file", async () => {
  const answers = [
    () => ({ ffmpeg: false, probe: null, plan: kPlans.direct }),
    () => Promise.reject(new EngineError({ name: "unknown_method" })),
    () => Promise.reject(new EngineError({ name: "media_unreadable" })),
  ];
  for (const describe of answers) {
    const film = present("a.mkv", { describe });
    film.shown.begin(0);
    await settled();
    assert.deepEqual(film.opened, ["closed", kDirect]);
    assert.equal(film.shown.rescue({ reencode: true }), false);
  }
});

test("ffmpeg that was installed meanwhile is found when the film is tried again", async () => {
  let ffmpeg = false;
  const film = present("a.avi", { describe: () => (ffmpeg ? described(kPlans.repackage)() : { ffmpeg, probe: null, plan: kPlans.direct }) });
  film.shown.begin(0);
  await settled();
  film.playback.phase = "failed";
  ffmpeg = true;
  film.shown.resume("http://127.0.0.1:1/t/f");
  await settled();
  assert.equal(film.shown.way, "pulled");
});

test("a film in the language that was chosen last is prepared, if the browser would play another", async () => {
  const film = present("a.mp4", { describe: described(kPlans.direct), language: "fra" });
  film.shown.begin(0);
  await settled();
  assert.equal(film.shown.way, "pulled");
  assert.equal(film.shown.audio.index, 2);
});

test("sound in a file beside the film is asked for by that file", async () => {
  const film = present("a.mp4", { describe: described(kPlans.direct) });
  film.shown.begin(0);
  await settled();
  assert.equal(film.shown.way, "direct");
  film.shown.listenTo({ ...track(0, "rus"), file: 7 });
  film.playback.video.open(FakeMediaSource.last);
  await settled();
  const { file, audio, sound_file: sound } = lastOpened(film);
  assert.deepEqual([file, audio, sound], [0, undefined, 7]);
});

test("what the daemon could not be asked is asked when it is back", async () => {
  let away = true;
  const describe = () => (away ? Promise.reject(new EngineError({ name: "daemon_lost" })) : described(kPlans.repackage)());
  const film = present("a.mkv", { describe });
  film.shown.begin(0);
  await settled();
  assert.deepEqual(film.opened, ["closed"]);
  away = false;
  film.shown.resume("http://127.0.0.1:2/t/f");
  await settled();
  assert.equal(film.shown.way, "pulled");
});

test("what a browser fails to play is prepared, and decoded only when that does not help", async () => {
  const film = present("a.mp4", { describe: described(kPlans.direct) });
  film.shown.begin(0);
  await settled();
  assert.equal(film.shown.rescue({ reencode: false }), true);
  film.playback.video.open(FakeMediaSource.last);
  await settled();
  assert.equal(lastOpened(film).reencode, undefined);
  assert.equal(film.shown.rescue({ reencode: true }), true);
  film.playback.video.open(FakeMediaSource.last);
  await settled();
  assert.equal(lastOpened(film).reencode, true);
  assert.equal(film.shown.rescue({ reencode: true }), false);
});
