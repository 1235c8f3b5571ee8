// A season in a real browser: its first episode, its titles, the list of files, keeping a film, the end of a film, and the
// popup.
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { FAMILIES, startBrowser } from '../support/browser.mjs';
import { film } from '../support/film.mjs';
import { serveMagnetPages } from '../support/magnet_pages.mjs';
import { Resources } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { User } from '../support/user.mjs';
import { pause, until } from '../support/wait.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

/** @param {Page} page @param {string} id */
const textOf = (page, id) => page.evaluate((name) => /** @type {HTMLElement} */ (document.getElementById(name)).innerText, id);
/** @param {Page} page @param {string} id */
const isShown = (page, id) => page.evaluate((name) => document.getElementById(name)?.checkVisibility() ?? false, id);
/** @param {Page} page @param {string} id */
const press = (page, id) => page.evaluate((name) => document.getElementById(name)?.click(), id);
/** @param {Page} page @param {string} state */
const reaches = (page, state) => until(() => page.evaluate((wanted) => document.documentElement.dataset.state === wanted, state), 40_000, `the player ${state}`);

for (const family of FAMILIES) {
  describe(`a season in ${family}`, () => {
    const resources = new Resources();
    const user = new User(resources);
    /** @type {import('../support/browser.mjs').Browser} */ let browser;
    /** @type {Page} */ let player;
    /** @type {string} */ let base;
    before(async () => {
      const short = await film('second', 20);
      const folder = join(resources.folder(), 'Harbour.Lights.S01.1080p');
      mkdirSync(join(folder, 'Sample'), { recursive: true });
      for (const episode of ['E10', 'E02', 'E01']) cpSync(short.path, join(folder, `Harbour.Lights.S01${episode}.1080p.mp4`));
      writeFileSync(join(folder, 'Sample/sample-harbour.mp4'), Buffer.alloc(1000, 1));
      writeFileSync(join(folder, 'Harbour.Lights.S01E01.1080p.srt'), '1\n00:00:01,000 --> 00:00:09,000\nHello\n');
      writeFileSync(join(folder, 'read me.nfo'), 'x');
      const peer = await seed(resources, folder);
      ({ base } = await serveMagnetPages(resources, { first: peer.magnet, second: peer.magnet }));
      browser = await startBrowser(resources, family, user);
      await (await browser.open(`${base}/films.html`)).bringToFront();
      player = await browser.openPlayer(peer.magnet, { width: 800, height: 600 });
      await player.bringToFront();
      await reaches(player, 'playing');
    });
    after(() => resources.dispose());

    test('it starts with its first episode, called as people call it', async () => {
      await until(async () => (await textOf(player, 'film_name')) === 'Harbour Lights · S1 E1', 10_000, 'the title');
      assert.equal(await player.evaluate(() => document.getElementById('film_name')?.title), 'Harbour.Lights.S01E01.1080p.mp4');
    });

    test('the list has episodes, their subtitles, extras and the rest, and the current one is in view', async () => {
      await player.keyboard.press('e');
      const rows = await until(
        async () => {
          const found = await player.evaluate(() => [...document.querySelectorAll('#file_list h3, #file_list .name')].map((row) => row.textContent));
          return found.length >= 8 && found;
        },
        10_000,
        'rows',
      );
      assert.deepEqual(rows, ['S1 E1', 'Harbour.Lights.S01E01.1080p.srt', 'S1 E2', 'S1 E10', 'Extras', 'sample-harbour.mp4', 'Other files', 'read me.nfo']);
      await pause(300);
      await browser.picture(player, 'drawer');
      await player.keyboard.press('e');
    });

    test('a kept film lies in Downloads, also though its tab shows another', async () => {
      await press(player, 'keep_film');
      const path = join(user.home, 'Downloads/Harbour.Lights.S01.1080p/Harbour.Lights.S01E01.1080p.mp4');
      await until(() => existsSync(path) && statSync(path).size > 1_000_000, 30_000, 'the file in Downloads');
      await until(async () => /Downloads folder: Harbour/.test(await textOf(player, 'toast_words')), 15_000, 'the note that it is there');
      await browser.picture(player, 'kept');
    });

    test('in a narrow window no button is squeezed or outside, and the menu has the rest', async () => {
      for (const width of [320, 360, 480]) {
        await player.setViewport({ width, height: 600 });
        await player.mouse.move(50, 50);
        await pause(300);
        const boxes = await player.evaluate(() =>
          [...document.querySelectorAll('#buttons button')].filter((button) => button.checkVisibility()).map((button) => {
            const { width, height, left, right } = button.getBoundingClientRect();
            return { id: button.id, width, height, left, right };
          }),
        );
        for (const box of boxes) assert.ok(box.width >= 24 && box.height >= 24 && box.left >= 0 && box.right <= width, `${width}: ${JSON.stringify(box)}`);
        await browser.picture(player, `narrow ${width}`);
      }
      await press(player, 'show_copy');
      await until(() => isShown(player, 'menu_stats'), 5000, 'the menu with what has no room');
      await browser.picture(player, 'menu');
      await player.keyboard.press('Escape');
      await player.setViewport({ width: 800, height: 600 });
    });

    test('after the last episode no sample plays: the end card stands there', async () => {
      const first = await player.evaluate(() => document.querySelector('video')?.currentSrc);
      await player.evaluate(() => {
        const last = [...document.querySelectorAll('#file_list .file')].find((row) => row.textContent?.startsWith('S1 E10'));
        /** @type {HTMLElement} */ (last).click();
      });
      await until(async () => (await textOf(player, 'film_name')) === 'Harbour Lights · S1 E10', 20_000, 'the last episode');
      const seeked = () =>
        player.evaluate((/** @type {string | undefined} */ one) => {
          const video = document.querySelector('video');
          if (!video || video.currentSrc === one || !(video.currentTime > 0.2) || !Number.isFinite(video.duration)) return false;
          video.currentTime = video.duration - 1;
          return true;
        }, first);
      await until(seeked, 40_000, 'it playing');
      await reaches(player, 'ended');
      await until(() => isShown(player, 'end_card'), 5000, 'the end card');
      assert.equal(await isShown(player, 'next_up'), false);
      await browser.picture(player, 'end card');
    });

    test('the popup goes to the tab that is open, and fits where the browser gives it less room', async () => {
      const popup = await browser.openOwn('popup/popup.html', { width: 380, height: 510 });
      await until(() => popup.evaluate(() => document.querySelectorAll('.torrents li').length === 1), 10_000, 'the row');
      await pause(500);
      await browser.picture(popup, 'popup of a season');
      const bottom = await popup.evaluate(() => document.getElementById('options')?.getBoundingClientRect().bottom ?? 999);
      assert.ok(bottom <= 510, `the footer ends at ${bottom}`);
      const before = (await browser.ownTabs()).length;
      await popup.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('.torrents .open')).click());
      await pause(1500);
      assert.ok((await browser.ownTabs()).filter(({ address }) => address.includes('player.html')).length === 1, `${before} tabs before`);
    });

    test('switched off everywhere, or for this site, links are left to the browser; switched on they are caught again', async () => {
      const popup = await browser.openOwn('popup/popup.html', { width: 380, height: 560 });
      const set = (/** @type {object} */ value) =>
        popup.evaluate((kept) => /** @type {any} */ (globalThis.browser ?? globalThis.chrome).storage.local.set({ catching: JSON.parse(kept) }), JSON.stringify(value));
      const others = async () => (await browser.ownTabs()).filter(({ address }) => !address.includes('popup.html') && !address.includes('torrent=')).length;
      const click = async () => {
        const page = await browser.open(`${base}/films.html`);
        await page.bringToFront();
        await Promise.race([page.click('#first').catch(() => {}), pause(2000)]); // a dialog of the browser makes its driver hang
        await pause(2500);
        const count = await others();
        page.close().catch(() => {});
        return count;
      };
      await browser.driver.pages();
      for (const value of [{ off: true, sites: [] }, { off: false, sites: ['127.0.0.1'] }]) {
        await set(value);
        const tabs = await others();
        assert.equal(await click(), tabs, JSON.stringify(value));
      }
      await set({ off: false, sites: [] });
      const player = (await browser.ownTabs()).length;
      const page = await browser.open(`${base}/films.html`);
      await page.bringToFront();
      await Promise.race([page.click('#first').catch(() => {}), pause(3000)]);
      await until(async () => (await browser.ownTabs()).length > player, 10_000, 'a player for the click');
    });
  });
}
