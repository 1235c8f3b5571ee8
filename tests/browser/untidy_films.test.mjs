// Films that are a little wrong, in real browsers: that their picture moves from the beginning on, and past a joint.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { FILMS } from '../corpus/films.mjs';
import { FAMILIES, startBrowser } from '../support/browser.mjs';
import { Resources } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { User } from '../support/user.mjs';
import { until } from '../support/wait.mjs';

/** What people see, the film, and the seconds of it in which the picture has to move. @type {[string, string, number, number][]} */
const CASES = [
  ['a film that was cut without encoding it anew moves from its beginning', 'cut-at-6.mp4', 0.5, 3.5],
  ['joined recordings go on behind the joint', 'joined-h264-aac.ts', 11, 15],
  ['a still picture before the film does not replace it', 'mjpeg-first.mp4', 0.5, 3.5],
  ['a recording with a large first picture plays', 'large-first-aac.m2ts', 0.5, 3.5],
];

/** Notes the moment of each picture that is shown, from the page's first on. @param {import('puppeteer-core').Page} page */
function notePictures(page) {
  return page.evaluate(() => {
    const video = /** @type {any} */ (document.querySelector('video'));
    const shown = /** @type {number[]} */ ([]);
    const note = (/** @type {number} */ _, /** @type {{mediaTime: number}} */ { mediaTime }) => {
      shown.push(mediaTime);
      video.requestVideoFrameCallback(note);
    };
    video.requestVideoFrameCallback(note);
    Object.assign(window, { shown });
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
          let last = '';
          const passed = async () => {
            const { time, ended, state, sentence: words } = await seen(page);
            last = `${state} "${words}" at ${time}`;
            return time >= to && !ended;
          };
          await until(passed, 45_000, () => `the film at ${to} s; the player shows ${last}`);
          const { shown } = await seen(page);
          const moments = new Set(shown.filter((/** @type {number} */ time) => time >= from && time < to));
          // A slow machine leaves pictures out; a picture that stands is one.
          assert.ok(moments.size >= (to - from) * 2, `pictures at ${[...moments]}`);
        } finally {
          await own.dispose();
        }
      });
    }
  });
}
