// A person chooses a smaller picture, a song shows its own tags, a withdrawn permission is noticed, and a player needs few files.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { FAMILIES, startBrowser } from '../support/browser.mjs';
import { film } from '../support/film.mjs';
import { filmOf, soundOf } from '../support/film_forms.mjs';
import { Resources } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { User } from '../support/user.mjs';
import { until } from '../support/wait.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

/** @param {Page} page @param {string} state */
const reaches = (page, state) => until(() => page.evaluate((wanted) => document.documentElement.dataset.state === wanted, state), 60_000, `the player ${state}`);

for (const family of FAMILIES) {
  describe(`choices in ${family}`, () => {
    const resources = new Resources();
    const user = new User(resources);
    /** @type {import('../support/browser.mjs').Browser} */ let browser;
    before(async () => {
      browser = await startBrowser(resources, family, user);
    });
    after(() => resources.dispose());

    test('a player asks for twenty files at most before its first picture', async () => {
      const { path } = await film('clock', 60);
      const peer = await seed(resources, path);
      const player = await browser.openPlayer(peer.magnet, { width: 800, height: 600 });
      await player.bringToFront();
      await reaches(player, 'playing');
      const asked = await player.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
      assert.ok(asked.length + 1 <= 20, `${asked.length + 1}: ${asked.join(' ')}`);
      await player.close();
    });

    test('the picture comes as large as a person wants, where it is made anew', async () => {
      const path = await filmOf('30s-mpeg4-720.avi', 30, ['-vf', 'scale=1280:720', '-c:v', 'mpeg4', '-q:v', '8', '-c:a', 'libmp3lame']);
      const peer = await seed(resources, path);
      const player = await browser.openPlayer(peer.magnet, { width: 1000, height: 640 });
      await player.bringToFront();
      await reaches(player, 'playing');
      await until(() => player.evaluate(() => document.getElementById('show_quality')?.checkVisibility()), 20_000, 'the menu of sizes');
      const offered = await player.evaluate(() => [...document.querySelectorAll('#quality_menu button bdi:first-child')].map(({ textContent }) => textContent));
      assert.deepEqual(offered, ['As this computer can', '720p', '480p', '360p']);
      await player.click('#show_quality');
      await browser.picture(player, 'quality menu');
      await player.evaluate(() => {
        const item = [...document.querySelectorAll('#quality_menu button')].find(({ textContent }) => textContent === '360p');
        /** @type {HTMLElement} */ (item).click();
      });
      await until(() => player.evaluate(() => document.querySelector('video')?.videoHeight === 360), 40_000, 'a picture of 360 lines');
      await until(() => player.evaluate(() => document.getElementById('show_quality')?.textContent === '360p'), 5000, 'the button saying so');
      assert.equal(await player.evaluate(() => document.querySelector('video')?.error ?? null), null);
      await player.close();
    });

    test('a song without a folder that names it shows its own tags and the cover in it', async () => {
      const folder = join(resources.folder(), 'upload');
      mkdirSync(folder);
      const cover = ['-f', 'lavfi', '-i', 'color=red:size=300x300:rate=1:duration=1', '-map', '1', '-map', '0', '-c:v', 'mjpeg', '-disposition:v', 'attached_pic'];
      const tags = ['-metadata', 'title=Grey Water', '-metadata', 'artist=The Keepers', '-metadata', 'album=Low Tide'];
      cpSync(await soundOf('20s-tagged-covered.mp3', 20, [...cover, '-c:a', 'libmp3lame', ...tags]), join(folder, 'track01.mp3'));
      cpSync(await soundOf('20s-untagged.mp3', 20, ['-c:a', 'libmp3lame', '-map_metadata', '-1']), join(folder, 'track02.mp3'));
      const peer = await seed(resources, folder);
      const player = await browser.openPlayer(peer.magnet, { width: 800, height: 600 });
      await player.bringToFront();
      const shown = () =>
        player.evaluate(() => ({
          words: ['music_title', 'music_artist', 'music_album'].map((id) => document.getElementById(id)?.textContent),
          told: navigator.mediaSession.metadata?.artist,
          cover: /** @type {HTMLImageElement | null} */ (document.querySelector('#music_cover img'))?.naturalWidth ?? 0,
        }));
      const seen = await until(async () => (await shown()).cover > 0 && (await shown()).told === 'The Keepers' && shown(), 30_000, 'tags and cover');
      assert.deepEqual(seen.words, ['Grey Water', 'The Keepers', 'Low Tide']);
      await browser.picture(player, 'song with tags');
      await player.close();
    });

    if (family === 'firefox') {
      test('a permission that was taken back is said in words, with the button to give it again', async () => {
        const allowed = (/** @type {Page} */ page) => page.evaluate(() => /** @type {any} */ (globalThis).browser.permissions.contains({ origins: ['<all_urls>'] }));
        const setup = await browser.openOwn('setup/setup.html');
        assert.equal(await allowed(setup), true);
        assert.equal(await setup.evaluate(() => document.getElementById('access')?.checkVisibility()), false);
        await setup.evaluate(() => /** @type {any} */ (globalThis).browser.permissions.remove({ origins: ['<all_urls>'] }));
        const popup = await browser.openOwn('popup/popup.html', { width: 380, height: 560 });
        await until(() => popup.evaluate(() => document.getElementById('access')?.checkVisibility()), 5000, 'the words');
        assert.match(await popup.evaluate(() => document.getElementById('access')?.innerText ?? ''), /does not let Magnetar see links/);
        await browser.picture(popup, 'permission taken back');
        await popup.bringToFront();
        await popup.click('#access_give');
        await until(() => allowed(popup), 5000, 'the permission');
        await until(() => popup.evaluate(() => document.getElementById('access')?.hidden), 5000, 'the words gone');
        await popup.close();
        await setup.close();
      });
    }
  });
}
