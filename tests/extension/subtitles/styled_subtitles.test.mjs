// Styled subtitles: scripts that arrive in parts, and the fonts that come with them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { installFakeBrowser, settled } from "../support/fakes.mjs";

installFakeBrowser();
const kPlayer = "../../../extension/src/player";
const { AssReader, cuesOfScript, hasOwnLook, readScript } = await import(`${kPlayer}/formats/ass_reader.js`);
const { AssRenderer } = await import(`${kPlayer}/subtitles/ass_renderer.js`);
const { SubtitleScreen } = await import(`${kPlayer}/subtitles/screen.js`);
const { attachedFonts, attachmentsUrl, fontFilesOf } = await import(`${kPlayer}/formats/attached_fonts.js`);
const { readerOf } = await import(`${kPlayer}/formats/subtitle_readers.js`);
const { readSubtitles } = await import(`${kPlayer}/subtitles/file.js`);

const kStyles = "Style: Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,0\n";
const kHead = `[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\n${kStyles}\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n`;
const kLines = ["Dialogue: 0,0:00:01.00,0:00:02.50,Default,,0,0,0,,{\\i1}one{\\i0}, two\\Nthree", "Dialogue: 0,1:00:03.00,1:00:04.00,Default,,0,0,0,,a < b"];

test("a script is read however it is cut, its head once and its lines whole", () => {
  const all = `${kHead}${kLines[0]}\r\nComment: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,no\n${kLines[1]}\n`;
  for (let cut = 0; cut < all.length; cut++) {
    const reader = new AssReader();
    const parts = [reader.push(all.slice(0, cut)), reader.push(all.slice(cut))];
    assert.equal(parts.map(({ head }) => head).join(""), kHead, `cut at ${cut}`);
    assert.deepEqual(parts.flatMap(({ lines }) => lines), kLines, `cut at ${cut}`);
  }
});

test("a script has a head, everything else is none", () => {
  assert.deepEqual(readScript(kHead + kLines.join("\n")), { head: kHead, lines: kLines });
  assert.equal(readScript("1\n00:00:01,000 --> 00:00:02,000\n[Events] of the day\n"), null);
  assert.deepEqual(new AssReader().push("x".repeat(2_000_000)), { head: "", lines: [] });
});

const kLooks = [
  ["the style that ffmpeg gives to plain text", kStyles, false],
  ["no style", "", false],
  ["a font of its own", kStyles.replace("Arial,16", "Trebuchet MS,24"), true],
  ["a colour of its own", kStyles.replace("&Hffffff", "&H00ffff"), true],
  ["two styles", `${kStyles}${kStyles.replace("Default", "Sign")}`, true],
];
for (const [what, styles, expected] of kLooks) {
  test(`a script with ${what} has ${expected ? "a" : "no"} look of its own`, () => {
    assert.equal(hasOwnLook(kHead.replace(kStyles, styles)), expected);
  });
}

for (const [what, text] of [["no end of its head", "[Events]\n".repeat(8000)], ["braces that nothing closes", `[Events]\nFormat: Text\nDialogue: ${"{".repeat(64 << 10)}\n`]]) {
  test(`a script costs what its length says: ${what}`, () => {
    const begin = process.cpuUsage().user;
    const { head, lines } = new AssReader().push(text);
    cuesOfScript(head, lines);
    assert.ok(process.cpuUsage().user - begin < 500_000);
  });
}

test("what a script says can be drawn as text, without drawings", () => {
  const drawing = "Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,{\\p1}m 0 0 l 1 1{\\p0}";
  const never = "Dialogue: 0,0:00:02.00,0:00:01.00,Default,,0,0,0,,no";
  assert.deepEqual(cuesOfScript(kHead, [...kLines, drawing, never]), [
    { start: 1, end: 2.5, text: "one, two\nthree" },
    { start: 3603, end: 3604, text: "a &lt; b" },
  ]);
  const few = kHead.replace(/Format: Layer.*/, "Format: Start, End, Text");
  assert.deepEqual(cuesOfScript(few, ["Dialogue: 0:00:01.00,0:00:02.00,a, b"]), [{ start: 1, end: 2, text: "a, b" }]);
});

test("where libass cannot be loaded, what a script says is drawn as text", async () => {
  globalThis.document ??= { createElement: () => ({ append() {} }) };
  globalThis.DOMParser ??= class {
    parseFromString() {
      return { body: { textContent: "<" } };
    }
  };
  globalThis.VTTCue ??= class {
    constructor(startTime, endTime, text) {
      Object.assign(this, { startTime, endTime, text, getCueAsHTML: () => text });
    }
  };
  const added = [];
  const track = { addCue: ({ text }) => added.push(text), removeCue() {}, addEventListener() {} };
  const video = { currentTime: 0, addTextTrack: () => track, addEventListener() {} };
  let changes = 0;
  const captions = { hidden: true, replaceChildren() {} };
  const screen = new SubtitleScreen({ video, captions, pictures: { hidden: false }, onChange: () => changes++ });
  screen.begin();
  screen.take({ script: { head: kHead.replace("Arial,16", "Impact,30"), lines: [kLines[1]] } });
  assert.deepEqual([screen.hasOwnLook, added.length], [true, 0]);
  while (changes < 2) await settled();
  assert.deepEqual([screen.hasOwnLook, added, captions.hidden], [false, ["a &lt; b"], false]);
  screen.take({ script: { head: "", lines: [kLines[0]] } });
  assert.equal(added.length, 2);
});

test("a file that is a script stays whole, in the encoding that the daemon found", async () => {
  const bytes = Buffer.from(`${kHead}${kLines[0].replace("one", "\xef\xf0\xe8\xe2\xe5\xf2")}\n`, "latin1");
  const request = async () => ({ cues: [], total: 1, offset: 0, encoding: "WINDOWS-1251" });
  const { part } = await readSubtitles({ request }, bytes);
  assert.match(part.script.lines[0], /привет/);
  const unknown = async () => ({ cues: [{ start: 1, end: 2, text: "x" }], total: 1, offset: 0, encoding: "VISCII" });
  assert.deepEqual((await readSubtitles({ request: unknown }, bytes)).part, { cues: [{ start: 1, end: 2, text: "x" }] });
});

test("each form has its reader", () => {
  const text = new TextEncoder();
  assert.deepEqual(readerOf("vtt")(text.encode("WEBVTT\n\n00:01.000 --> 00:02.000\na\n")).cues, [{ start: 1, end: 2, text: "a" }]);
  assert.deepEqual(readerOf("ass")(text.encode(`${kHead}${kLines[1]}\n`)).script, { head: kHead, lines: [kLines[1]] });
  assert.deepEqual(readerOf("sup")(new Uint8Array()).pictures, []);
  assert.deepEqual(readerOf("dvb")(new Uint8Array()).pictures, []);
});

const kFont = Buffer.concat([Buffer.from("00010000", "hex"), Buffer.alloc(100, 7)]);

test("of a film's attachments the fonts are read, by type or name, and what only claims to be one is left out", async () => {
  const files = [
    ["cover.jpg", "image/jpeg", Buffer.alloc(100_000)],
    ["a", "application/x-truetype-font", kFont],
    ["b.otf", "application/octet-stream", Buffer.concat([Buffer.from("OTTO"), kFont])],
    ["c.ttf", "font/ttf", Buffer.from("no font at all")],
    ["d.ttf", "font/ttf", Buffer.from("abc")],
  ];
  const film = Buffer.concat(files.map(([, , bytes]) => bytes));
  let offset = 0;
  const attachments = files.map(([name, type, bytes]) => {
    offset += bytes.length;
    return { name, type, offset: offset - bytes.length, size: bytes.length };
  });
  const asked = [];
  const read = async (from, length) => {
    asked.push(length);
    return new Uint8Array(film.subarray(from, from + length));
  };
  const fonts = await attachedFonts(attachments, read);
  assert.deepEqual(fonts.map(({ length }) => length), [104, 108]);
  assert.ok(!asked.includes(100_000), "the cover was read");
});

test("attached fonts are at most 128 and 32 MiB", async () => {
  const read = async () => new Uint8Array(kFont);
  const fonts = (size) => Array.from({ length: 200 }, (_, i) => ({ name: `${i}.ttf`, type: "font/ttf", offset: 0, size }));
  assert.equal((await attachedFonts(fonts(100), read)).length, 128);
  assert.equal((await attachedFonts(fonts(1_000_000), read)).length, 33);
});

test("the attachments of a file have an address beside it", () => {
  const base = "http://127.0.0.1:1/token/torrents/ab/";
  assert.equal(attachmentsUrl(`${base}files/7/A%20film.mkv?viewer=x`), `${base}attachments/7?viewer=x`);
  assert.equal(attachmentsUrl(`${base}files/12`), `${base}attachments/12`);
});

test("fonts beside a film are those files, as long as they are small", () => {
  const files = [["a.TTF", 9], ["film.mkv", 9], ["huge.otf", 40_000_000], ["b.ttc", 9]].map(([name, size]) => ({ name, size }));
  assert.deepEqual(fontFilesOf(files).map(({ name }) => name), ["a.TTF", "b.ttc"]);
});

test("what draws scripts and does not start within ten seconds is done without", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const given = [];
  let arrive;
  const drawer = { destroyed: false, destroy() { this.destroyed = true; } };
  const board = new AssRenderer({}, { onFailure: (lines) => given.push(lines), start: () => new Promise((resolve) => (arrive = resolve)) });
  board.begin(kHead, Promise.resolve([]));
  board.add(kLines);
  t.mock.timers.tick(9_999);
  await settled();
  assert.deepEqual(given, []);
  t.mock.timers.tick(1);
  await settled();
  assert.deepEqual(given, [kLines]);
  arrive(drawer);
  await settled();
  assert.equal(drawer.destroyed, true);
});
