// Films with small faults, in real browsers: their picture moves from the beginning on, and past a joint.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { FILMS } from '../corpus/films.mjs';
import { FAMILIES, startBrowser } from '../support/browser.mjs';
import { Resources } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { User } from '../support/user.mjs';
import { until } from '../support/wait.mjs';

/** Test name, film, and the seconds of it in which the picture has to move. @type {[string, string, number, number][]} */
const CASES = [
  ['a film that was cut without encoding it anew moves from its beginning', 'cut-at-6.mp4', 0.5, 3.5],
  ['joined recordings go on behind the joint', 'joined-h264-aac.ts', 11, 15],
  ['more than two joined recordings go on behind each joint', 'thrice-h264-aac.ts', 11, 27],
  ['a recording goes on that begins between two key pictures', 'joined-within-0.1.ts', 11, 16],
  ['a recording goes on where its sound becomes another', 'mp2-to-ac3-0.ts', 11, 15],
  ['a recording goes on where its sound has to be encoded from there on', 'aac-to-ac3-0.ts', 11, 15],
  ['a still picture before the film does not replace it', 'mjpeg-first.mp4', 0.5, 3.5],
  ['a recording with a large first picture plays', 'large-first-aac.m2ts', 0.5, 3.5],
];

/** Notes the media time of each frame that is shown, from the page's first on. @param {import('puppeteer-core').Page} page */
function notePictures(page) {
  return page.evaluate(() => {
    const video = /** @type {any} */ (document.querySelector('video'));
    const note = (/** @type {number} */ _, /** @type {{mediaTime: number}} */ { mediaTime }) => {
      /** @type {any} */ (window).shown.push(mediaTime);
      video.requestVideoFrameCallback(note);
    };
    video.requestVideoFrameCallback(note);
    Object.assign(window, { shown: [] });
  });
}

/** @param {import('puppeteer-core').Page} page */
function seen(page) {
  return page.evaluate(() => ({
    time: /** @type {HTMLVideoElement} */ (document.querySelector('video')).currentTime,
    ended: /** @type {HTMLVideoElement} */ (document.querySelector('video')).ended,
    state: document.documentElement.dataset.state ?? '',
    sentence: document.querySelector('#sentence')?.textContent ?? '',
    shown: /** @type {any} */ (window).shown,
  }));
}

/** Waits until the film has played to a position. @param {import('puppeteer-core').Page} page @param {number} to seconds */
async function reaches(page, to) {
  let last = '';
  const passed = async () => {
    const { time, ended, state, sentence } = await seen(page);
    last = `${state} "${sentence}" at ${time}`;
    return time >= to && !ended;
  };
  await until(passed, 45_000, () => `the film at ${to} s; the player shows ${last}`);
}

/** @param {import('puppeteer-core').Page} page @param {number} to seconds */
const jump = (page, to) =>
  page.evaluate((time) => {
    Object.assign(window, { shown: [] });
    /** @type {HTMLVideoElement} */ (document.querySelector('video')).currentTime = time;
  }, to);

/** The number of different frames that were shown of a part of the film. @param {import('puppeteer-core').Page} page @param {number} from @param {number} to */
async function picturesOf(page, from, to) {
  const { shown } = await seen(page);
  return new Set(shown.filter((/** @type {number} */ time) => time >= from && time < to)).size;
}

/** The buffered ranges, in whole hundredths of a second. @param {import('puppeteer-core').Page} page */
const buffered = (page) =>
  page.evaluate(() => {
    const { buffered: ranges } = /** @type {HTMLVideoElement} */ (document.querySelector('video'));
    return Array.from({ length: ranges.length }, (_, i) => [ranges.start(i), ranges.end(i)].map((time) => Math.round(time * 100) / 100));
  });

for (const family of FAMILIES) {
  describe(`untidy films in ${family}`, () => {
    const resources = new Resources();
    /** @type {import('../support/browser.mjs').Browser} */ let browser;
    before(async () => {
      const user = new User(resources);
      browser = await startBrowser(resources, family, user);
      await user.startDaemon();
    });
    after(() => resources.dispose());

    for (const [sentence, name, from, to] of CASES) {
      test(sentence, async () => {
        const film = /** @type {import('../corpus/films.mjs').Film} */ (FILMS.find((one) => one.name === name));
        const own = new Resources();
        try {
          const { magnet } = await seed(own, await film.make());
          const page = await browser.openPlayer(magnet, { width: 640, height: 400 });
          own.defer(() => page.close());
          await notePictures(page);
          await reaches(page, to);
          const pictures = await picturesOf(page, from, to);
          // A slow machine drops frames; a picture that stands still is a single one.
          assert.ok(pictures >= (to - from) * 2, `${pictures} pictures from ${from} to ${to} s`);
        } finally {
          await own.dispose();
        }
      });
    }

    test('people jump over a joint, back again, and stop on it', async () => {
      const film = /** @type {import('../corpus/films.mjs').Film} */ (FILMS.find((one) => one.name === 'joined-h264-aac.ts'));
      const own = new Resources();
      try {
        // The film arrives at little more than its bitrate.
        const { magnet } = await seed(own, await film.make(), ['--upload-limit', '150000']);
        const page = await browser.openPlayer(magnet, { width: 640, height: 400 });
        own.defer(() => page.close());
        await notePictures(page);
        await reaches(page, 1);
        for (const [from, to] of [[15, 17], [4, 6], [10.5, 11.8]]) {
          await jump(page, from);
          await reaches(page, to);
          assert.ok((await picturesOf(page, from - 0.1, to + 1)) >= 3, `the picture moves behind ${from} s`);
        }
        await page.evaluate(() => document.querySelector('video')?.pause());
        await page.evaluate(() => document.querySelector('video')?.play());
        await reaches(page, 15);
        assert.ok((await picturesOf(page, 12.2, 15)) >= 6, 'the picture moves behind the joint');
        const ranges = await buffered(page);
        assert.equal(ranges.length, 1, `one range without a hole: ${JSON.stringify(ranges)}`);
      } finally {
        await own.dispose();
      }
    });
  });
}
