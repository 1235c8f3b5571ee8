// VobSub subtitles in two files beside the film, as DVDs were copied: the index, the packets, the pixels, and reading in step
// with the film.

import assert from "node:assert/strict";
import { test } from "node:test";
import { installFakeBrowser } from "../support/fakes.mjs";
import { packets, vobsubFiles } from "../../support/vobsub.mjs";

installFakeBrowser();
const kPlayer = "../../../extension/src/player";
const { readVobsubIndex } = await import(`${kPlayer}/formats/vobsub_index.js`);
const { pictureOf, unitIn } = await import(`${kPlayer}/formats/vobsub_unit.js`);
const { VobsubFeed } = await import(`${kPlayer}/subtitles/vobsub_feed.js`);
const { picturesBeside, subtitleFilesOf } = await import(`${kPlayer}/files/companion_files.js`);
const { subtitleChoices } = await import(`${kPlayer}/subtitles/choices.js`);

const kHead = "size: 720x576\npalette: 000000, ff0000, 00ff00, 0000ff";
/**
 * Six pixels by three lines at 16, 32: a line of colour 1, a line of two of colour 2 and four of colour 3, a line of colour 1.
 * Shown after 0 s for 1.14 s; the pixel values 0 to 3 are the palette's colours 0 to 3, and the first is transparent.
 */
const kUnit = Uint8Array.from(
  [
    "002c 000c", // its length, and the offset of its commands
    "0001 0001", // first field: two lines to their end in colour 1
    "a130 0000", // second field: two pixels of 2 and four of 3
    "0000 0024 03 3210 04 fff0 05 010015 020022 06 0004 0008 01 ff",
    "0064 0024 02 ff 0000",
  ].join("").replaceAll(" ", "").match(/../g).map((byte) => Number.parseInt(byte, 16)),
);

test("a list tells size, colours, languages, times and places", () => {
  const text = `${kHead}\r\nlangidx: 1\r\nid: en, index: 0\r\ntimestamp: 00:00:01:500, filepos: 000000000\r\n\r\ndelay: -00:00:00:500\r\n` +
    "timestamp: 01:00:00:000, filepos: 00000a000\r\nid: de, index: 1\r\ntimestamp: 00:00:02:000, filepos: 00001f800\r\nid: fr, index: 2\r\n";
  const index = readVobsubIndex(text);
  assert.deepEqual([index.width, index.height, index.palette[1], index.palette[15]], [720, 576, [255, 0, 0], [0, 0, 0]]);
  assert.deepEqual(index.streams, [
    { number: 1, language: "de", entries: [{ time: 2, position: 0x1f800 }] },
    { number: 0, language: "en", entries: [{ time: 1.5, position: 0 }, { time: 3599.5, position: 0xa000 }] },
  ]);
});

test("what is no list, or an endless one, is not read to its end", () => {
  for (const text of ["", "size: 99999x1\nid: en", "timestamp: 00:00:01:000, filepos: 0", "id: en, index: 0\ntimestamp: soon, filepos: 0"]) {
    assert.equal(readVobsubIndex(text), null);
  }
  const endless = `id: en, index: 0\n${"timestamp: 00:00:01:000, filepos: 0\n".repeat(60_000)}`;
  assert.equal(readVobsubIndex(endless).streams[0].entries.length, 50_000);
});

test("a unit is put together from its packets, whatever else lies between", () => {
  const large = new Uint8Array(5000).fill(7);
  large.set([5000 >> 8, 5000 & 0xff]);
  const own = packets(large, 3);
  const mixed = Buffer.concat([packets(kUnit, 1), own]);
  assert.deepEqual(unitIn(mixed, 3), large);
  assert.deepEqual(unitIn(mixed, 1), kUnit);
  for (const bytes of [own.subarray(0, 4000), Buffer.from("not a stream"), Buffer.alloc(0)]) assert.equal(unitIn(bytes, 3), null);
});

test("a unit has its place, its time, and its pixels in the colours of the list", () => {
  const picture = pictureOf(kUnit, 10, 20, readVobsubIndex(`${kHead}\nid: en, index: 0\ntimestamp: 00:00:10:000, filepos: 0`));
  const [part] = picture.parts;
  assert.deepEqual([picture.start, picture.width, picture.height], [10, 720, 576]);
  assert.ok(Math.abs(picture.end - 11.138) < 0.001, `${picture.end}`);
  assert.deepEqual([part.x, part.y, part.width, part.height], [16, 32, 6, 3]);
  const [red, green, blue] = [[255, 0, 0, 255], [0, 255, 0, 255], [0, 0, 255, 255]];
  const line = (...colours) => colours.flat();
  assert.deepEqual([...part.paint()], [...line(red, red, red, red, red, red), ...line(green, green, blue, blue, blue, blue), ...line(red, red, red, red, red, red)]);
});

test("a unit that says nonsense gives no picture, or a small one", () => {
  const index = readVobsubIndex(`${kHead}\nid: en, index: 0\ntimestamp: 00:00:10:000, filepos: 0`);
  for (let at = 0; at < kUnit.length; at++) {
    for (const value of [0, 0x0c, 0x26, 0x7f, 0xff]) {
      const broken = Uint8Array.from(kUnit);
      broken[at] = value;
      const picture = pictureOf(broken, 1, 2, index);
      if (picture) assert.equal(picture.parts[0].paint().length, picture.parts[0].width * picture.parts[0].height * 4);
    }
  }
});

test("a minute is read at a time, half a minute before it is due, and once", async () => {
  const units = [1, 30, 59, 61, 200].map((time) => ({ time, bytes: kUnit }));
  const { idx, sub } = vobsubFiles(kHead, [{ language: "en", units }]);
  const reads = [];
  const read = async (from, length) => (reads.push(from), sub.subarray(from, from + length));
  const index = readVobsubIndex(idx);
  const feed = new VobsubFeed(index, index.streams[0], read);
  const times = async (now) => (await feed.follow(now)).map(({ start }) => start);
  assert.deepEqual(await times(0), [1, 30, 59]);
  assert.deepEqual(await times(29), []);
  assert.deepEqual(await times(31), [61]);
  assert.deepEqual(await times(185), [200]);
  assert.equal(reads.length, 3);
});

test("a list with thousands of pictures in a minute is not read to its end", async () => {
  const index = readVobsubIndex(`${kHead}\nid: en, index: 0\n${"timestamp: 00:00:01:000, filepos: 0\n".repeat(20_000)}`);
  const feed = new VobsubFeed(index, index.streams[0], async () => packets(kUnit, 0));
  assert.equal((await feed.follow(0)).length, 600);
});

const file = (index, path, kind) => ({ index, path, name: path.split("/").at(-1), kind });

test("a list is offered where the file with its pictures lies beside it, once for each language when it is known", () => {
  const film = file(0, "Film.avi", "video");
  const files = [film, file(1, "Subs/Film.idx", "subtitle"), file(2, "Subs/Film.SUB", "other"), file(3, "Film.de.idx", "subtitle")];
  assert.deepEqual(subtitleFilesOf(film, files).map(({ file: { index } }) => index), [1]);
  assert.equal(picturesBeside(files[1], files), files[2]);
  assert.equal(picturesBeside(files[3], files), null);
  const streams = new Map([[1, [{ number: 0, language: "en" }, { number: 4, language: "fr" }]]]);
  const named = (known) => subtitleChoices([], film, files, known).map(({ key, name, stream }) => [key, name, stream]);
  assert.deepEqual(named(new Map()), [["file 1", "Film.idx", undefined]]);
  assert.deepEqual(named(streams), [["file 1 0", "English", 0], ["file 1 4", "French", 4]]);
});
