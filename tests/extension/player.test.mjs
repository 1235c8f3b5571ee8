// The player's decisions: its texts, the next file, the position to resume at, and faults that a browser hides.

import assert from "node:assert/strict";
import { test } from "node:test";
import { installFakeMedia } from "./support/fake_media.mjs";
import { FakeTime, installFakeBrowser, settled } from "./support/fakes.mjs";

installFakeBrowser();
installFakeMedia();
const kPlayer = "../../extension/src/player";
const { describe } = await import(`${kPlayer}/ui/describe.js`);
const { fileAfter, inNaturalOrder, loadFiles } = await import(`${kPlayer}/files/file_order.js`);
const { fileIsToBlame, missingPart, needsWholeFile, PlayedTime } = await import(`${kPlayer}/source/playback_check.js`);
const { resumePoint } = await import(`${kPlayer}/source/positions.js`);
const { problemOf } = await import(`${kPlayer}/source/problems.js`);
const { StreamOpener } = await import(`${kPlayer}/source/stream_opener.js`);
const { shares } = await import(`${kPlayer}/ui/seeking/seek_bar.js`);
const { Film } = await import(`${kPlayer}/source/film.js`);
const { statistics } = await import(`${kPlayer}/ui/figures/stats.js`);
const { StreamFigures } = await import(`${kPlayer}/source/stream_figures.js`);
const { forThisViewer, kViewer } = await import(`${kPlayer}/source/viewer.js`);
const { EngineError } = await import("../../extension/src/shared/errors.js");
const { readableName } = await import("../../extension/src/shared/names.js");

const kReady = { state: "ready", detail: "", httpBase: "http://127.0.0.1:1/t/", hostVersion: "0.1.0" };
const kTorrent = {
  id: "a1", name: "Sintel", info_hash: {}, state: "downloading", state_since: 0, notice: null, has_metadata: true,
  paused: false, size: 100, done: 10, progress: 0.1, download_rate: 2_100_000, upload_rate: 0, peers: 12, seeds: 3,
  eta: null, viewers: 1, file_count: 1, main_file: 0, added_at: 0,
};

/** The player's view in some circumstances; the rest is as while a film is being opened. */
function shown(circumstances) {
  return describe({
    link: kReady, torrent: kTorrent, problem: null, canAddAgain: true, wholeFileFirst: false, preparing: null, damaged: false,
    phase: "loading", begun: false, bufferedShare: null, search: null, ...circumstances,
  });
}

test("each step on the way to the film has a state and a sentence", () => {
  const searching = { ...kTorrent, has_metadata: false, peers: 0, download_rate: 0 };
  const cases = [
    [{ link: { ...kReady, state: "connecting" }, torrent: null }, "connecting", /Connecting/],
    [{ torrent: null }, "connecting", /link/],
    [{ torrent: { ...searching, state: "fetching_torrent" } }, "fetching_torrent", /torrent file/],
    [{ torrent: { ...searching, state: "finding_peers" } }, "finding_peers", /^Finding people who have this…$/],
    [{ torrent: { ...searching, state: "finding_peers", peers: 3 } }, "finding_peers", /3 found$/],
    [{ torrent: { ...searching, state: "fetching_metadata", peers: 3 } }, "fetching_metadata", /list of files/],
    [{ torrent: { ...kTorrent, state: "checking" } }, "checking", /Checking/],
    [{}, "buffering", /^Fetching the first seconds at 2\.1 MB\/s$/],
    [{ preparing: "picture" }, "buffering", /^Preparing the picture for this browser$/],
    [{ preparing: "sound" }, "buffering", /^Preparing the sound for this browser$/],
    [{ preparing: "picture", bufferedShare: 0.62 }, "buffering", /^Buffering 62%/],
    [{ bufferedShare: 0.62 }, "buffering", /^Buffering 62% at 2\.1 MB\/s$/],
    [{ phase: "playing" }, "playing", /^$/],
    [{ phase: "paused" }, "paused", /^$/],
    [{ phase: "ended" }, "ended", /^$/],
  ];
  for (const [circumstances, state, sentence] of cases) {
    const view = shown(circumstances);
    assert.equal(view.state, state);
    assert.match(view.sentence, sentence);
  }
});

test("a search without people goes on, says why and offers another link", () => {
  const notice = { code: 1206, name: "no_peers", message: "" };
  const view = shown({ torrent: { ...kTorrent, has_metadata: false, state: "finding_peers", peers: 0, notice } });
  assert.equal(view.state, "finding_peers");
  assert.match(view.advice, /keeps looking/);
  assert.deepEqual(view.actions, ["paste"]);
});

test("a film that the disk has no room for says how much is missing before it plays", () => {
  const notice = { code: 1208, name: "disk_full", message: "", reason: "too_large", missing_bytes: 2_800_000_000 };
  const torrent = { ...kTorrent, notice };
  const view = shown({ torrent });
  assert.equal(view.state, "buffering");
  assert.match(view.advice, /no room for all of it: 2\.8 GB are missing/);
  assert.deepEqual(view.actions, ["others"]);
  assert.equal(shown({ torrent, begun: true }).advice, "");
});

test("a torrent that failed is a problem with the words of its notice", () => {
  const notice = { code: 1208, name: "disk_full", message: "" };
  const view = shown({ torrent: { ...kTorrent, state: "error", notice } });
  assert.equal(view.state, "problem");
  assert.match(view.sentence, /disk is full/);
  assert.deepEqual(view.actions, ["others", "retry"]);
});

test("a helper that is missing or lost is told apart, and a running film is not interrupted by it", () => {
  assert.equal(shown({ link: { ...kReady, state: "not_installed" } }).state, "setup");
  assert.equal(shown({ link: { ...kReady, state: "not_allowed" } }).state, "setup");
  assert.equal(shown({ link: { ...kReady, state: "lost" } }).state, "reconnecting");
  assert.equal(shown({ link: { ...kReady, state: "lost" }, phase: "playing" }).state, "playing");
});

test("a film that cannot be played here offers its address to other players first", () => {
  for (const name of ["unplayable", "no_picture", "needs_ffmpeg", "media_unreadable"]) {
    const view = shown({ problem: { name }, phase: "paused" });
    assert.equal(view.state, "unplayable");
    assert.match(view.sentence, /VLC or mpv/);
    assert.equal(view.actions[0], "copy");
  }
});

test("what was removed can be fetched again only when its link is known", () => {
  assert.deepEqual(problemOf({ name: "removed" }).actions, ["again", "paste"]);
  assert.deepEqual(problemOf({ name: "removed" }, { canAddAgain: false }).actions, ["paste"]);
});

test("files come in natural order, and the next is the next of the same kind", () => {
  const file = (index, path, kind = "video") => ({ index, path, kind });
  const files = [file(0, "s/E10.mp4"), file(1, "s/E2.mp4"), file(2, "s/E2.srt", "subtitle"), file(3, "s/a.mp3", "audio")];
  const ordered = inNaturalOrder(files);
  assert.deepEqual(ordered.map(({ path }) => path), ["s/a.mp3", "s/E2.mp4", "s/E2.srt", "s/E10.mp4"]);
  assert.equal(fileAfter(ordered, 1)?.index, 0);
  assert.equal(fileAfter(ordered, 0), null);
  assert.equal(fileAfter(ordered, 3), null);
  assert.equal(fileAfter(ordered, 99), null);
});

test("a long list of files is read in pages and cut where nobody looks", async () => {
  const asked = [];
  const engine = {
    request: async (method, { offset, limit }) => {
      asked.push([method, offset, limit]);
      const files = Array.from({ length: limit }, (_, i) => ({ index: offset + i, path: String(offset + i) }));
      return { files, total: 50_000, offset };
    },
  };
  const { files, total } = await loadFiles(engine, "a1");
  assert.deepEqual(asked[1], ["torrents.files", 500, 500]);
  assert.deepEqual([files.length, total, asked.length], [5000, 50_000, 10]);
});

test("a film goes on where it stopped, unless it had hardly begun or was nearly over", () => {
  assert.equal(resumePoint({ seconds: 600, duration: 6000 }), 600);
  assert.equal(resumePoint({ seconds: 10, duration: 6000 }), 0);
  assert.equal(resumePoint({ seconds: 5701, duration: 6000 }), 0);
  assert.equal(resumePoint({ seconds: 0, duration: 0 }), 0);
});

test("a silent failure to decode is noticed once enough was played", () => {
  const film = { kind: "video", played: 3 };
  assert.equal(missingPart({ videoWidth: 0, webkitAudioDecodedByteCount: 9 }, film), "picture");
  assert.equal(missingPart({ videoWidth: 640, webkitAudioDecodedByteCount: 0 }, film), "sound");
  assert.equal(missingPart({ videoWidth: 640, mozHasAudio: false }, film), "sound");
  assert.equal(missingPart({ videoWidth: 640, mozHasAudio: true }, film), null);
  assert.equal(missingPart({ videoWidth: 0, webkitAudioDecodedByteCount: 9 }, { ...film, kind: "audio" }), null);
  assert.equal(missingPart({ videoWidth: 0, webkitAudioDecodedByteCount: 0 }, { ...film, played: 1 }), null);
});

test("seeking is not playing", () => {
  const played = new PlayedTime();
  for (const time of [0.25, 0.5, 60, 60.25, 10, 10.25]) played.advance(time);
  assert.equal(played.seconds, 1);
});

test("a broken connection is not the file's fault", async () => {
  const answers = (ok) => async () => ({ ok });
  assert.equal(await fileIsToBlame(4, "u", answers(true)), true);
  assert.equal(await fileIsToBlame(3, "u", answers(true)), true);
  assert.equal(await fileIsToBlame(2, "u", answers(true)), false);
  assert.equal(await fileIsToBlame(4, "u", answers(false)), false);
  assert.equal(await fileIsToBlame(4, "u", async () => Promise.reject(new TypeError("refused"))), false);
});

test("only Firefox needs the whole of a Matroska file", () => {
  assert.equal(needsWholeFile({ mozHasAudio: false }, "a.MKV"), true);
  assert.equal(needsWholeFile({ mozHasAudio: false }, "a.mp4"), false);
  assert.equal(needsWholeFile({}, "a.mkv"), false);
});

test("buffered parts are shares of the film's length", () => {
  const ranges = { length: 2, start: (i) => [0, 50][i], end: (i) => [25, 60][i] };
  assert.deepEqual(shares(ranges, 100), [{ start: 0, width: 0.25 }, { start: 0.5, width: 0.1 }]);
  assert.deepEqual(shares(ranges, 0), []);
});

test("a name cannot turn its letters around or hide some", () => {
  assert.equal(readableName("movie\u202e4pm.exe\u0000\n"), "movie4pm.exe");
  assert.equal(readableName("x".repeat(301)), `${"x".repeat(300)}…`);
});

/** An engine whose answers the test writes, and whose link and notifications the test plays. */
class FakeEngine {
  asked = [];
  answers = {
    "torrents.subscribe": () => ({ torrents: [], total: 0 }),
    "torrents.add": () => ({ id: "a1", existing: false }),
    "torrents.get": () => ({ torrent: kTorrent, details: {} }),
    "streams.open": () => ({ file: { index: 0, kind: "video", url: "http://127.0.0.1:1/t/f" }, playlist: "p", hls: "h" }),
  };
  handlers = {};
  retries = 0;

  async request(method, params) {
    this.asked.push([method, params]);
    return (this.answers[method] ?? (() => ({})))(params);
  }

  onNotification(method, handler) {
    this.handlers[method] = handler;
  }

  onLink(handler) {
    this.setLink = handler;
  }

  retry() {
    this.retries++;
  }

  get methods() {
    return this.asked.map(([method]) => method);
  }
}

async function screen(wish, prepare = () => {}) {
  const engine = new FakeEngine();
  prepare(engine);
  const streams = [];
  const events = { onChange: () => {}, onStream: () => streams.push(opener.file?.url), onWish: () => {} };
  const opener = new StreamOpener(engine, { source: "", torrent: null, file: null, ...wish }, events);
  opener.start();
  engine.setLink(kReady);
  await settled();
  return { engine, opener, streams };
}

test("a source is added, watched and opened", async () => {
  const { engine, opener, streams } = await screen({ source: "magnet:?x" });
  assert.deepEqual(engine.methods, ["torrents.subscribe", "torrents.add", "torrents.get", "streams.open"]);
  assert.equal(opener.wish.torrent, "a1");
  assert.deepEqual(streams, ["http://127.0.0.1:1/t/f"]);
});

test("without metadata the stream opens when the torrent tells that it has it", async () => {
  const { engine, streams } = await screen({ torrent: "a1", file: 4 }, (fake) => {
    fake.answers["torrents.get"] = () => ({ torrent: { ...kTorrent, has_metadata: false }, details: {} });
  });
  assert.deepEqual(streams, []);
  engine.handlers["torrents.changed"]({ torrents: [{ id: "other", has_metadata: true }] });
  engine.handlers["torrents.changed"]({ torrents: [{ id: "a1", has_metadata: true }] });
  engine.handlers["torrents.changed"]({ torrents: [{ id: "a1", peers: 4 }] });
  await settled();
  assert.equal(streams.length, 1);
  assert.deepEqual(engine.asked.at(-1), ["streams.open", { id: "a1", file: 4 }]);
});

test("after the daemon was lost everything is asked again, and its loss is no problem of the film", async () => {
  const { engine, opener, streams } = await screen({ torrent: "a1" });
  engine.setLink({ ...kReady, state: "lost", httpBase: null });
  engine.answers["streams.open"] = () => ({ file: { index: 0, kind: "video", url: "http://127.0.0.1:2/new" }, playlist: "", hls: "" });
  engine.setLink({ ...kReady, httpBase: "http://127.0.0.1:2/" });
  await settled();
  assert.deepEqual(streams, ["http://127.0.0.1:1/t/f", "http://127.0.0.1:2/new"]);
  engine.answers["torrents.get"] = () => {
    throw new EngineError({ name: "daemon_lost" });
  };
  await opener.begin();
  assert.equal(opener.problem, null);
});

test("clicking a link again resumes what was paused or had failed", async () => {
  const { engine } = await screen({ source: "magnet:?x" }, (fake) => {
    fake.answers["torrents.add"] = () => ({ id: "a1", existing: true });
  });
  assert.ok(engine.methods.includes("torrents.resume"));
});

test("a duplicate is followed to the torrent that stays", async () => {
  const { engine, opener } = await screen({ torrent: "a1" });
  engine.handlers["torrents.removed"]({ id: "a1", replaced_by: "b2", reason: "duplicate" });
  await settled();
  assert.equal(opener.wish.torrent, "b2");
  assert.deepEqual(engine.asked.at(-1), ["streams.open", { id: "b2" }]);
});

test("a torrent that was removed ends its film and can be fetched again", async () => {
  const { engine, opener, streams } = await screen({ source: "magnet:?x" });
  engine.handlers["torrents.removed"]({ id: "a1", reason: "cache_full" });
  assert.equal(opener.problem.name, "removed_for_space");
  assert.equal(streams.at(-1), undefined);
  await opener.startAgain();
  assert.equal(opener.problem, null);
  assert.equal(engine.methods.filter((method) => method === "torrents.add").length, 2);
});

test("a torrent without film or music is said to be so", async () => {
  const { opener } = await screen({ torrent: "a1" }, (fake) => {
    fake.answers["streams.open"] = () => ({ file: { index: 0, kind: "other", url: "u" }, playlist: "", hls: "" });
  });
  assert.equal(opener.problem.name, "nothing_playable");
});

test("the address of a stream names this page as its viewer, each time the same", () => {
  const address = forThisViewer("http://127.0.0.1:1/t/torrents/a1/files/0/A%20B.mp4");
  assert.match(address, /^http:\/\/127\.0\.0\.1:1\/t\/torrents\/a1\/files\/0\/A%20B\.mp4\?viewer=[0-9a-z]{16}$/);
  assert.equal(forThisViewer("http://127.0.0.1:1/t/torrents/a1/files/0/A%20B.mp4"), address);
});

test("a film is opened for this viewer, at its beginning and after its address has changed", async () => {
  const opened = [];
  const playback = { time: 7, wantsToPlay: true, begun: true, phase: "playing", open: (url) => opened.push(url) };
  playback.video = { canPlayType: () => "" };
  const opener = { torrent: { id: "a1" }, file: { index: 0, name: "f.mp4", url: "http://127.0.0.1:1/t/f" }, problem: null };
  const positions = { enter: async () => 0 };
  const events = { onNew: () => {}, onChange: () => {}, copyAddress: () => {} };
  const film = new Film({ engine: new FakeEngine(), opener, playback, positions, toast: {} }, events);
  await film.show();
  opener.file = { index: 0, name: "f.mp4", url: "http://127.0.0.1:2/t/f" };
  await film.show();
  assert.deepEqual(opened, [forThisViewer("http://127.0.0.1:1/t/f"), forThisViewer("http://127.0.0.1:2/t/f")]);
});

const kReader = {
  viewer: kViewer, file: 0, position: 0, window: { begin: 0, end: 9 }, buffered_seconds: 34.5, bitrate: 1_000_000,
  rate: 1_010_000, waited_seconds: 2.4, waiting: false, stalls: 1, connections: 2,
};
const kSwarm = {
  id: "a1", name: "Sintel", downloaded: 104_000_000, wasted: 32_000, corrupt: 1_000_000, hash_failures: 1,
  fetched_again: 0, banned: [{ address: "192.0.2.7", wrong_blocks: 12 }, { address: "", wrong_blocks: 1 }],
  download_rate: 2_100_000, limit: 0, in_flight: 0,
  peers: { tcp: 12, utp: 3, web_peers: 2, web_seeds: 1, encrypted: 0, seeds: 5, choking: 0, snubbed: 0 },
  search: { known: 14, connecting: 0, dialled: 20, dht: true, lsd: true, trackers: [] },
  web_seeds: [],
  readers: [{ ...kReader, viewer: null }, { ...kReader, file: 3 }, kReader],
};

test("the figures of this viewer are asked for once a second, while somebody looks", async () => {
  const engine = new FakeEngine();
  engine.answers["stats.get"] = () => ({ torrents: [kSwarm], total: 1, memory: { used: 0, limit: 1 } });
  const time = new FakeTime();
  let place = { torrent: "a1", file: 0 };
  let changes = 0;
  const figures = new StreamFigures(engine, { place: () => place, onChange: () => changes++, after: time.after });
  assert.equal(engine.asked.length, 0);
  figures.start();
  figures.start();
  await settled();
  assert.deepEqual(engine.asked, [["stats.get", { id: "a1" }]]);
  assert.deepEqual([figures.swarm, figures.reader, changes], [kSwarm, kReader, 1]);
  time.advance(999);
  assert.equal(engine.asked.length, 1);
  time.advance(1);
  await settled();
  assert.equal(engine.asked.length, 2);
  place = null; // the tab is hidden
  time.advance(1000);
  await settled();
  assert.deepEqual([engine.asked.length, figures.swarm], [2, null]);
  place = { torrent: "a1", file: 1 };
  time.advance(1000);
  await settled();
  assert.deepEqual([figures.swarm, figures.reader], [kSwarm, null]);
  figures.stop();
  assert.deepEqual([figures.swarm, time.waiting], [null, 0]);
});

test("an answer that comes after the statistics were closed changes nothing", async () => {
  const time = new FakeTime();
  const engine = { request: async () => ({ torrents: [kSwarm] }) };
  const place = () => ({ torrent: "a1", file: 0 });
  const figures = new StreamFigures(engine, { place, onChange: () => assert.fail("changed"), after: time.after });
  figures.start();
  figures.stop();
  await settled();
  assert.deepEqual([figures.swarm, time.waiting], [null, 0]);
});

test("the statistics say what is known, and have the same rows when nothing is", () => {
  const video = { getVideoPlaybackQuality: () => ({ droppedVideoFrames: 0, totalVideoFrames: 9 }), videoWidth: 0, videoHeight: 0 };
  const rows = (figures, stalls = { count: 1, seconds: 2 }) =>
    statistics(kTorrent, { video, bufferedAhead: 3, firstPictureAt: 483.2, stalls }, figures);
  const known = rows({ swarm: kSwarm, reader: kReader });
  const unknown = rows({ swarm: null, reader: null });
  const value = (name) => known.find(([label]) => label === name)?.[1];
  assert.equal(value("First picture after"), "0.48 sec");
  assert.equal(value("Connections"), "TCP 12, uTP 3, web peers 2, web servers 1");
  assert.equal(value("Fetched in vain"), "1 MB of 104 MB");
  assert.equal(value("Damaged parts"), "1, blocked: 192.0.2.7");
  assert.equal(value("Fetched ahead"), "35 sec");
  assert.equal(value("Read by the player"), "1 MB/s, the film needs 1 MB/s");
  assert.equal(value("Waited for data"), "2 sec, the film stood still once");
  assert.equal(value("Here"), "10 bytes of 100 bytes");
  const smooth = rows({ swarm: kSwarm, reader: { ...kReader, waited_seconds: 17, stalls: 3 } }, { count: 0, seconds: 0 });
  assert.ok(smooth.some(([label, text]) => label === "Waited for data" && text === "0 sec"), "a film that never stood still waited");
  const little = rows({ swarm: kSwarm, reader: { ...kReader, buffered_seconds: 0 } });
  assert.ok(little.some(([label, text]) => label === "Fetched ahead" && text === "3 sec"), "what is ready was fetched");
  assert.deepEqual(unknown.map(([label]) => label), known.map(([label]) => label));
  assert.equal(unknown.filter(([, text]) => text === "–").length, 6);
});
