// Subtitles: which files belong to a film, how text that arrives in parts is parsed, and what is shown of it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { written } from "../../corpus/subtitles/index.mjs";
import { scripts } from "../../corpus/subtitles/subrip.mjs";
import { bar } from "../../support/pgs.mjs";
import { installFakeBrowser, settled } from "../support/fakes.mjs";

const fakeBrowser = installFakeBrowser();
const kPlayer = "../../../extension/src/player";
const { subtitleFilesOf } = await import(`${kPlayer}/files/companion_files.js`);
const { rememberedSubtitleLanguages, rememberSubtitleLanguage, rememberSubtitlesOff } = await import(`${kPlayer}/source/preferences.js`);
const { choiceFor } = await import(`${kPlayer}/subtitles/choices.js`);
const { VttReader } = await import(`${kPlayer}/formats/vtt_reader.js`);
const { Subtitles } = await import(`${kPlayer}/subtitles/subtitles.js`);
const { CaptionTrack } = await import(`${kPlayer}/subtitles/caption_track.js`);
const { PullSession } = await import(`${kPlayer}/source/pull_session.js`);
const { cuesOfScript, readScript } = await import(`${kPlayer}/formats/ass_reader.js`);
const { fetchText, readSubtitles } = await import(`${kPlayer}/subtitles/file.js`);

/** Files of a torrent, made from their paths. */
function filesAt(...paths) {
  const kind = (path) => (/\.(mkv|mp4|avi)$/.test(path) ? "video" : /\.(srt|ass|vtt|sub|sup|idx|smi)$/.test(path) ? "subtitle" : "other");
  return paths.map((path, index) => ({ index, path, name: path.split("/").at(-1), kind: kind(path) }));
}

/** The files found for the first file, as "path language". */
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

test("a lone file of pictures or of counted lines is offered, and a text only when it is named like the film", () => {
  assert.deepEqual(found("Film.mkv", "Film.sub", "Film.txt", "readme.txt"), ["Film.sub", "Film.txt"]);
  assert.deepEqual(found("Film.mkv", "Film.sup", "Film.idx"), ["Film.sup"]);
  assert.deepEqual(found("Film.mkv", "Film.sub", "Film.idx"), ["Film.idx"]);
});

/**
 * Names and their meaning: the subtitle file, the language's tag and properties; the film; other files in the torrent.
 */
const kNames = [
  ["Film.en.hi.srt", "en hearing", "Film.mkv"],
  ["Film.hi.srt", "hi", "Film.mkv"],
  ["Film.HI.en.srt", "en hearing", "Film.mkv"],
  ["Film.hin.hi.srt", "hi hearing", "Film.mkv"],
  ["Film.eng.sdh.srt", "en hearing", "Film.mkv"],
  ["Film.en.cc.srt", "en captions", "Film.mkv"],
  ["Film.en.forced.srt", "en forced", "Film.mkv"],
  ["Film.hi.forced.srt", "hi forced", "Film.mkv"],
  ["Subs/English_HI.srt", "en hearing", "Film.mkv"],
  ["Subs/3_English [SDH].srt", "en hearing", "Film.mkv"],
  ["The Italian Job.srt", "", "The Italian Job.mkv"],
  ["The Italian Job.srt", "", "The.Italian.Job.1969.1080p.mkv"],
  ["The Italian Job.srt", "", "tij.mkv"],
  ["The.Italian.Job.1969.en.srt", "en", "The.Italian.Job.1969.1080p.BluRay.mkv"],
  ["The.French.Dispatch.2021.FRENCH.srt", "fr", "The.French.Dispatch.2021.1080p.mkv"],
  ["The English Patient.srt", "", "The English Patient (1996)/film.mkv"],
  ["The.Danish.Girl.da.srt", "da", "The.Danish.Girl.2015.mkv"],
  ["Lost in Translation Japanese.srt", "ja", "Lost in Translation.mkv"],
  ["My Big Fat Greek Wedding.srt", "", "wedding.mkv"],
  ["Is It Love.srt", "", "x.mkv"],
  ["Film.farsi.srt", "fa", "Film.mkv"],
  ["Film.chs.srt", "zh-Hans", "Film.mkv"],
  ["Film.cht.ass", "zh-Hant", "Film.mkv"],
  ["Film.pob.srt", "pt-BR", "Film.mkv"],
  ["Film.pt-BR.srt", "pt-BR", "Film.mkv"],
  ["Film.Castellano.srt", "es", "Film.mkv"],
  ["Film.bengali.srt", "bn", "Film.mkv"],
  ["Film.Brazilian Portuguese.srt", "pt-BR", "Film.mkv"],
  ["Subs/Simplified Chinese.srt", "zh-Hans", "Film.mkv"],
  ["Subs/Español (Latino).srt", "es-419", "Film.mkv"],
  ["Subs/Francais.srt", "fr", "Film.mkv"],
  ["Subs/Ελληνικά.srt", "el", "Film.mkv"],
  ["Subs/한국어.srt", "ko", "Film.mkv"],
  ["Film.zh-TW.srt", "zh-Hant", "Film.mkv"],
  ["Film.es-419.srt", "es-419", "Film.mkv"],
  ["The.Film.2020.srt", "", "The Film 2020.mkv", "Extra.mkv"],
  ["the_film_2020.en.srt", "en", "The Film (2020).mkv", "Extra.mkv"],
  ["Amelie.srt", "", "Ame\u0301lie.mkv", "Extra.mkv"],
  ["Ame\u0301lie.fr.srt", "fr", "Am\u00e9lie.mkv", "Extra.mkv"],
  ["The.Film.2020.srt", "", "The.Film.2020.1080p.BluRay.x264-GRP.mkv", "The.Film.2020.Featurette.mkv"],
  ["Oceans 11.en.srt", "en", "Ocean's 11.mkv", "Oceans 12.mkv"],
  ["Subs/[Subs] Show - 01.ass", "", "[G] Show - 01 [1080p].mkv", "[G] Show - 02 [1080p].mkv"],
  ["Show - 01v2.ass", "", "[G] Show - 01 [1080p][ABCD1234].mkv", "[G] Show - 02 [1080p].mkv"],
  ["[Other] Show - 01.eng.ass", "en", "[G] Show - 01 (BD 1080p).mkv", "[G] Show - 11 (BD 1080p).mkv"],
  ["Subs/01.srt", "", "01 Pilot.mkv", "02 Second.mkv"],
  ["Subs/1.srt", "", "01 Pilot.mkv", "02 Second.mkv"],
  ["Subs/01.en.srt", "en", "01 - Pilot.mkv", "02 - Second.mkv"],
  ["Subs/E01.srt", "", "01 Pilot.mkv", "02 Second.mkv"],
  ["Subs/E01.srt", "", "Show.S01E01.mkv", "Show.S01E02.mkv"],
  ["Subs/Ep 1 English.srt", "en", "Show.S01E01.mkv", "Show.S01E02.mkv"],
  ["Subs/103.srt", "", "Show.S01E03.mkv", "Show.S01E02.mkv"],
  ["show.103.srt", "", "Show.1x03.mkv", "Show.1x02.mkv"],
  ["Show 103.srt", "", "Show.103.mkv", "Show.102.mkv"],
  ["Season 1/01.srt", "", "Season 1/Show E01.mkv", "Season 2/Show E01.mkv"],
  ["Subs/Show.S01E02/2_English.srt", "en", "Show.S01E02.1080p.mkv", "Show.S01E01.1080p.mkv"],
  ["Subs/Show.S01E02.1080p/2_English.srt", "en", "Show.S01E02.1080p.mkv", "Show.S01E01.1080p.mkv"],
  ["Season 1 Episode 3.srt", "", "Show.S01E03.mkv", "Show.S01E02.mkv"],
  ["Film.fr-CA.srt", "fr", "Film.mkv"],
  ["Film.nl_BE.srt", "nl", "Film.mkv"],
  ["Film.en-US.hi.srt", "en hearing", "Film.mkv"],
  ["Film.hi-IN.srt", "hi", "Film.mkv"],
  ["Film.English (GB).srt", "en", "Film.mkv"],
  ["en_HI.srt", "en hearing", "Film.mkv"],
  ["Film.Serbian (Latin).srt", "sr", "Film.mkv"],
  ["Where Is It.srt", "", "x.mkv"],
  ["Film Name en.srt", "en", "Film.Name.2020.1080p.mkv"],
  ["El.Camino.srt", "", "El.Camino.A.Breaking.Bad.Movie.2019.mkv"],
  ["Spanish Prisoner, The.srt", "", "The.Spanish.Prisoner.1997.mkv"],
  ["The Italian Job [1969] [Eng].srt", "en", "The Italian Job (1969).mkv"],
  ["SWAT.srt", "", "S.W.A.T.2003.mkv", "Extra.mkv"],
  ["The.Film.srt", "", "The Film 2020.mkv", "Other.mkv"],
  ["Fast and Furious.srt", "", "Fast & Furious.mkv", "Other.mkv"],
  ["The Film 1982.srt", "", "The.Film.1982.1080p.mkv", "The.Film.2011.1080p.mkv"],
  ["第01話.ass", "", "Show 第01話.mkv", "Show 第02話.mkv"],
  ["Show #01.srt", "", "Show - 01.mkv", "Show - 02.mkv"],
  ["Show.S01E02.srt", "", "Show.S01E01-E02.mkv", "Show.S01E03.mkv"],
  ["Show - 12.ass", "", "[G] Show - 12 [720p].mkv", "[G] Show - 01 [720p].mkv"],
  ["Subs/Show_-_01_[X].ass", "", "[G]_Show_-_01_[1080p].mkv", "[G]_Show_-_02_[1080p].mkv"],
  ["Season 2/02.en.srt", "en", "Season 2/Show 02.mkv", "Season 1/Show 02.mkv"],
  ["Subs/Episode 1.en.srt", "en", "01. Pilot.mkv", "02. Next.mkv"],
  ["Film-cd1.srt", "", "Film.CD1.avi", "Film.CD2.avi"],
  ["Film.smi", "", "Film.mkv"],
  ["2_English.srt", "en", "Film.mkv"],
  ["Show.S01E01.srt", "", "pilot.mkv"],
  ["[Eng] Film.srt", "en", "Film.1080p.mkv"],
];

for (const [subtitle, told, film, ...others] of kNames) {
  test(`${subtitle} is of ${film} and says "${told}"`, () => {
    const files = filesAt(film, ...others, subtitle);
    const offered = (of) => subtitleFilesOf(of, files).map(({ file, tag, properties }) => `${file.path}: ${[tag, ...properties].filter(Boolean).join(" ")}`);
    assert.deepEqual(offered(files[0]), [`${subtitle}: ${told}`]);
    if (others.length > 0) assert.deepEqual(offered(files[1]), []);
  });
}

test("without being asked the language of last time is shown, signs alone only when there is nothing else", () => {
  const choices = [{ language: "en", track: { forced: true } }, { language: "en", track: { forced: false } }, { language: "de" }];
  assert.equal(choiceFor(choices, ["eng"]), choices[1]);
  assert.equal(choiceFor(choices, ["de", "en"]), choices[2]);
  assert.equal(choiceFor(choices, ["fr", "de"]), choices[2]);
  assert.equal(choiceFor(choices.slice(0, 1), ["en"]), choices[0]);
  assert.equal(choiceFor(choices, ["fr"]), null);
  assert.equal(choiceFor(choices, []), null);
  const kinds = [["forced"], ["commentary"], ["hearing"], []].map((properties) => ({ language: "en", properties }));
  assert.equal(choiceFor(kinds, ["en"]), kinds[3]);
  assert.equal(choiceFor(kinds.slice(0, 3), ["en"]), kinds[2]);
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
  const [film, ...files] = filesAt("Film.mkv", "Film.ru.srt").map((file) => ({ ...file, size: 4, url: "http://127.0.0.1:1/t/x" }));
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

for (const [name, file, cues] of scripts) {
  test(`of a script the page reads what the daemon reads: ${name}`, () => {
    const script = readScript(file);
    assert.equal(written(cuesOfScript(script.head, script.lines)), cues);
  });
}

test("references of HTML in a film's text become letters, and what would be a tag stays one", () => {
  const letters = { "&#39;": "'", "&eacute;": "é", "&lt;": "<", "&nope;": "&nope;" };
  globalThis.DOMParser = class {
    parseFromString(reference) {
      return { body: { textContent: letters[reference] } };
    }
  };
  const { shown, lines } = captions();
  shown.add([{ start: 1, end: 2, text: "It&#39;s caf&eacute; &lt;b&gt; &nope; &" }]);
  assert.deepEqual([...lines].map(({ text }) => text), ["It's café &lt;b&gt; &nope; &"]);
  delete globalThis.DOMParser;
});

test("what is for everybody takes the place of what was there first in the same language", async (t) => {
  fakeBrowser.storage = { local: { get: async (key) => ({ [key]: key === "subtitle_languages" ? "en" : "" }), set: async () => {} } };
  t.mock.method(globalThis, "fetch", () => new Promise(() => {}));
  const video = { currentTime: 0, addEventListener() {}, addTextTrack: () => ({ addEventListener() {}, removeCue() {} }) };
  const engine = { request: () => new Promise(() => {}) };
  const panes = { captions: { hidden: false, replaceChildren() {} }, pictures: { hidden: false } };
  const subtitles = new Subtitles({ engine, video, ...panes, readAlong() {}, events: { onChange() {}, onFailure() {} } });
  const [film, described, plain, other] = filesAt("Film.mkv", "Film.en.hi.srt", "Film.en.srt", "Film.eng.srt").map((file) => ({
    ...file, size: 100, url: "http://127.0.0.1:1/t/x",
  }));
  const chosenOf = async (...files) => {
    subtitles.offer([], film, [film, ...files]);
    for (let turn = 0; turn < 5; turn++) await settled();
    return subtitles.current?.file?.name;
  };
  assert.equal(await chosenOf(described), "Film.en.hi.srt");
  assert.equal(await chosenOf(described, plain), "Film.en.srt");
  assert.equal(await chosenOf(described, other, plain), "Film.en.srt", "of two that fit alike the one that is read stays");
});

test("a lone file of pictures of a Blu-ray is shown as it comes", async (t) => {
  fakeBrowser.storage = { local: { get: async () => ({}), set: async () => {} } };
  const screen = { width: 1920, height: 1080 };
  const bytes = bar({ start: 1, end: 3, area: { x: 10, y: 20, width: 30, height: 4 }, screen, colour: [128, 128, 128, 255] });
  t.mock.method(globalThis, "fetch", async () => new Response(bytes));
  const video = { currentTime: 0, addEventListener() {}, requestVideoFrameCallback() {}, addTextTrack: () => ({ addEventListener() {} }) };
  const events = { onChange() {}, onFailure: (error) => assert.fail(error) };
  const subtitles = new Subtitles({ engine: {}, video, captions: { hidden: false, replaceChildren() {} }, pictures: { hidden: false }, readAlong() {}, events });
  const [film, file] = filesAt("Film.mkv", "Film.en.sup").map((one) => ({ ...one, size: 50_000_000, url: "http://127.0.0.1:1/t/x" }));
  subtitles.offer([], film, [film, file]);
  assert.equal(subtitles.hasOwnLook, false);
  subtitles.choose(subtitles.choices[0]);
  await settled();
  await settled();
  assert.deepEqual([subtitles.current?.language, subtitles.hasOwnLook], ["en", true]);
});

test("a lone file of pictures of a DVD is told by its beginning, however large", async (t) => {
  const head = new Uint8Array([0, 0, 1, 0xba, ...new Array(20).fill(0)]);
  const refused = { name: "subtitles_without_index" };
  await assert.rejects(readSubtitles({ request: () => assert.fail("asked") }, head), refused);
  t.mock.method(globalThis, "fetch", async (_, { headers }) => new Response(head, { status: headers?.Range === "bytes=0-13" ? 206 : 200 }));
  await assert.rejects(fetchText({ url: "http://127.0.0.1:1/t/x", size: 50_000_000 }), refused);
  assert.equal((await fetchText({ url: "http://127.0.0.1:1/t/x", size: 24 })).length, 24);
});

globalThis.VTTCue ??= class {
  constructor(startTime, endTime, text) {
    Object.assign(this, { startTime, endTime, text });
  }
};

/** A text track and its cues. */
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
  const session = new PullSession({}, opened, 0, (track, part) => cues.push(...part.cues.map(({ text }) => `${track} ${text}`)));
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
  const read = await readSubtitles({ request }, new TextEncoder().encode("file"), { encoding: "KOI8-R" });
  assert.deepEqual(read, { part: { cues: all }, encoding: "KOI8-R" });
  assert.deepEqual(asked, [0, 2, 4].map((offset) => ["media.subtitles", "file", offset, "KOI8-R"]));
  await assert.rejects(readSubtitles({ request }, new Uint8Array((4 << 20) + 1)), { name: "subtitles_unreadable" });
});
