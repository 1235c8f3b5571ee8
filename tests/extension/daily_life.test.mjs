// Daily use: titles, the list of files, texts while waiting, and which links are caught.

import assert from "node:assert/strict";
import { test } from "node:test";
import { installFakeMedia } from "./support/fake_media.mjs";
import { installFakeBrowser } from "./support/fakes.mjs";

installFakeBrowser();
installFakeMedia();
globalThis.Element ??= class {};
const kSource = "../../extension/src";
const { titleOf } = await import(`${kSource}/shared/titles.js`);
const { kDemo } = await import(`${kSource}/shared/demo.js`);
const { groupsOf } = await import(`${kSource}/player/files/drawer_groups.js`);
const { fileAfter, inNaturalOrder } = await import(`${kSource}/player/files/file_order.js`);
const { commandOf } = await import(`${kSource}/player/ui/keyboard.js`);
const { makeCommands } = await import(`${kSource}/player/ui/commands.js`);
const { describe } = await import(`${kSource}/player/ui/describe.js`);
const { runsOf } = await import(`${kSource}/player/ui/seeking/seek_bar.js`);
const { factsOf, leftAt, moreFactsOf } = await import(`${kSource}/popup/torrent_facts.js`);
const { problemOf } = await import(`${kSource}/player/source/problems.js`);
const { publicCommand } = await import(`${kSource}/background/public_commands.js`);
const i18n = await import(`${kSource}/shared/i18n.js`);
const { coverOf, readSong } = await import(`${kSource}/player/files/music.js`);
const { fileNameOf, canSave } = await import(`${kSource}/shared/save_as.js`);
const { KeptNotifier } = await import(`${kSource}/background/kept_notifier.js`);
const { LinkOpener } = await import(`${kSource}/background/open_link.js`);
const { Torrents } = await import(`${kSource}/background/torrents.js`);

test("a film is called by its title, and its episode", () => {
  const names = {
    "Harbour.Lights.S01E10.1080p.WEB-DL.x264-GRP.mkv": "Harbour Lights · S1 E10",
    "harbour_lights_1x02_hdtv.avi": "harbour lights · S1 E2",
    "Harbour Lights - S01E01E02 - The Storm.mkv": "Harbour Lights · S1 E1–2",
    "[Group] Harbour Lights - S02E03 [1080p][ABCD1234].mkv": "Harbour Lights · S2 E3",
    "Harbour.Lights.S01.1080p.BluRay": "Harbour Lights · Season 1",
    "The.Lighthouse.Keeper.2019.1080p.BluRay.x265.mkv": "The Lighthouse Keeper (2019)",
    "2001.A.Space.Odyssey.1968.2160p.mkv": "2001 A Space Odyssey (1968)",
    "Dr. Strange (2016).mkv": "Dr. Strange (2016)",
    "1917.2019.1080p.mkv": "1917 (2019)",
    "2012.mkv": "2012",
    "S.W.A.T.S01E01.mkv": "S W A T · S1 E1",
    "holiday video 5.1.mp4": "holiday video 5.1",
    "clock-60s.mp4": "clock-60s",
    "film.tar.gz": "film tar gz",
    "Lumières d’hiver.2020.1080p.mkv": "Lumières d’hiver (2020)",
    "港の灯.S01E05.mkv": "港の灯 · S1 E5",
    "S01E04.mkv": "S1 E4",
    "1080p.mkv": "1080p",
    "evil\u202efdp.exe.mkv": "evilfdp exe",
    Sintel: "Sintel",
    "": "",
  };
  for (const [name, title] of Object.entries(names)) assert.equal(titleOf(name), title, name);
});

const file = (index, path, size = 500, more = {}) => {
  const ending = path.slice(path.lastIndexOf(".") + 1);
  const kind = { mkv: "video", mp3: "audio", srt: "subtitle", jpg: "image" }[ending] ?? "other";
  return { index, path, name: path.slice(path.lastIndexOf("/") + 1), size, done: 0, selected: false, kind, ...more };
};

const kSeason = inNaturalOrder([
  file(0, "Lights.S01/Lights.S01E10.mkv"), file(1, "Lights.S01/Lights.S01E02.mkv"), file(2, "Lights.S01/Lights.S01E01.mkv"),
  file(3, "Lights.S01/Sample/sample-lights.mkv", 9, { extra: true }), file(4, "Lights.S01/Subs/Lights.S01E02.en.srt", 1), file(5, "Lights.S01/Lights.S01E01.srt", 1),
  file(6, "Lights.S01/Extras/Making of.mkv", 900, { extra: true }), file(7, "Lights.S01/read me.nfo", 1),
]);

test("after the last episode comes no sample and no extra, and N does not lead to one", () => {
  assert.equal(fileAfter(kSeason, 2)?.index, 1);
  assert.equal(fileAfter(kSeason, 1)?.index, 0);
  assert.equal(fileAfter(kSeason, 0), null);
  assert.equal(fileAfter(kSeason, 1, -1)?.index, 2);
  assert.equal(fileAfter(kSeason, 2, -1), null);
  assert.equal(fileAfter(kSeason, 6)?.index, 3, "extras follow each other");
});

test("the list has the episodes first, by their number alone, with subtitles under their film", () => {
  const groups = groupsOf(kSeason);
  assert.deepEqual(
    groups.map(({ title, entries }) => [title, entries.map(({ name, beside }) => (beside ? `  ${name}` : name))]),
    [
      ["", ["S1 E1", "  Lights.S01E01.srt", "S1 E2", "  Lights.S01E02.en.srt", "S1 E10"]],
      ["Extras", ["Making of.mkv", "sample-lights.mkv"]],
      ["Other files", ["read me.nfo"]],
    ],
  );
  assert.equal(groups.flatMap(({ entries }) => entries).length, kSeason.length);
});

test("folders of several seasons stay folders, and a list of thousands is grouped", () => {
  const two = [file(0, "Lights/Season 1/Lights 1x01.mkv"), file(1, "Lights/Season 2/Lights 2x01.mkv")];
  assert.deepEqual(groupsOf(two).map(({ title }) => title), ["Season 1", "Season 2"]);
  const many = Array.from({ length: 3000 }, (_, i) => file(i, `pack/${String(i).padStart(4, "0")}.${i % 2 ? "srt" : "mkv"}`));
  assert.equal(groupsOf(many).flatMap(({ entries }) => entries).length, 3000);
});

test("keys step by pictures and minutes, to the ends, and C switches subtitles", () => {
  const done = [];
  const video = { muted: false, volume: 0.5, playbackRate: 1 };
  const playback = { video, time: 100, duration: 200, pause: () => done.push("pause"), seek: (at) => done.push(at) };
  const page = { switchSubtitles: () => done.push("switch"), frameSeconds: () => 0.04, previous: () => done.push("previous") };
  const commands = makeCommands(playback, page);
  const press = (key, more = {}) => commandOf({ key, ctrlKey: false, altKey: false, metaKey: false, target: null, ...more })?.(commands);
  for (const key of [".", ",", "Home", "End", "c"]) press(key);
  press("ArrowRight", { shiftKey: true });
  press("ArrowLeft", { shiftKey: true });
  press("P", { shiftKey: true });
  assert.deepEqual(done, ["pause", 100.04, "pause", 99.96, 0, 200, "switch", 160, 40, "previous"]);
});

const kReady = { state: "ready", detail: "", httpBase: "http://127.0.0.1:1/t/", hostVersion: "0.1.0" };
const kTorrent = {
  id: "a1", name: "Sintel", info_hash: {}, state: "downloading", state_since: 0, notice: null, has_metadata: true, paused: false, size: 100,
  done: 10, progress: 0.1, download_rate: 0, upload_rate: 0, peers: 0, seeds: 0, eta: null, viewers: 1, file_count: 1, main_file: 0, added_at: 0,
};
const kSearch = { known: 0, connecting: 0, dialled: 0, dht: true, lsd: true, trackers: [] };
const shown = (more) =>
  describe({
    link: kReady, torrent: kTorrent, problem: null, canAddAgain: true, wholeFileFirst: false, preparing: null, damaged: false,
    phase: "waiting", begun: true, bufferedShare: 0.2, search: kSearch, waited: 10, ...more,
  });

test("a wait in the middle of the film says what was asked, and after half a minute what can be done", () => {
  assert.match(shown({ waited: 1 }).sentence, /Buffering/);
  assert.match(shown({}).sentence, /Waiting for people/);
  assert.deepEqual(shown({}).actions, []);
  assert.deepEqual(shown({ waited: 31 }).actions, ["paste"]);
  assert.notEqual(shown({ waited: 31 }).advice, "");
  const off = shown({ search: { ...kSearch, dht: false } });
  assert.match(off.advice, /DHT is off/);
  assert.deepEqual(off.actions, ["settings"]);
  const asked = shown({ search: { ...kSearch, dht: false, trackers: [{ host: "t", status: "failed", message: "", next_seconds: 9 }] } });
  assert.match(asked.facts, /Asked 1 tracker, 0 answered · DHT is off/);
});

test("a film that was paused in the popup says so in its player", () => {
  const view = shown({ torrent: { ...kTorrent, state: "paused", paused: true } });
  assert.match(view.sentence, /paused/);
  assert.deepEqual(view.actions, ["resume"]);
});

test("one episode of a season is not all of it, and the popup tells size and where it was left", () => {
  const season = { ...kTorrent, state: "complete", progress: 1, viewers: 0, done: 3e9, size: 6e9, file_count: 6 };
  assert.doesNotMatch(factsOf(season), /Complete/);
  assert.match(moreFactsOf(season), /3 GB of 6 GB/);
  assert.match(factsOf({ ...season, done: 6e9 }), /Complete/);
  assert.match(moreFactsOf({ ...season, watched: { file: 1, seconds: 33, duration: 60 } }), /at 0:33 of 1:00/);
  assert.equal(leftAt({ watched: { file: 1, seconds: 59, duration: 60 } }), null);
  const keeping = { ...season, kept: { files: 2, there: 1, error: null } };
  assert.match(factsOf(keeping), /will be kept/);
  assert.match(factsOf({ ...keeping, kept: { files: 2, there: 2, error: null } }), /in Downloads/);
});

test("runs of pieces that are here whole stand on the seek bar", () => {
  assert.deepEqual(runsOf([100, 100, 99, 100]), [{ start: 0, width: 0.5 }, { start: 0.75, width: 0.25 }]);
  assert.deepEqual(runsOf([]), []);
});

test("a link is opened again at once when its tab was closed", async () => {
  const opened = [];
  const world = {
    createTab: async ({ url }) => (opened.push(url), { id: opened.length }),
    now: () => 1000, hideRefused: async () => {}, showRefused: async () => {}, recall: async () => [], remember: async () => {}, isAsking: async () => false,
  };
  const opener = new LinkOpener(world);
  const click = () => opener.open({ text: `magnet:?xt=urn:btih:${"a".repeat(40)}`, trusted: true, where: "current", opener: { id: 7, index: 0, windowId: 1 } });
  await click();
  await click();
  assert.equal(opened.length, 1);
  opener.closed(1);
  await click();
  assert.equal(opened.length, 2);
});

test("a search that nobody answers does not keep the host for ever", () => {
  let notify = () => {};
  let active = -1;
  const torrents = new Torrents({ request: async () => ({ torrents: [], total: 0 }), onLink: () => {}, onNotification: (handler) => (notify = handler) });
  torrents.onCounted((count) => (active = count));
  notify("torrents.added", { torrent: { ...kTorrent, id: "x", state: "finding_peers", viewers: 0, state_since: 10 } });
  assert.equal(active, 1);
  notify("torrents.added", { torrent: { ...kTorrent, id: "x", state: "finding_peers", viewers: 0, state_since: 400 } });
  assert.equal(active, 0);
  notify("torrents.added", { torrent: { ...kTorrent, id: "x", state: "finding_peers", viewers: 1, state_since: 400 } });
  assert.equal(active, 1);
  notify("torrents.removed", { id: "x" });
  assert.equal(active, 0);
});

test("the demo film can start where neither trackers by UDP nor DHT are reached", () => {
  const link = new URLSearchParams(kDemo.slice("magnet:?".length));
  assert.match(link.get("xs") ?? "", /^https:/);
  assert.match(link.get("ws") ?? "", /^https:/);
  assert.ok(link.getAll("tr").length > 1);
});

test("a full disk gets advice that helps: other films go, and no folder is promised to this one", () => {
  for (const error of [{ name: "disk_full" }, { name: "disk_full", reason: "too_large", missing_bytes: 5e9 }]) {
    const { words, actions } = problemOf(error);
    assert.match(words, /[Rr]emove other films/);
    assert.match(words, /folder in the options holds only films that are added from then on/);
    assert.equal(actions[0], "others");
  }
  for (const name of ["disk_error", "io_error"]) assert.doesNotMatch(problemOf({ name }).words, /options/);
});

test("only a person's own click on the address of a .torrent file opens it", async () => {
  const asked = [];
  const opener = { open: async (request) => asked.push(request.text), pass: () => {} };
  const sender = { id: "own", tab: { id: 1 } };
  const preferences = { asksAlways: async () => false, catching: async () => ({ files: true }) };
  const say = (message) => publicCommand(opener, { type: "content-bg:open", where: "current", ...message }, sender, "own", preferences);
  await say({ link: "https://a.example/film.torrent?key=1", trusted: true });
  await say({ link: "https://a.example/film.torrent", trusted: false, activated: true });
  await say({ link: "https://a.example/film.html", trusted: true });
  await say({ link: "https://a.example/?x=film.torrent", trusted: true });
  await say({ link: "file:///home/film.torrent", trusted: true });
  assert.deepEqual(asked, ["https://a.example/film.torrent?key=1"]);
});

test("a page runs as its words do, not as the browser's language would", () => {
  const { getUILanguage } = globalThis.browser.i18n;
  globalThis.browser.i18n.getUILanguage = () => "ar-EG";
  globalThis.Document ??= class {
    documentElement = {};
    querySelectorAll = () => [];
  };
  try {
    const page = new globalThis.Document();
    i18n.localize(page);
    assert.deepEqual([page.documentElement.lang, page.documentElement.dir], ["en", "ltr"]);
    assert.equal(i18n.bytes(6_600_000), "6.6 MB");
  } finally {
    globalThis.browser.i18n.getUILanguage = getUILanguage;
  }
});

test("a song is called by its title, with the artist and the album of its folder", () => {
  const song = (path) => {
    const { title, artist, album } = readSong({ path, name: path.slice(path.lastIndexOf("/") + 1) });
    return [title, artist, album];
  };
  assert.deepEqual(song("The Keepers - Low Tide (2019) [FLAC]/03 - Grey Water.flac"), ["Grey Water", "The Keepers", "Low Tide"]);
  assert.deepEqual(song("The Keepers - Low Tide/CD1/1-03. Grey Water.mp3"), ["Grey Water", "The Keepers", "Low Tide"]);
  assert.deepEqual(song("Low Tide/07 The Keepers - Grey Water.mp3"), ["Grey Water", "The Keepers", "Low Tide"]);
  assert.deepEqual(song("The_Keepers_-_Low_Tide/A1_Grey_Water.ogg"), ["Grey Water", "The Keepers", "Low Tide"]);
  assert.deepEqual(song("song.mp3"), ["song", "", ""]);
  assert.deepEqual(song("港 - 潮/01 灯.flac"), ["灯", "港", "潮"]);
  assert.deepEqual(song("[FLAC]/01.flac"), ["01", "", "[FLAC]"]);
});

test("the cover is the picture that says so, beside the song, and no scan of a booklet", () => {
  const picture = (path, size = 1e5) => ({ ...file(0, path, size), url: path, kind: "image" });
  const song = { path: "Album/CD1/01.flac" };
  const pick = (...paths) => coverOf(song, paths.map((path) => picture(path)))?.path ?? null;
  assert.equal(pick("Album/scan 1.jpg", "Album/cover.jpg", "Album/back.jpg"), "Album/cover.jpg");
  assert.equal(pick("Album/cover.jpg", "Album/CD1/folder.png"), "Album/CD1/folder.png");
  assert.equal(pick("Album/picture.jpg"), "Album/picture.jpg");
  assert.equal(pick("Album/a.jpg", "Album/b.jpg"), null);
  assert.equal(coverOf(song, [picture("Album/cover.jpg", 9e7)]), null);
});

test("once all that is kept is there, it is told once, if the person allowed that", async () => {
  let notify = () => {};
  const told = [];
  const asked = [];
  const engine = {
    request: async (method, params) => {
      asked.push([method, params]);
      if (method !== "torrents.files") return { torrent: { name: "Harbour.Lights.S01", start_file: 0 } };
      const pages = { 0: [{ index: 0, kept: null }, { index: 1, kept: "" }], 2: [{ index: 3, kept: "/home/a/E3.mkv" }] };
      return { files: pages[params.offset], total: 3 };
    },
    onNotification: (handler) => (notify = handler),
  };
  let allowed = true;
  const notifier = new KeptNotifier(engine, { isAllowed: async () => allowed, show: async (id, name) => void told.push([id, name]) });
  const change = async (kept, id = "a") => {
    notify("torrents.changed", { torrents: [{ id, kept }] });
    await new Promise((resolve) => setImmediate(resolve));
  };
  await change({ files: 2, there: 1, error: null });
  assert.deepEqual(told, []);
  await change({ files: 2, there: 2, error: null });
  await change({ files: 1, there: 1, error: null });
  assert.deepEqual(told, [["a", "Harbour.Lights.S01"]]);
  await change({ files: 3, there: 3, error: { name: "io_error" } }, "b");
  allowed = false;
  await change({ files: 1, there: 1, error: null }, "c");
  assert.equal(told.length, 1);
  await notifier.open("a");
  assert.deepEqual(asked.at(-1), ["programs.open", { id: "a", file: 3, program: "folder" }]);
});

test("the host is kept while something is on its way into the person's folder", () => {
  let notify = () => {};
  let active = -1;
  const torrents = new Torrents({ request: async () => ({ torrents: [], total: 0 }), onLink: () => {}, onNotification: (handler) => (notify = handler) });
  torrents.onCounted((count) => (active = count));
  const kept = { files: 2, there: 1, error: null };
  notify("torrents.added", { torrent: { ...kTorrent, id: "x", state: "complete", viewers: 0, kept } });
  assert.equal(active, 1);
  notify("torrents.changed", { torrents: [{ id: "x", kept: { ...kept, there: 2 } }] });
  assert.equal(active, 0);
});

test("a copy is offered of what is all here, under a name that every system takes", () => {
  assert.equal(canSave({ done: 5, size: 5 }), true);
  assert.equal(canSave({ done: 4, size: 5 }), false);
  assert.equal(fileNameOf("Harbour: Lights? <1>.mkv"), "Harbour_ Lights_ _1_.mkv");
  assert.equal(fileNameOf("../../.bashrc"), "_.._.bashrc");
  assert.equal(fileNameOf("..."), "film");
});
