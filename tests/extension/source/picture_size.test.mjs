// The player's text about a picture that is scaled down.
import assert from "node:assert/strict";
import { test } from "node:test";
import { smallerHeight } from "../../../extension/src/player/source/picture_size.js";

const plan = (video, height) => ({ mode: "repackage", video, audio: "aac", height, mime: "", reason: "video_codec" });
const probe = (height) => ({ video: { height }, audio: [], subtitles: [], chapters: [], duration: 1, bitrate: 1 });

test("a picture that this machine makes smaller is told with its height", () => {
  assert.equal(smallerHeight(plan("h264", 720), probe(1080)), 720);
  assert.equal(smallerHeight(plan("h264", 480), probe(2160)), 480);
});

test("a picture as large as it can be is not spoken of", () => {
  assert.equal(smallerHeight(plan("h264", 1080), probe(2160)), null);
  assert.equal(smallerHeight(plan("h264", 576), probe(576)), null);
  assert.equal(smallerHeight(plan("copy", null), probe(2160)), null);
  assert.equal(smallerHeight(plan("h264", 720), null), null);
  assert.equal(smallerHeight(null, null), null);
});
