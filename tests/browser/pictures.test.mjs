// The pictures over the seek bar and in the popup, in real browsers: of the position under the pointer, and from the
// downloaded pieces.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { FAMILIES, startBrowser } from '../support/browser.mjs';
import { clip } from '../support/clips.mjs';
import { FRAMES_PER_SECOND } from '../support/film.mjs';
import { Resources } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { User } from '../support/user.mjs';
import { until } from '../support/wait.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

/** The longest distance of keyframes in the clip, in seconds. */
const KEY_SECONDS = 10;

/** The preview over the seek bar. @param {Page} page */
function plate(page) {
  return page.evaluate(() => {
    /** The frame number in the upper left corner (film.mjs), of a picture that is smaller than the film. @param {HTMLImageElement} image */
    const frameIn = (image) => {
      const cell = (16 * image.naturalWidth) / 640;
      const canvas = document.createElement('canvas');
      Object.assign(canvas, { width: image.naturalWidth, height: image.naturalHeight });
      const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
      context.drawImage(image, 0, 0);
      const bits = Array.from(
        { length: 12 },
        (_, bit) => context.getImageData((bit + 0.5) * cell, cell / 2, 1, 1).data[0] > 128,
      );
      return bits.reduce((number, set, bit) => number + (set ? 2 ** bit : 0), 0);
    };
    const hover = /** @type {HTMLElement} */ (document.querySelector('#seek_hover'));
    const image = hover.querySelector('img');
    const { left, right } = hover.getBoundingClientRect();
    return {
      seen: getComputedStyle(hover).opacity === '1',
      words: document.querySelector('#seek_words')?.textContent ?? '',
      size: image && [image.naturalWidth, image.naturalHeight],
      frame: image && frameIn(image),
      inside: left >= 0 && right <= innerWidth,
    };
  });
}

for (const family of FAMILIES) {
  describe(`pictures in ${family}`, () => {
    const resources = new Resources();
    const user = new User(resources);
    /** @type {import('../support/browser.mjs').Browser} */ let browser;
    /** @type {Page} */ let page;
    before(async () => {
      browser = await startBrowser(resources, family, user);
      const { path } = await clip('surround.mkv');
      const { magnet } = await seed(resources, path);
      page = await browser.openPlayer(magnet);
      await until(() => page.evaluate(() => document.documentElement.dataset.state === 'playing'), 60_000, 'the film');
    });
    after(() => resources.dispose());

    /** Puts the pointer over a position, 0…1, and waits for its picture. @param {number} share */
    async function pointAt(share) {
      const { x, y, width, height } = await page.evaluate(() => {
        const box = /** @type {HTMLElement} */ (document.querySelector('#seek_bar')).getBoundingClientRect();
        return { x: box.x, y: box.y, width: box.width, height: box.height };
      });
      await page.mouse.move(x + width * share, y + height / 2);
      let last;
      const second = share * 60;
      return until(
        async () => {
          last = await plate(page);
          const { frame, seen } = last;
          const place = frame === null ? -1 : frame / FRAMES_PER_SECOND;
          return seen && place <= second + 1 && place > second - KEY_SECONDS - 1 && last;
        },
        20_000,
        () => `the picture at ${second} s, not ${JSON.stringify(last)}`,
      );
    }

    test('show the place that is pointed at, over its time, and stay inside the window', async () => {
      const stopsBefore = await page.evaluate(() => /** @type {any} */ (document.querySelector('video')).paused);
      for (const share of [0.26, 0.81, 0.51]) {
        const { words, size, inside } = await pointAt(share);
        assert.match(words, new RegExp(`^0:${Math.floor(share * 60)}`));
        assert.deepEqual(size && Math.max(...size), 240);
        assert.ok(inside);
      }
      await browser.picture(page, 'preview');
      assert.ok((await pointAt(0.999)).inside);
      await browser.picture(page, 'preview-end');
      assert.ok((await pointAt(0.001)).inside);
      assert.equal(stopsBefore, false);
      assert.equal(await page.evaluate(() => document.documentElement.dataset.state), 'playing');
    });

    test('go when the pointer leaves, and come for keys while the film stands still', async () => {
      await page.mouse.move(600, 200);
      await until(async () => !(await plate(page)).seen, 3000, 'an empty room');
      assert.equal((await plate(page)).size, null);
      await page.evaluate(() => {
        /** @type {HTMLVideoElement} */ (document.querySelector('video')).pause();
        /** @type {HTMLElement} */ (document.querySelector('#show_files, #play')).focus();
      });
      await page.keyboard.press('Tab');
      await page.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('#seek_bar')).focus());
      await page.keyboard.press('Home');
      await until(async () => (await plate(page)).words.startsWith('0:00'), 3000, 'the beginning');
      await page.keyboard.press('PageDown'); // the film is a minute long
      await page.keyboard.press('End');
      const shown = await until(
        async () => {
          const now = await plate(page);
          return now.seen && now.words.startsWith('0:59') && now; // the last position that has a picture
        },
        5000,
        'the end',
      );
      assert.ok(shown.inside);
    });

    test('tell films apart in the popup', async () => {
      const popup = await browser.openOwn('popup/popup.html', { width: 380, height: 560 });
      const poster = () =>
        popup.evaluate(() => {
          const image = /** @type {HTMLImageElement | null} */ (document.querySelector('.torrents .poster img'));
          return image && { width: image.naturalWidth, place: image.getBoundingClientRect().toJSON() };
        });
      const { width, place } = await until(poster, 10_000, 'a poster');
      assert.equal(width, 240);
      assert.deepEqual([Math.round(place.width), Math.round(place.height)], [80, 45]);
      await browser.picture(popup, 'popup-poster');
      await popup.close();
    });
  });
}
