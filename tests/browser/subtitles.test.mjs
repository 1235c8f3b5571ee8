// Subtitles in real browsers: text in the film and a file beside it, shown in step with the picture.
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { FAMILIES, startBrowser } from '../support/browser.mjs';
import { H264 } from '../support/film_forms.mjs';
import { filmWithLines, lineAt, subRip } from '../support/lines.mjs';
import { Resources } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { chooseSubtitles, openSubtitleMenu } from '../support/subtitle_menu.mjs';
import { User } from '../support/user.mjs';
import { until } from '../support/wait.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

const SECONDS = 75;

/** "строка" in the encoding of the file beside the film, windows-1251. */
const WORD = { text: 'строка', bytes: Buffer.from('f1f2f0eeeae0', 'hex') };

/** The text on the screen. @param {Page} page */
function read(page) {
  return page.evaluate(() => {
    const video = /** @type {HTMLVideoElement} */ (document.querySelector('video'));
    const place = /** @type {HTMLElement} */ (document.querySelector('#captions'));
    const lines = [...place.children].map((line) => line.textContent ?? '');
    return { time: video.currentTime, seeking: video.seeking, lines, shown: !place.hidden };
  });
}

/** Seeks into a cue and waits until it is shown. @param {Page} page @param {number} time @param {string} [word] */
async function readsAt(page, time, word) {
  await page.evaluate((seconds) => {
    const video = /** @type {HTMLVideoElement} */ (document.querySelector('video'));
    video.pause();
    video.currentTime = seconds;
  }, time);
  let last = '';
  await until(
    async () => {
      const now = await read(page);
      last = JSON.stringify(now);
      return !now.seeking && Math.abs(now.time - time) < 0.1 && now.lines.join() === lineAt(time, word);
    },
    20_000,
    () => `"${lineAt(time, word)}" at ${time} s; the player shows ${last}`,
  );
}

/** The style of the text: size in pixels, colour, position on the screen. @param {Page} page */
function look(page) {
  return page.evaluate(() => {
    const line = /** @type {HTMLElement} */ (document.querySelector('#captions p'));
    const { fontSize, color } = getComputedStyle(line);
    return { size: parseFloat(fontSize), colour: color, place: line.getBoundingClientRect().top / innerHeight };
  });
}

for (const family of FAMILIES) {
  describe(`in ${family}`, () => {
    const resources = new Resources();
    const user = new User(resources);
    /** @type {import('../support/browser.mjs').Browser} */ let browser;
    /** @type {string} */ let magnet;
    before(async () => {
      browser = await startBrowser(resources, family, user);
      const folder = join(resources.folder(), 'Film');
      mkdirSync(folder);
      const encoding = [...H264, '-c:a', 'ac3', '-c:s', 'srt'];
      copyFileSync(await filmWithLines(resources, `${SECONDS}s-subrip-ac3.mkv`, SECONDS, encoding), join(folder, 'Film.mkv'));
      const parts = subRip(SECONDS, '\0').split('\0').flatMap((part) => [Buffer.from(part), WORD.bytes]);
      writeFileSync(join(folder, 'Film.ru.srt'), Buffer.concat(parts.slice(0, -1)));
      for (const name of ['Film.en.hi.srt', 'Film.en.forced.srt', 'Film.chs.srt']) writeFileSync(join(folder, name), subRip(SECONDS, 'other'));
      writeFileSync(join(folder, 'Film.sub'), Buffer.from([0, 0, 1, 0xba, ...new Array(2000).fill(0)]));
      magnet = (await seed(resources, folder)).magnet;
    });
    after(() => resources.dispose());

    test('text in the film and text beside it are read at their moments', async () => {
      const page = await browser.openPlayer(magnet);
      await until(async () => (await read(page)).time > 0.5, 60_000, 'the film');
      assert.equal((await read(page)).shown, false);
      await chooseSubtitles(page, 'English');
      await readsAt(page, 60.5);
      await readsAt(page, 21);
      await browser.picture(page, 'subtitles');
      await chooseSubtitles(page, 'Russian');
      await readsAt(page, 20.5, WORD.text);
      await readsAt(page, 48.2, WORD.text);
      await openSubtitleMenu(page);
      await browser.picture(page, 'subtitle-menu');
      const offered = await page.evaluate(() => [...document.querySelectorAll('#subtitle_list button')].map((item) => item.textContent ?? ''));
      assert.ok(offered.some((words) => /^English.*sounds described \(SDH\)/.test(words)), offered.join('; '));
      assert.ok(offered.some((words) => /^English.*foreign lines only/.test(words)), offered.join('; '));
      assert.ok(offered.some((words) => words.startsWith('Simplified Chinese')), offered.join('; '));
      assert.ok(!offered.some((words) => words.startsWith('Hindi')), offered.join('; '));
      const encoding = await page.evaluate(
        () => /** @type {HTMLSelectElement} */ (document.querySelector('#subtitle_encoding')).value,
      );
      assert.equal(encoding, 'WINDOWS-1251');
      await page.keyboard.press('Escape');
      await page.keyboard.press('x');
      await page.keyboard.press('x');
      await until(async () => (await read(page)).lines.length === 0, 3000, 'the line to come half a second later');
      await chooseSubtitles(page, 'Off');
      await until(async () => !(await read(page)).shown, 3000, 'no subtitles');
      await page.close();
    });

    test('size, colour and place are as a person sets them, and stay so', async () => {
      let page = await browser.openPlayer(magnet);
      await until(async () => (await read(page)).time > 0.5, 60_000, 'the film');
      await chooseSubtitles(page, 'English');
      await readsAt(page, 20.5);
      const before = await look(page);
      await openSubtitleMenu(page);
      for (const [row, button] of [
        [0, 2],
        [1, 1],
        [2, 2],
      ]) {
        await page.click(`#subtitle_look .row:nth-child(${row + 1}) .look:nth-child(${button + 1})`);
      }
      await browser.picture(page, 'subtitle-look');
      const set = await look(page);
      assert.ok(set.size > before.size * 1.4, JSON.stringify([before, set]));
      assert.ok(before.place > 0.5 && set.place < 0.3, JSON.stringify([before, set]));
      assert.deepEqual([before.colour, set.colour], ['rgb(255, 255, 255)', 'rgb(255, 228, 92)']);
      await page.close();
      page = await browser.openPlayer(magnet);
      await until(async () => (await read(page)).shown && (await read(page)).time > 20, 60_000, 'the subtitles of last time');
      await readsAt(page, 30.5);
      assert.deepEqual(await look(page), set);
      await page.close();
    });

    test('a lone file of pictures of a DVD says what it is', async () => {
      const page = await browser.openPlayer(magnet);
      await until(async () => (await read(page)).time > 0.5, 60_000, 'the film');
      await chooseSubtitles(page, 'Film.sub');
      await until(async () => /pictures of text as DVDs/.test(await page.evaluate(() => document.body.innerText)), 10_000, 'the words');
      await browser.picture(page, 'subtitles-without-list');
      await page.close();
    });

    test('a file from the disk is read, and read otherwise when it was meant so', async () => {
      const path = join(resources.folder(), 'mine.srt');
      const parts = subRip(SECONDS, '\0').split('\0').flatMap((part) => [Buffer.from(part), WORD.bytes]);
      writeFileSync(path, Buffer.concat(parts.slice(0, -1)));
      const page = await browser.openPlayer(magnet);
      await until(async () => (await read(page)).time > 0.5, 60_000, 'the film');
      const input = /** @type {import('puppeteer-core').ElementHandle<HTMLInputElement>} */ (await page.$('#subtitle_own'));
      await input.uploadFile(path);
      await until(async () => (await read(page)).shown, 10_000, 'the lines of the file');
      await readsAt(page, 24.5, WORD.text);
      await page.select('#subtitle_encoding', 'KOI8-R');
      await readsAt(page, 26.5, 'ЯРПНЙЮ');
      await page.close();
    });

    test('the language of last time is read without being asked', async () => {
      let page = await browser.openPlayer(magnet);
      await until(async () => (await read(page)).time > 0.5, 60_000, 'the film');
      await chooseSubtitles(page, 'English');
      await readsAt(page, 30.5);
      await page.close();
      page = await browser.openPlayer(magnet);
      await until(async () => (await read(page)).shown && (await read(page)).time > 30, 60_000, 'the film with subtitles');
      await readsAt(page, 40.5);
      await page.close();
    });
  });
}
