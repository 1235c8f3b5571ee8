// A picture that stands still behind a hole in the buffer while the sound plays on.

import assert from "node:assert/strict";
import { test } from "node:test";

const { HoleWatch } = await import("../../../extension/src/player/source/hole_watch.js");

const kRanges = [{ start: 0 }, { start: 12 }];

/**
 * Plays [time, frames shown so far, seeking?] one after the other; returns the times at which the picture was found to
 * stand.
 */
function standsAt(moments, ranges = kRanges) {
  const video = { currentTime: 0, seeking: false, getVideoPlaybackQuality: () => ({ totalVideoFrames: video.pictures }), pictures: 0 };
  const watch = new HoleWatch(video);
  return moments.flatMap(([currentTime, pictures, seeking = false]) => {
    Object.assign(video, { currentTime, pictures, seeking });
    return watch.stands(ranges) ? [currentTime] : [];
  });
}

test("a picture that stands behind a hole is begun anew, once", () => {
  assert.deepEqual(standsAt([[11.7, 290], [11.95, 294], [12.2, 294], [12.45, 294], [12.7, 294], [12.95, 294]]), [12.45]);
});

test("a picture that moves behind a hole is left alone", () => {
  assert.deepEqual(standsAt([[11.7, 290], [12.2, 300], [12.45, 306], [12.7, 306], [12.95, 306]]), []);
});

test("a picture that stands where there is no hole is left alone", () => {
  assert.deepEqual(standsAt([[11.7, 290], [12.2, 290], [12.7, 290], [13.2, 290]], [{ start: 0 }]), []);
});

test("somebody who jumps over a hole, or jumps behind it, meets none", () => {
  assert.deepEqual(standsAt([[5, 100], [13, 100, true], [13.2, 100], [13.6, 100], [14, 100]]), []);
  assert.deepEqual(standsAt([[11.9, 290], [12.1, 290], [20, 290, true], [20.3, 290], [20.6, 290]]), []);
  assert.deepEqual(standsAt([[11.9, 290], [12.1, 290], [3, 290], [3.3, 290], [3.6, 290]]), []);
});

test("each hole is looked at", () => {
  const ranges = [...kRanges, { start: 20 }];
  assert.deepEqual(standsAt([[11.9, 290], [12.1, 290], [12.4, 290], [19.9, 400], [20.1, 400], [20.4, 400]], ranges), [12.4, 20.4]);
});
