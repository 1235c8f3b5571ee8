// The pictures over the seek bar and in the popup: requests, their order, and the cache.

import assert from "node:assert/strict";
import { test } from "node:test";
import { installFakeBrowser, settled } from "../support/fakes.mjs";

installFakeBrowser();
URL.revokeObjectURL = () => {};
const { Thumbnails, stepOf } = await import("../../../extension/src/player/source/thumbnails.js");
const { picturesOf } = await import("../../../extension/src/shared/pictures.js");

const kFilm = "http://127.0.0.1:1/t/torrents/a1/pictures/0/";
const kHour = 3600;

/** Thumbnails whose answers the test gives, by the second of the film. */
function pictures({ base = () => kFilm } = {}) {
  const world = { asked: [], shown: [], answers: new Map(), now: 0 };
  const load = (url, signal) => {
    const second = Number(url.split("/").at(-1));
    world.asked.push(second);
    return new Promise((resolve, reject) => {
      world.answers.set(second, resolve);
      signal.addEventListener("abort", () => reject(new Error("aborted")));
    });
  };
  const decode = async (blob) => ({ src: `blob:${blob}` });
  const onPicture = (image) => world.shown.push(image?.src ?? null);
  const subject = new Thumbnails({ base, onPicture, load, decode, now: () => world.now });
  const answer = async (second, blob = second) => {
    world.answers.get(second)(blob);
    await settled();
  };
  return Object.assign(world, { subject, answer });
}

test("a film has a few hundred places, ten seconds apart at most and one at least", () => {
  assert.equal(stepOf(30), 1);
  assert.equal(stepOf(20 * 60), 5);
  assert.equal(stepOf(2 * kHour), 10);
});

test("the picture is the one of the place that was pointed at, and is asked for once", async () => {
  const { subject, asked, shown, answer } = pictures();
  subject.want(754.3, kHour);
  await answer(750);
  subject.want(757, kHour);
  assert.deepEqual(asked, [750]);
  assert.deepEqual(shown, [null, "blob:750", "blob:750"]);
});

test("one is asked for at a time, and the newest is next", async () => {
  const { subject, asked, shown, answer } = pictures();
  for (const time of [100, 200, 300]) subject.want(time, kHour);
  assert.deepEqual(asked, [100]);
  await answer(100);
  assert.deepEqual(asked, [100, 300]);
  await answer(300);
  assert.equal(shown.at(-1), "blob:300");
});

test("where nothing is here the place stands alone, and is asked for again later", async () => {
  const world = pictures();
  world.subject.want(30, kHour);
  await world.answer(30, null);
  assert.deepEqual(world.shown, [null, null]);
  world.subject.want(31, kHour);
  assert.deepEqual(world.asked, [30]);
  world.now = 6000;
  world.subject.want(32, kHour);
  assert.deepEqual(world.asked, [30, 30]);
});

test("nothing is asked for when nobody points any more", async () => {
  const { subject, asked, shown } = pictures();
  subject.want(30, kHour);
  subject.want(600, kHour);
  subject.rest();
  await settled();
  assert.deepEqual(asked, [30]);
  assert.deepEqual(shown, [null, null]);
});

test("pictures of another film are not shown", async () => {
  let base = kFilm;
  const { subject, asked, shown, answer } = pictures({ base: () => base });
  subject.want(30, kHour);
  await answer(30);
  base = picturesOf("http://127.0.0.1:1/t/", "b2", 4);
  assert.equal(base, "http://127.0.0.1:1/t/torrents/b2/pictures/4/");
  subject.want(30, kHour);
  assert.deepEqual(asked, [30, 30]);
  assert.deepEqual(shown, [null, "blob:30", null]);
  base = null;
  subject.want(30, kHour);
  await settled();
  assert.equal(asked.length, 2);
});
