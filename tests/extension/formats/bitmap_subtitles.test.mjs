// Bitmap subtitles: those of Blu-rays (PGS) and of television (DVB), which arrive in parts, and the picture that is
// due.

import assert from "node:assert/strict";
import { test } from "node:test";

const kPlayer = "../../../extension/src/player";
const { PgsReader } = await import(`${kPlayer}/formats/pgs_reader.js`);
const { decodeRuns } = await import(`${kPlayer}/formats/pgs_runs.js`);
const { Clut } = await import(`${kPlayer}/formats/clut.js`);
const { DvbReader } = await import(`${kPlayer}/formats/dvb_reader.js`);
const { drawField } = await import(`${kPlayer}/formats/dvb_pixels.js`);
const { BitmapRenderer } = await import(`${kPlayer}/subtitles/bitmap_renderer.js`);

/** PGS segments with this PTS: header, then payload, as on a disc. */
function segments(time, ...list) {
  const hex = (value, digits) => value.toString(16).padStart(digits, "0");
  return list.map(([type, body]) => `5047${hex(time * 90_000, 8)}00000000${type}${hex(body.length / 2, 4)}${body}`).join("");
}

// A screen of 1920×1080, one object at (16, 32); colours 1 and 2; 3×2 pixels: 1 1 2 / 0 2 2.
const kShow = segments(
  2,
  ["16", "07800438" + "10" + "0001" + "80" + "00" + "05" + "01" + "00010000" + "00100020"],
  ["17", "0100001000200003" + "0002"],
  ["14", "0500" + "01eb8080ff" + "0210808080"],
  ["15", "0001" + "00" + "c0" + "00000f" + "0003" + "0002" + "0101020000" + "00010082020000".slice(0, 12)],
  ["80", ""],
);
const kHide = segments(4.5, ["16", "0780043810000200000500"], ["80", ""]);
const bytesOf = (hex) => new Uint8Array(Buffer.from(hex, "hex"));

test("pictures of text are read however they are cut", () => {
  const all = bytesOf(kShow + kHide);
  for (let cut = 0; cut <= all.length; cut++) {
    const reader = new PgsReader();
    const pictures = [...reader.push(all.subarray(0, cut)), ...reader.push(all.subarray(cut))];
    assert.equal(pictures.length, 1, `cut at ${cut}`);
    const { start, end, width, height, parts } = pictures[0];
    assert.deepEqual([start, end, width, height], [2, 4.5, 1920, 1080]);
    const [{ x, y, width: partWidth, height: partHeight, crop, paint }] = parts;
    assert.deepEqual([x, y, partWidth, partHeight, crop, parts.length], [16, 32, 3, 2, null, 1]);
    const [white, none, black] = [[255, 255, 255, 255], [0, 0, 0, 0], [0, 0, 0, 128]];
    assert.deepEqual([...paint()], [white, white, black, none, black, black].flat());
  }
});

test("a picture that nothing has ended yet is shown, and not for ever", () => {
  const [picture] = new PgsReader().push(bytesOf(kShow));
  assert.deepEqual([picture.start, picture.end], [2, 12]);
});

test("from a place in the middle, pictures begin with one that needs nothing before it", () => {
  const reader = new PgsReader();
  const follows = kShow.replace("00018000", "00010000");
  assert.notEqual(follows, kShow);
  assert.deepEqual(reader.push(bytesOf(follows)), []);
  assert.equal(reader.push(bytesOf(kShow)).length, 1);
  assert.equal(reader.push(bytesOf(follows)).length, 1);
});

test("what is no picture is left out, and the next one is found", () => {
  const wrong = [
    "00".repeat(40),
    kShow.replace("07800438", "ffff0438"), // a screen 65535 wide
    kShow.replace("c000000f00030002", "c000000fffff0002"), // an object 65535 wide
    kShow.replace("c000000f", "c0000002"), // a length beyond the segment
    segments(1, ["16", "0780"], ["80", ""]), // truncated
  ];
  for (const bytes of wrong) {
    const reader = new PgsReader();
    assert.deepEqual(reader.push(bytesOf(bytes)), []);
    assert.equal(reader.push(bytesOf(kShow)).length, 1, bytes);
  }
});

/** The segments of an object, fragmented as on a disc. @param {number} time seconds */
function object(time, id, width, height, coded) {
  const number = (value, digits) => value.toString(16).padStart(digits, "0");
  const parts = [];
  for (let at = 0; at < coded.length; at += 60_000) parts.push(coded.slice(at, at + 60_000));
  return segments(
    time,
    ...parts.map((part, n) => {
      const order = number((n === 0 ? 0x80 : 0) | (n === parts.length - 1 ? 0x40 : 0), 2);
      const head = n === 0 ? `${number(coded.length / 2 + 4, 6)}${number(width, 4)}${number(height, 4)}` : "";
      return ["15", `${number(id, 4)}00${order}${head}${part}`];
    }),
  );
}

/** A picture of objects of equal size, each placed once. */
function pictureOf(ids, width, height, coded) {
  const number = (value, digits) => value.toString(16).padStart(digits, "0");
  const placed = ids.map((id) => `${number(id, 4)}0000${"0000".repeat(2)}`).join("");
  const shows = (state) => ["16", `07800438100001${state}0005${number(ids.length, 2)}${placed}`];
  const begun = segments(2, shows("80"), ["14", "050001eb8080ff"]);
  return `${begun}${ids.map((id) => object(2, id, width, height, coded)).join("")}${segments(2, ["80", ""])}`;
}

const numbersTo = (count) => Array.from({ length: count }, (_, id) => id);
const partsOf = (pictures) => pictures.flatMap(({ parts }) => parts);

test("objects hold no more together than a screen of pixels and a few megabytes, however many there are", () => {
  const floods = {
    "large and empty": pictureOf(numbersTo(8), 4096, 4096, "00"),
    "of many bytes": pictureOf(numbersTo(8), 16, 16, "01".repeat(6 << 20)),
    "one placed again and again": pictureOf(Array(8).fill(0), 4096, 4096, "00"),
  };
  for (const [what, flood] of Object.entries(floods)) {
    const reader = new PgsReader();
    const parts = partsOf(reader.push(bytesOf(flood)));
    assert.ok(parts.length > 0, what);
    assert.ok(parts.reduce((sum, { width, height }) => sum + width * height, 0) <= 4096 * 4096, what);
    assert.ok(parts.reduce((sum, { bytes }) => sum + bytes, 0) <= 16 << 20, what);
    assert.equal(reader.push(bytesOf(kShow)).length, 1, what);
  }
});

test("an object that becomes larger in the place of a small one keeps to what all may hold", () => {
  const grown = segments(2, ["16", "078004381000018000050800000000000000000001000000000000000200000000000000030000000000000004000000000000000500000000000000060000000000000007000000000000"]);
  const small = numbersTo(8).map((id) => object(2, id, 8, 8, "00")).join("");
  const large = numbersTo(8).map((id) => object(2, id, 4096, 2048, "00")).join("");
  const parts = partsOf(new PgsReader().push(bytesOf(`${grown}${segments(2, ["14", "050001eb8080ff"])}${small}${large}${segments(2, ["80", ""])}`)));
  assert.equal(parts.length, 8);
  assert.ok(parts.reduce((sum, { width, height }) => sum + width * height, 0) <= 4096 * 4096);
});

test("a disc's two objects of a whole screen are shown, in parts and at once", () => {
  const parts = partsOf(new PgsReader().push(bytesOf(pictureOf([0, 1], 1920, 1080, "01".repeat(400_000)))));
  assert.deepEqual(parts.map(({ width, height, bytes }) => [width, height, bytes]), Array(2).fill([1920, 1080, 400_000]));
});

const kRuns = [
  ["single pixels", "010203", 3, 1, [1, 2, 3]],
  ["a short run of nothing", "0002", 3, 1, [0, 0, 0]],
  ["a long run of nothing", "00410001", 257, 1, [...Array(256).fill(0), 1]],
  ["a short run of a colour", "008305", 3, 1, [5, 5, 5]],
  ["a long run of a colour", "00c10007", 256, 1, Array(256).fill(7)],
  ["ends of lines", "0100000200", 2, 2, [1, 0, 2, 0]],
  ["more than fits", "0089010000010101", 2, 1, [1, 1]],
  ["less than there should be", "01", 2, 2, [1, 0, 0, 0]],
];
for (const [what, runs, width, height, expected] of kRuns) {
  test(`run lengths: ${what}`, () => {
    assert.deepEqual([...decodeRuns(bytesOf(runs), width, height)], expected);
  });
}

test("colours are those of the standard of the screen", () => {
  const colour = (entry, large) => {
    const palette = new Clut();
    palette.set(bytesOf(entry), large);
    return [...palette.paint(bytesOf("01"))];
  };
  assert.deepEqual(colour("01ad1a2aff", true), [0, 255, 1, 255]);
  assert.deepEqual(colour("0191223680", false), [0, 255, 1, 128]);
  assert.deepEqual(colour("0210808080", true), [0, 0, 0, 0]);
});

/** DVB segments with one PTS, in packets of a transport stream. @param {number} time in 1/90000 s, below 2^15 */
function displaySet(time, ...list) {
  const hex = (value, digits) => value.toString(16).padStart(digits, "0");
  const body = `2000${list.map(([type, data]) => `0f${type}0001${hex(data.length / 2, 4)}${data}`).join("")}ff`;
  const stamp = `210001${hex((time >> 7) & 0xff, 2)}${hex(((time & 0x7f) << 1) | 1, 2)}`;
  const unit = `000001bd${hex(body.length / 2 + 8, 4)}848005${stamp}${body}`;
  const packets = [];
  for (let at = 0; at < unit.length; at += 368) {
    const part = unit.slice(at, at + 368);
    const missing = 184 - part.length / 2;
    const filled = missing === 0 ? "10" : `30${hex(missing - 1, 2)}${missing > 1 ? "00" : ""}${"ff".repeat(Math.max(0, missing - 2))}`;
    packets.push(`47${at === 0 ? "41" : "01"}00${filled}${part}`);
  }
  return packets.join("");
}

// A page of 1920×1080 for 5 s; a region of 4×3 at (16, 32), two bits a pixel, filled with colour 2; an object of colours 1 and 3 in
// its first and third line, at (1, 0).
const kDvbParts = [
  ["14", "00" + "077f" + "0437"],
  ["10", "05" + "08" + "00ff" + "00100020"],
  ["11", "00" + "08" + "0004" + "0003" + "24" + "00" + "00" + "08" + "0001" + "0001" + "0000"],
  ["12", "00" + "00" + "0181eb808000" + "0281108080ff" + "0380eef1"],
  ["13", "0001" + "00" + "0008" + "0004" + "107000f0" + "10c000f0" + "f0f0f0f0"],
];
const kDvbShow = displaySet(18_000, ...kDvbParts);
const kDvbHide = displaySet(27_000, ["10", "0508"]);

test("television subtitles are read however they are cut", () => {
  const all = bytesOf(kDvbShow + kDvbHide);
  for (let cut = 0; cut <= all.length; cut++) {
    const reader = new DvbReader();
    const pictures = [...reader.push(all.subarray(0, cut)), ...reader.push(all.subarray(cut))];
    assert.equal(pictures.length, 1, `cut at ${cut}`);
    const { start, end, width, height, parts } = pictures[0];
    assert.deepEqual([start, end, width, height, parts.length], [0.2, 0.3, 1920, 1080, 1]);
    const [{ x, y, width: partWidth, height: partHeight, paint }] = parts;
    assert.deepEqual([x, y, partWidth, partHeight], [16, 32, 4, 3]);
    const pixels = [...new Uint32Array(paint().buffer)].map((pixel) => pixel >>> 24);
    assert.deepEqual(pixels, [0, 255, 170, 0, 0, 0, 0, 0, 0, 170, 0, 0]);
  }
});

test("television subtitles that nothing ends disappear when their page says so", () => {
  assert.equal(new DvbReader().push(bytesOf(kDvbShow))[0].end, 5.2);
});

test("from a place in the middle, they begin with a page that needs nothing before it", () => {
  const [screen, [, page], ...rest] = kDvbParts;
  const follows = displaySet(9_000, screen, ["10", page.replace("0508", "0500")], ...rest);
  const reader = new DvbReader();
  assert.deepEqual(reader.push(bytesOf(follows)), []);
  assert.equal(reader.push(bytesOf(kDvbShow)).length, 1);
  assert.equal(reader.push(bytesOf(follows)).length, 1);
});

test("what is no television subtitle is left out, and the next one is found", () => {
  const withPart = (index, data) => displaySet(9_000, ...kDvbParts.map((part, n) => (n === index ? [part[0], data] : part)));
  const wrong = [
    "00".repeat(100),
    withPart(1, "05"), // truncated
    withPart(2, "0008ffffffff24000008"), // a region 65535 wide
  ];
  for (const bytes of wrong) {
    const reader = new DvbReader();
    assert.deepEqual(reader.push(bytesOf(bytes)).flatMap(({ parts }) => parts), []);
    assert.equal(reader.push(bytesOf(`${kDvbShow}${kDvbHide}`)).length, 1, bytes);
  }
});

/** The bytes that a page of DVB subtitles keeps. */
const kept = (pictures) => pictures.flatMap(({ parts }) => parts).reduce((sum, { bytes }) => sum + bytes, 0);
const hex = (value, digits) => value.toString(16).padStart(digits, "0");
const region = (id, width, height) => ["11", `${hex(id, 2)}08${hex(width, 4)}${hex(height, 4)}240000080001000000`.padEnd(32, "0")];
const place = (id, x = 0, y = 0) => `${hex(id, 2)}ff${hex(x, 4)}${hex(y, 4)}`;

test("a region that a page places a thousand times is shown once", () => {
  const page = ["10", `0508${place(0, 16, 32)}${place(0).repeat(1000)}`];
  const [picture] = new DvbReader().push(bytesOf(displaySet(9_000, page, region(0, 4096, 2304), kDvbParts[3])));
  assert.deepEqual(picture.parts.map(({ x, y, width, height }) => [x, y, width, height]), [[16, 32, 4096, 2304]]);
});

test("regions of a page take no more together than a screen of 4K", () => {
  const ids = Array.from({ length: 16 }, (_, id) => id);
  const sets = [
    ids.map((id) => region(id, 4096, 4096)),
    ids.map((id) => region(id, 4096, 2000)),
    // A large region replaces a small one.
    [...ids.map((id) => region(id, 8, 8)), ...ids.map((id) => region(id, 4096, 2000))],
  ];
  for (const set of sets) {
    const page = ["10", `0508${ids.map((id) => place(id)).join("")}`];
    const pictures = new DvbReader().push(bytesOf(displaySet(9_000, page, ...set, kDvbParts[3])));
    assert.ok(kept(pictures) <= 4096 * 2304, `${kept(pictures)} bytes`);
  }
});

test("a page may have its regions side by side, on a screen of high definition", () => {
  const page = ["10", `0508${place(0)}${place(1, 0, 540)}`];
  const [picture] = new DvbReader().push(bytesOf(displaySet(9_000, page, region(0, 1920, 540), region(1, 1920, 540), kDvbParts[3])));
  assert.deepEqual(picture.parts.map(({ y, height }) => [y, height]), [[0, 540], [540, 540]]);
});

test("what comes at once asks for no more than is bearable, and what comes next is read again", () => {
  const page = ["10", `0508${place(0)}`];
  const large = region(0, 4096, 2304);
  const floods = {
    "filled again and again": displaySet(9_000, page, kDvbParts[3], ...Array(2_000).fill(large)),
    "shown again and again": Array.from({ length: 500 }, (_, n) => displaySet(9_000 + n, page, large, kDvbParts[3])).join(""),
    "drawn in many places": displaySet(
      9_000,
      page,
      ["11", `000810000900240000080001${"000100000000".repeat(4_000)}`],
      kDvbParts[3],
      ["13", `0001000fff0000${"10700000".repeat(1_023)}107000`],
    ),
  };
  for (const [what, flood] of Object.entries(floods)) {
    const reader = new DvbReader();
    const before = process.cpuUsage();
    const pictures = reader.push(bytesOf(flood));
    const { user } = process.cpuUsage(before);
    assert.ok(user < 30_000_000, `${what}: ${user} µs of the processor, and all of it would take minutes`);
    assert.ok(kept(pictures) <= 128 << 20, `${what}: ${kept(pictures)} bytes`);
    assert.equal(reader.push(bytesOf(kDvbShow)).length, 1, what);
  }
});

const kStrings = [
  ["two bits: pixels", "106c00f0", [1, 2, 3]],
  ["two bits: one and two of nothing", "10141400f0", [0, 1, 0, 0, 1]],
  ["two bits: 3 to 10 of a colour", "102600f0", [2, 2, 2, 2]],
  ["two bits: 12 to 27 of a colour", "10087000f0", Array(13).fill(3)],
  ["two bits: 29 and more, cut at the edge", "100c0500f0", Array(16).fill(1)],
  ["four bits: pixels", "111200f0", [1, 2]],
  ["four bits: 3 to 9 of nothing", "11011000f0", [0, 0, 0, 1]],
  ["four bits: 4 to 7 of a colour", "11095000f0", [5, 5, 5, 5, 5]],
  ["four bits: one and two of nothing", "110c10d100f0", [0, 1, 0, 0, 1]],
  ["four bits: 9 to 24 of a colour", "110e1700f0", Array(10).fill(7)],
  ["eight bits: pixels", "1207080000f0", [7, 8]],
  ["eight bits: runs", "1200030083090000f0", [0, 0, 0, 9, 9, 9]],
  ["a table is passed over", "200123106c00f0", [1, 2, 3]],
];
for (const [what, data, expected] of kStrings) {
  test(`strings of pixels: ${what}`, () => {
    const region = { width: 16, height: 1, pixels: new Uint8Array(16) };
    drawField(region, bytesOf(data), 0, 0);
    assert.deepEqual([...region.pixels], [...expected, ...Array(16 - expected.length).fill(0)]);
  });
}

test("the picture that is due is drawn, moved by the delay", () => {
  const drawn = [];
  const canvas = { hidden: false, width: 0, height: 0, getContext: () => ({ putImageData: (image, x, y) => drawn.push([image, x, y]) }) };
  const video = { currentTime: 2.2, addEventListener() {}, requestVideoFrameCallback() {} };
  globalThis.ImageData = class {
    constructor(data, width) {
      Object.assign(this, { data, width });
    }
  };
  const board = new BitmapRenderer(video, canvas);
  assert.equal(canvas.hidden, true);
  board.add(new PgsReader().push(bytesOf(kShow + kHide)));
  assert.deepEqual([canvas.hidden, canvas.width, canvas.height], [false, 1920, 1080]);
  assert.deepEqual(drawn.map(([{ width }, x, y]) => [width, x, y]), [[3, 16, 32]]);
  board.delay = 0.5;
  assert.equal(canvas.hidden, true);
  video.currentTime = 4.9;
  board.delay = 0.5;
  assert.equal(canvas.hidden, false);
  board.clear();
  assert.equal(canvas.hidden, true);
});
