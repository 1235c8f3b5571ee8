// The file that the viewer shows, the title of a song, and the heights that a picture may have.

import assert from "node:assert/strict";
import { test } from "node:test";
import { installFakeBrowser } from "./support/fakes.mjs";

installFakeBrowser();
const { fileToView, neighbour, viewOf } = await import("../../extension/src/shared/views.js");
const { songOf } = await import("../../extension/src/player/files/music.js");
const { qualityOf } = await import("../../extension/src/player/source/picture_size.js");

const kFiles = [
  { index: 4, name: "a.exe", view: "none" },
  { index: 0, name: "a.txt", view: "text" },
  { index: 2, name: "b.jpg", view: "picture" },
  { index: 1, name: "c.txt", view: "text" },
  { index: 3, name: "d.png", view: "picture" },
];

test("a torrent without a film offers a picture or a PDF first, else a text, else what was asked for", () => {
  const [program, text, picture] = kFiles;
  assert.equal(fileToView(kFiles, program), picture);
  assert.equal(fileToView(kFiles, text), text);
  assert.equal(fileToView([program, text], program), text);
  assert.equal(fileToView([program], program), program);
  assert.equal(fileToView([], null), null);
});

test("from a picture one goes to pictures, from a text to texts, and from anything else nowhere", () => {
  assert.equal(neighbour(kFiles, 2, 1).index, 3);
  assert.equal(neighbour(kFiles, 2, -1), null);
  assert.equal(neighbour(kFiles, 1, -1).index, 0);
  assert.equal(neighbour(kFiles, 4, 1), null);
  assert.equal(neighbour(kFiles, 99, 1), null);
});

test("the viewer reads by its own route", () => {
  assert.equal(viewOf("http://127.0.0.1:1/t/", "abc", 7), "http://127.0.0.1:1/t/torrents/abc/view/7");
});

test("a song's own tags go before what its name says, each for itself", () => {
  const file = { name: "03 - Home.mp3", path: "The Keepers - Low Tide/03 - Home.mp3" };
  assert.deepEqual(songOf(file, undefined), { title: "Home", artist: "The Keepers", album: "Low Tide" });
  assert.deepEqual(songOf(file, { title: "Home again", artist: "", album: "" }), { title: "Home again", artist: "The Keepers", album: "Low Tide" });
  assert.equal(songOf(file, { title: "a\u202Eb", artist: "", album: "" }).title.includes("\u202E"), false);
});

test("sizes are offered where the picture is made anew, none larger than the film", () => {
  const plan = { video: "h264", height: 480 };
  assert.deepEqual(qualityOf(plan, { video: { height: 720 } }, null), { choices: [720, 480, 360], chosen: null, height: 480 });
  assert.deepEqual(qualityOf({ ...plan, height: 1080 }, { video: { height: 2160 } }, 1080)?.choices, [1080, 720, 480, 360]);
  assert.equal(qualityOf({ video: "copy", height: null }, { video: { height: 720 } }, null), null);
  assert.equal(qualityOf(plan, { video: { height: 240 } }, null), null);
  assert.equal(qualityOf(null, null, null), null);
});
