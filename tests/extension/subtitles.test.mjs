// Subtitles: which files belong to a film, how text that arrives in parts is read, and what is shown of it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { installFakeBrowser, settled } from "./support/fakes.mjs";

const fakeBrowser = installFakeBrowser();
const kPlayer = "../../extension/src/player";
const { subtitleFilesOf } = await import(`${kPlayer}/subtitle_files.js`);
const { rememberedSubtitleLanguages, rememberSubtitleLanguage, rememberSubtitlesOff } = await import(`${kPlayer}/preferences.js`);
const { choiceFor } = await import(`${kPlayer}/subtitle_choices.js`);
const { VttReader } = await import(`${kPlayer}/vtt_reader.js`);
const { Subtitles } = await import(`${kPlayer}/subtitles.js`);
const { CaptionTrack } = await import(`${kPlayer}/caption_track.js`);
const { MediaSession } = await import(`${kPlayer}/media_session.js`);
const { readSubtitles } = await import(`${kPlayer}/subtitle_file.js`);

/** Files of a torrent from their paths. */
function filesAt(...paths) {
  const kind = (path) => (/\.(mkv|mp4|avi)$/.test(path) ? "video" : /\.(srt|ass|vtt|sub)$/.test(path) ? "subtitle" : "other");
  return paths.map((path, index) => ({ index, path, name: path.split("/").at(-1), kind: kind(path) }));
}

/** What is found for the first file, as "path language". */
function found(...paths) {
  const files = filesAt(...paths);
  return subtitleFilesOf(files[0], files).map(({ file, language }) => `${file.path} ${language}`.trim());
}

const kMatches = [
  ["Film.mkv", "Film.en.srt", "en"],
  ["Film.mkv", "Film.srt", ""],
  ["Film.mkv", "film-ENG.srt", "en"],
  ["Film.mkv", "Film.pt-BR.srt", "pt"],
  ["Film.mkv", "Film.French.forced.srt", "fr"],
  ["Film.mkv", "Subs/2_English.srt", "en"],
  ["Film.mkv", "Subs/Français.srt", "fr"],
  ["Pack/Film.mkv", "Pack/Subs/ger.ass", "de"],
  ["Is It Love.mkv", "Is It Love.srt", ""],
  ["Show/Show.S01E02.mkv", "Show/Subs/Show.S01E02/3_Spanish.srt", "es"],
];

for (const [film, subtitle, language] of kMatches) {
  test(`${subtitle} is of ${film}`, () => {
    assert.deepEqual(found(film, subtitle), [`${subtitle} ${language}`.trim()]);
  });
}

test("of a season each episode gets its own", () => {
  const others = ["Show S01E01.mkv", "Show S01E03.mkv"];
  assert.deepEqual(found("Show S01E02.mkv", ...others, "show.1x02.en.srt", "show.s01e01.srt", "show.s01e20.srt"), ["show.1x02.en.srt en"]);
  assert.deepEqual(found("Show S01E02.mkv", ...others, "English.srt"), []);
  assert.deepEqual(found("Film.mkv", "Film 2.mkv", "Film 2.en.srt", "Film.en.srt"), ["Film.en.srt en"]);
  assert.deepEqual(found("A/a.mkv", "B/b.mkv", "A/en.srt", "B/de.srt"), ["A/en.srt en"]);
});

test("pictures of text and other files are no subtitles to read", () => {
  assert.deepEqual(found("Film.mkv", "Film.sub", "Film.txt"), []);
});

test("without being asked the language of last time is shown, signs alone only when there is nothing else", () => {
  const choices = [{ language: "en", track: { forced: true } }, { language: "en", track: { forced: false } }, { language: "de" }];
  assert.equal(choiceFor(choices, ["eng"]), choices[1]);
  assert.equal(choiceFor(choices, ["de", "en"]), choices[2]);
  assert.equal(choiceFor(choices, ["fr", "de"]), choices[2]);
  assert.equal(choiceFor(choices.slice(0, 1), ["en"]), choices[0]);
  assert.equal(choiceFor(choices, ["fr"]), null);
  assert.equal(choiceFor(choices, []), null);
});

test("the last three languages that were read are remembered, and not forgotten without subtitles", async () => {
  const kept = {};
  fakeBrowser.storage = { local: { get: async (key) => ({ [key]: kept[key] }), set: async (values) => Object.assign(kept, values) } };
  assert.deepEqual(await rememberedSubtitleLanguages(), []);
  for (const language of ["en", "de", "fr", "en", "ru"]) await rememberSubtitleLanguage(language);
  assert.deepEqual(await rememberedSubtitleLanguages(), ["ru", "en", "fr"]);
  rememberSubtitlesOff();
  assert.deepEqual(await rememberedSubtitleLanguages(), []);
  await rememberSubtitleLanguage("fr");
  assert.deepEqual(await rememberedSubtitleLanguages(), ["fr", "ru", "en"]);
});

test("what is in the film is known later and may be liked better, until a person has chosen", async (t) => {
  fakeBrowser.storage = { local: { get: async (key) => ({ [key]: key === "subtitle_languages" ? "en ru" : "" }), set: async () => {} } };
  t.mock.method(globalThis, "fetch", async () => new Response("file"));
  const engine = { request: async () => ({ cues: [{ start: 1, end: 2, text: "x" }], total: 1, offset: 0, encoding: "UTF-8" }) };
  const video = { currentTime: 0, addEventListener() {}, addTextTrack: () => ({ addCue() {}, removeCue() {}, addEventListener() {} }) };
  const asked = [];
  const subtitles = new Subtitles({
    engine,
    video,
    captions: { hidden: false, replaceChildren() {} },
    pictures: { hidden: false },
    readAlong: (track) => asked.push(track?.index ?? null),
    events: { onChange() {}, onFailure: (error) => assert.fail(error) },
  });
  const [film, ...files] = filesAt("Film.mkv", "Film.ru.srt").map((file) => ({ ...file, url: "http://127.0.0.1:1/t/x" }));
  subtitles.offer([], film, files);
  await settled();
  assert.equal(subtitles.current?.language, "ru");
  const track = { index: 2, codec: "subrip", language: "eng", title: "", default: false, forced: false, form: "vtt" };
  subtitles.offer([track], film, files);
  await settled();
  assert.deepEqual([subtitles.current?.key, asked], ["track 2", [null, 2]]);
  subtitles.choose(null);
  subtitles.offer([track, { ...track, index: 3 }], film, files);
  await settled();
  assert.equal(subtitles.current, null);
});

test("WebVTT is read however it is cut, each cue once", () => {
  const all = "WEBVTT\n\n00:01.000 --> 00:03.000\nfirst <i>line</i>\n\n01:00:30.000 --> 01:00:32.500\none\ntwo\n";
  const expected = [
    { start: 1, end: 3, text: "first <i>line</i>" },
    { start: 3630, end: 3632.5, text: "one\ntwo" },
  ];
  assert.deepEqual(new VttReader().push(all), expected);
  for (let cut = 1; cut < all.length; cut++) {
    const reader = new VttReader();
    const cues = [...reader.push(all.slice(0, cut)), ...reader.push(all.slice(cut))];
    if (!all.slice(0, cut).endsWith("one\n")) assert.deepEqual(cues, expected, `cut at ${cut}`);
  }
});

test("what is no cue is left out", () => {
  const reader = new VttReader();
  assert.deepEqual(reader.push("NOTE x\n\n00:03.000 --> 00:01.000\nbackwards\n\n00:01.000 --> 00:02.000\n\n"), []);
  assert.deepEqual(reader.push("x".repeat(20_000)), []);
  assert.equal(reader.push("\n\n00:01.000 --> 00:02.000\nhere\n").length, 1);
});

globalThis.VTTCue ??= class {
  constructor(startTime, endTime, text) {
    Object.assign(this, { startTime, endTime, text });
  }
};

/** A text track and what is in it. */
function captions() {
  const lines = new Set();
  const track = { mode: "disabled", addCue: (line) => lines.add(line), removeCue: (line) => lines.delete(line), addEventListener() {} };
  const place = { hidden: false, replaceChildren() {} };
  return { shown: new CaptionTrack({ addTextTrack: () => track }, place), lines, track, place };
}

test("a line that comes twice is shown once, and all of them move together", () => {
  const { shown, lines, track, place } = captions();
  assert.equal(place.hidden, true);
  const cues = [{ start: 1, end: 2, text: "a" }, { start: 3, end: 4, text: "b" }];
  shown.add(cues);
  shown.delay = 0.5;
  shown.add([...cues, { start: 5, end: 6, text: "c" }]);
  assert.deepEqual([...lines].map(({ startTime, endTime, text }) => [startTime, endTime, text]), [
    [1.5, 2.5, "a"],
    [3.5, 4.5, "b"],
    [5.5, 6.5, "c"],
  ]);
  shown.show(true);
  assert.deepEqual([track.mode, place.hidden], ["hidden", false]);
  shown.clear();
  assert.equal(lines.size, 0);
});

test("text is fetched beside the film, from where it was left", async (t) => {
  const asked = [];
  const parts = ["WEBVTT\n\n00:01.000 --> 00:02.000\nä\n", "\n00:03.000 --> 00:04.000\nb\n", ""];
  const beginning = Buffer.from("000000086d6f6f76", "hex");
  t.mock.method(globalThis, "fetch", async (url) => {
    asked.push(url.replace(/.*s1/, ""));
    if (url.includes("subtitles")) return new Response(parts.shift());
    return new Response(beginning, { headers: asked.length > 2 ? { "Magnetar-End": "1" } : {} });
  });
  const cues = [];
  const opened = { session: "s1", url: "http://127.0.0.1:1/t/media/s1/", plan: { subtitle_track: 3, subtitle_form: "vtt" } };
  const session = new MediaSession({}, opened, 0, (track, part) => cues.push(...part.cues.map(({ text }) => `${track} ${text}`)));
  await session.next().catch(() => {});
  await settled();
  await session.next().catch(() => {});
  await settled();
  await settled();
  assert.deepEqual(cues, ["3 ä", "3 b"]);
  assert.deepEqual(asked.filter((path) => path.includes("subtitles")).slice(0, 2), ["/subtitles/0", "/subtitles/35"]);
});

test("a long file of subtitles is read page by page", async () => {
  const all = Array.from({ length: 5 }, (_, n) => ({ start: n, end: n + 1, text: String(n) }));
  const asked = [];
  const request = async (method, { data, offset, encoding }) => {
    asked.push([method, Buffer.from(data, "base64").toString(), offset, encoding]);
    return { cues: all.slice(offset, offset + 2), total: 5, offset, encoding: "KOI8-R" };
  };
  const read = await readSubtitles({ request }, new TextEncoder().encode("file"), "KOI8-R");
  assert.deepEqual(read, { part: { cues: all }, encoding: "KOI8-R" });
  assert.deepEqual(asked, [0, 2, 4].map((offset) => ["media.subtitles", "file", offset, "KOI8-R"]));
  await assert.rejects(readSubtitles({ request }, new Uint8Array((4 << 20) + 1)), { name: "subtitles_unreadable" });
});
