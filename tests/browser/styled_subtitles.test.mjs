// Styled subtitles in real browsers: the positions of their pixels on screenshots of the page.
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { FAMILIES, startBrowser } from '../support/browser.mjs';
import { spotOf } from '../support/pixels.mjs';
import { Resources } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { BAR, script, styledFilm } from '../support/styled_film.mjs';
import { chooseSubtitles } from '../support/subtitle_menu.mjs';
import { User } from '../support/user.mjs';
import { vobsubOf } from '../support/vobsub.mjs';
import { until } from '../support/wait.mjs';

/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {import('../support/pixels.mjs').Spot} Spot */

const SECONDS = 60;

/** The page has this size, which shows the film without bars around it. */
const SIZE = { width: 1280, height: 720 };

const isMagenta = (/** @type {number} */ r, /** @type {number} */ g, /** @type {number} */ b) => r > 180 && g < 80 && b > 180;
const isGreen = (/** @type {number} */ r, /** @type {number} */ g, /** @type {number} */ b) => r < 80 && g > 180 && b < 80;

/** Pauses at a position. @param {Page} page @param {number} time */
async function standAt(page, time) {
  await page.evaluate((seconds) => {
    const video = /** @type {HTMLVideoElement} */ (document.querySelector('video'));
    video.pause();
    video.currentTime = seconds;
  }, time);
  const there = () =>
    page.evaluate((seconds) => {
      const video = /** @type {HTMLVideoElement} */ (document.querySelector('video'));
      return !video.seeking && video.readyState >= 2 && Math.abs(video.currentTime - seconds) < 0.1;
    }, time);
  await until(there, 20_000, `the picture at ${time} s`);
}

/**
 * Waits until the area of a colour is as it should be.
 * @param {Page} page @param {(r: number, g: number, b: number) => boolean} colour @param {(spot: Spot) => boolean} fits @param {string} what
 */
async function sees(page, colour, fits, what) {
  /** @type {Spot | null} */ let last = null;
  const look = async () => {
    last = await spotOf(page, colour);
    return fits(last) && last;
  };
  return until(look, 15_000, () => `${what}; it is ${JSON.stringify(last)}`);
}

const isNothing = (/** @type {Spot} */ spot) => spot.count === 0;

for (const family of FAMILIES) {
  describe(`in ${family}`, () => {
    const resources = new Resources();
    const user = new User(resources);
    /** @type {import('../support/browser.mjs').Browser} */ let browser;
    /** @type {Page} */ let page;
    before(async () => {
      browser = await startBrowser(resources, family, user);
      const folder = join(resources.folder(), 'Film');
      mkdirSync(folder);
      const film = await styledFilm(resources, `${SECONDS}s-styled.mkv`, SECONDS);
      copyFileSync(film, join(folder, 'Film.mkv'));
      const disc = await vobsubOf(resources, film, 2, ['pt', 'it']);
      writeFileSync(join(folder, 'Film.idx'), disc.idx);
      writeFileSync(join(folder, 'Film.sub'), disc.sub);
      writeFileSync(join(folder, 'Film.ja.ass'), script(SECONDS, 'こんにちは'));
      writeFileSync(join(folder, 'Film.fr.ass'), script(SECONDS, 'WWWWW').replaceAll('DejaVu Sans Mono', 'Arial'));
      const { magnet } = await seed(resources, folder);
      page = await browser.openPlayer(magnet, SIZE);
      const playing = () => page.evaluate(() => (document.querySelector('video')?.currentTime ?? 0) > 0.5);
      await until(playing, 60_000, 'the film');
    });
    after(() => resources.dispose());

    test('a script is drawn in its colour, at its place and in the font that the film brings', async () => {
      await chooseSubtitles(page, 'English');
      await standAt(page, 34);
      const spot = await sees(page, isMagenta, ({ count }) => count > 500, 'magenta letters');
      // Ten narrow letters of 80 px height: 0.6 of that each in a font of fixed pitch, a quarter in others.
      await sees(page, isMagenta, ({ left, right }) => right - left > 300 && right - left < 480, 'letters of fixed pitch');
      assert.ok(spot.left > 95 && spot.left < 140 && spot.top > 55 && spot.bottom < 150, JSON.stringify(spot));
      await browser.picture(page, 'subtitles-script');
      await standAt(page, 36.2);
      await sees(page, isMagenta, isNothing, 'no letters between two lines');
      await standAt(page, 10);
      await sees(page, isMagenta, ({ count }) => count > 500, 'letters after going back');
    });

    test('their delay moves them', async () => {
      await standAt(page, 9.1);
      await sees(page, isMagenta, ({ count }) => count > 500, 'letters');
      await page.keyboard.press('x');
      await sees(page, isMagenta, isNothing, 'no letters yet');
      await page.keyboard.press('z');
      await sees(page, isMagenta, ({ count }) => count > 500, 'letters again');
    });

    for (const [disc, language] of [
      ['a Blu-ray', 'German'],
      ['a DVD', 'Spanish'],
    ]) {
      test(`pictures of text of ${disc} are drawn where they belong`, async () => {
        await chooseSubtitles(page, language);
        await sees(page, isMagenta, isNothing, 'no letters of the script');
        await standAt(page, 46);
        const spot = await sees(page, isGreen, ({ count }) => count > 10_000, 'a green bar');
        await browser.picture(page, `subtitles-${language.toLowerCase()}`);
        const edges = [spot.left, spot.top, spot.right + 1, spot.bottom + 1];
        const wanted = [BAR.x, BAR.y, BAR.x + BAR.width, BAR.y + BAR.height];
        assert.ok(edges.every((edge, i) => Math.abs(edge - (wanted[i] ?? 0)) <= 2), JSON.stringify(spot));
        await standAt(page, 48.2);
        await sees(page, isGreen, isNothing, 'no bar between two');
        await standAt(page, 14);
        await sees(page, isGreen, ({ count }) => count > 10_000, 'the bar after going back');
      });
    }

    test('a script beside the film is drawn with its look', async () => {
      await chooseSubtitles(page, 'French');
      await standAt(page, 22);
      await sees(page, isGreen, isNothing, 'no bar');
      await sees(page, isMagenta, ({ count, left }) => count > 2000 && left < 140, 'magenta letters');
      await chooseSubtitles(page, 'Japanese');
      await sees(page, isMagenta, isNothing, 'no letters of that script');
      const read = () => page.evaluate(() => document.querySelector('#captions')?.textContent);
      await until(async () => (await read()) === 'こんにちは', 5000, 'letters that the script has no font for, as text');
      await chooseSubtitles(page, 'Off');
      await sees(page, isMagenta, isNothing, 'nothing');
    });

    test("pictures of text in a DVD's two files beside the film are drawn, each language of them", async () => {
      await chooseSubtitles(page, 'Film.idx');
      await standAt(page, 46);
      const spot = await sees(page, isGreen, ({ count }) => count > 10_000, 'a green bar');
      assert.ok(Math.abs(spot.left - BAR.x) <= 2 && Math.abs(spot.bottom + 1 - BAR.y - BAR.height) <= 2, JSON.stringify(spot));
      await browser.picture(page, 'subtitles-beside');
      await chooseSubtitles(page, 'Italian');
      await standAt(page, 48.2);
      await sees(page, isGreen, isNothing, 'no bar between two');
      await standAt(page, 2);
      await sees(page, isGreen, ({ count }) => count > 10_000, 'the bar after going back');
      await chooseSubtitles(page, 'Off');
      await sees(page, isGreen, isNothing, 'nothing');
    });
  });
}
