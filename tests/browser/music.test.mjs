// An album in a real browser: its cover, its titles, the media session, and one song after the other.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { FAMILIES, startBrowser } from '../support/browser.mjs';
import { kept, soundOf } from '../support/film_forms.mjs';
import { Resources } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { User } from '../support/user.mjs';
import { until } from '../support/wait.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

/** @param {Page} page */
const shown = (page) =>
  page.evaluate(() => {
    const words = (/** @type {string} */ id) => document.getElementById(id)?.textContent;
    const { title, artist, album, artwork } = navigator.mediaSession.metadata ?? {};
    return {
      song: [words('music_title'), words('music_artist'), words('music_album')],
      told: [title, artist, album],
      artwork: artwork?.length ?? 0,
      cover: /** @type {HTMLImageElement | null} */ (document.querySelector('#music_cover img'))?.naturalWidth ?? 0,
      state: document.documentElement.dataset.state,
      sentence: words('sentence'),
    };
  });

for (const family of FAMILIES) {
  describe(`an album in ${family}`, () => {
    const resources = new Resources();
    const user = new User(resources);
    /** @type {import('../support/browser.mjs').Browser} */ let browser;
    /** @type {Page} */ let player;
    before(async () => {
      const folder = join(resources.folder(), 'The Keepers - Low Tide (2019) [FLAC]');
      mkdirSync(folder);
      const song = await soundOf('song-60s.flac', 60, ['-c:a', 'flac']);
      for (const name of ['01 - Grey Water.flac', '02 - Harbour.flac', '10 - Home.flac']) cpSync(song, join(folder, name));
      const cover = await kept('cover.jpg', ['-f', 'lavfi', '-i', 'testsrc=size=400x400', '-frames:v', '1']);
      cpSync(cover, join(folder, 'cover.jpg'));
      const peer = await seed(resources, folder);
      browser = await startBrowser(resources, family, user, { sound: true });
      player = await browser.openPlayer(peer.magnet, { width: 1000, height: 700 });
      await player.bringToFront();
    });
    after(() => resources.dispose());

    test('the first song plays under its cover, and the system is told song, artist, album and cover', async () => {
      let seen = await shown(player);
      const now = await until(
        async () => {
          seen = await shown(player);
          return seen.state === 'playing' && seen.cover > 0 && seen.artwork > 0 && seen;
        },
        40_000,
        () => `the song and its cover; the page shows ${JSON.stringify(seen)}`,
      );
      assert.deepEqual(now.song, ['Grey Water', 'The Keepers', 'Low Tide']);
      assert.deepEqual(now.told, now.song);
      await player.mouse.move(300, 600);
      await browser.picture(player, 'album');
      await player.setViewport({ width: 360, height: 600 });
      await browser.picture(player, 'album 360');
      await player.setViewport({ width: 1000, height: 700 });
    });

    test('the next song follows by itself, without a question and with hardly a wait', async () => {
      await player.evaluate(() => {
        const video = /** @type {HTMLVideoElement} */ (document.querySelector('video'));
        const times = { ended: 0, next: 0, asked: false };
        Object.assign(globalThis, { times });
        video.addEventListener('ended', () => (times.ended ||= performance.now()));
        video.addEventListener('playing', () => {
          if (times.ended) times.next ||= performance.now();
        });
        video.currentTime = video.duration - 3;
        new MutationObserver(() => (times.asked ||= !document.getElementById('next_up')?.hidden)).observe(/** @type {Node} */ (document.getElementById('next_up')), { attributes: true });
      });
      const times = () => player.evaluate(() => /** @type {any} */ (globalThis).times);
      await until(async () => (await times()).next, 30_000, 'the next song');
      const { ended, next, asked } = await times();
      assert.equal(asked, false);
      assert.ok(next - ended < 1000, `${Math.round(next - ended)} ms`);
      await until(async () => (await shown(player)).told[0] === 'Harbour', 5000, 'the system told of it');
    });
  });
}
