// From a click to a playing film, in real browsers: the browser starts the host, the host starts the daemon, and the film
// comes from peers on this machine, one of them WebTorrent.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { FAMILIES, startBrowser } from '../support/browser.mjs';
import { FRAMES_PER_SECOND, film, shownFrame } from '../support/film.mjs';
import { serveMagnetPages } from '../support/magnet_pages.mjs';
import { Resources } from '../support/resources.mjs';
import { seed, seedWithWebTorrent } from '../support/seeders.mjs';
import { User } from '../support/user.mjs';
import { pause, until } from '../support/wait.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

/** The state of the player. @param {Page} page @returns {Promise<{state: string, time: number, duration: number, frame: number | null, text: string}>} */
async function shown(page) {
  return page.evaluate((frameReader) => {
    const video = /** @type {HTMLVideoElement} */ (document.querySelector('video'));
    const read = /** @type {(video: HTMLVideoElement) => number | null} */ (new Function(`return ${frameReader}`)());
    return {
      state: document.documentElement.dataset.state ?? '',
      time: video?.currentTime ?? 0,
      duration: video?.duration ?? 0,
      frame: video ? read(video) : null,
      text: document.body.innerText.slice(0, 500),
    };
  }, shownFrame.toString());
}

/** Waits until the film plays at or after a position, and shows the frame of that position. @param {Page} page @param {number} from seconds */
async function playsFrom(page, from, milliseconds = 30_000) {
  let last = '';
  return until(
    async () => {
      const now = await shown(page);
      last = JSON.stringify(now);
      return (
        now.state === 'playing' &&
        now.time >= from &&
        now.frame !== null &&
        Math.abs(now.frame - now.time * FRAMES_PER_SECOND) <= 6 &&
        now
      );
    },
    milliseconds,
    () => `the film playing from ${from} s; the player shows ${last}`,
  );
}

for (const family of FAMILIES) {
  describe(`in ${family}`, () => {
    const resources = new Resources();
    const user = new User(resources);
    /** @type {import('../support/browser.mjs').Browser} */ let browser;
    /** @type {string} */ let base;
    /** @type {Page} */ let page;
    /** @type {Page} */ let first;
    /** @type {Page} */ let second;
    before(async () => {
      const [long, short] = [await film('clock', 60), await film('second', 20)];
      const [one, other] = await Promise.all([seedWithWebTorrent(resources, long.path), seed(resources, short.path)]);
      ({ base } = await serveMagnetPages(resources, { first: one.magnet, second: other.magnet }));
      browser = await startBrowser(resources, family, user);
      page = await browser.open(`${base}/films.html`);
    });
    after(() => resources.dispose());

    /** Clicks a link and returns the player that opens beside it. @param {string} selector */
    async function openPlayer(selector) {
      const before = new Set((await browser.ownTabs()).map((tab) => tab.page));
      await page.bringToFront();
      await page.click(selector);
      const player = await browser.ownTab(
        (url, tab) => url.includes('/player/player.html') && !before.has(tab),
        'a player',
      );
      await player.bringToFront();
      return player;
    }

    test('a click on a magnet link plays the film', async (t) => {
      const from = performance.now();
      first = await openPlayer('#first');
      const start = await playsFrom(first, 0.05, 60_000);
      t.diagnostic(`click to moving picture: ${Math.round(performance.now() - from)} ms`);
      assert.equal(Math.round(start.duration), 60);
      assert.equal(user.daemons().length, 1);
      const later = await playsFrom(first, start.time + 2);
      assert.notEqual(later.frame, start.frame);
      assert.match(await first.title(), /clock-60s/);
      await first.setViewport({ width: 1280, height: 720 });
      await first.mouse.move(300, 300);
      await pause(400); // the controls fade in
      await browser.picture(first, 'player');
    });

    test('the statistics tell who sends the film, and what came in vain', async () => {
      await first.keyboard.press('i');
      let seen = '';
      await until(
        async () => {
          seen = await first.evaluate(() => document.getElementById('stats')?.innerText ?? '');
          return /TCP \d/.test(seen) && /in vain\s+\d/.test(seen);
        },
        10_000,
        () => `figures; the player shows ${seen}`,
      );
      await browser.picture(first, 'statistics');
      await first.keyboard.press('i');
      assert.equal(await first.evaluate(() => document.getElementById('stats')?.hidden), true);
    });

    test('a seek to 80 % shows the picture of that moment', async (t) => {
      const from = performance.now();
      await first.keyboard.press('8');
      const there = await playsFrom(first, 48);
      t.diagnostic(`key to picture: ${Math.round(performance.now() - from)} ms`);
      assert.ok(there.time < 56, `${there.time}`);
      await playsFrom(first, there.time + 1);
      await first.keyboard.press('1');
      await until(async () => (await shown(first)).time < 20, 10_000, 'the seek back');
      await playsFrom(first, 6);
    });

    test('the keyboard pauses and goes on', async () => {
      await first.keyboard.press('k');
      await until(async () => (await shown(first)).state === 'paused', 5000, 'paused');
      await first.keyboard.press('k');
      await playsFrom(first, 0);
    });

    test('a second film plays beside it, only one of them sounds, and the popup shows both', async () => {
      second = await openPlayer('#second');
      await playsFrom(second, 1, 60_000);
      assert.equal((await shown(first)).state, 'paused');
      const popup = await browser.openOwn('popup/popup.html', { width: 380, height: 560 });
      const names = ['clock-60s', 'second-20s'];
      await until(
        async () => {
          const text = await popup.evaluate(() => document.body.innerText);
          return names.every((name) => text.includes(name));
        },
        10_000,
        'both films in the popup',
      );
      await browser.picture(popup, 'popup');
      await popup.close();
    });

    test('the film goes on where it was when the daemon is killed', async () => {
      await first.bringToFront();
      await first.keyboard.press('k');
      const before = await playsFrom(first, 0);
      const [pid] = user.daemons();
      process.kill(pid, 'SIGKILL');
      await until(() => user.daemons().some((other) => other !== pid), 20_000, 'a new daemon');
      const client = await user.connect();
      await until(
        async () =>
          (await client.request('torrents.list')).torrents.some((/** @type {any} */ torrent) => torrent.viewers > 0),
        30_000,
        'the player back',
      );
      await playsFrom(first, before.time + 0.5);
      client.end();
    });

    test('a page of another origin reads nothing from the HTTP endpoint', async () => {
      const url = await first.evaluate(
        () => /** @type {HTMLVideoElement} */ (document.querySelector('video')).currentSrc,
      );
      const thief = await browser.open(`${base}/thief.html`);
      const stolen = await thief.evaluate(async (target) => {
        const fetched = await fetch(target).then(
          (answer) => `fetch ${answer.status}`,
          () => 'nothing',
        );
        const blind = await fetch(target, { mode: 'no-cors' })
          .then((answer) => answer.arrayBuffer())
          .then(
            (bytes) => (bytes.byteLength ? 'bytes' : 'nothing'),
            () => 'nothing',
          );
        const loads = (/** @type {string} */ tag, /** @type {string} */ event) =>
          new Promise((resolve) => {
            const element = /** @type {any} */ (document.createElement(tag));
            element.addEventListener(event, () => resolve(tag));
            element.addEventListener('error', () => resolve('nothing'));
            element.src = target;
            document.body.append(element);
          });
        return [
          fetched,
          blind,
          await loads('video', 'loadedmetadata'),
          await loads('img', 'load'),
          await loads('script', 'load'),
        ];
      }, url);
      assert.deepEqual(stolen, Array(5).fill('nothing'));
      await thief.close();
      await playsFrom(first, 0);
    });

    test('removing a film in the popup takes it away', async () => {
      const popup = await browser.openOwn('popup/popup.html', { width: 380, height: 560 });
      const id = await until(() => popup.evaluate(() => {
        const row = [...document.querySelectorAll('.torrents li')].find((item) => item.textContent?.includes('second-20s'));
        return row instanceof HTMLElement ? row.dataset.id : null;
      }), 10_000, 'the row of the film');
      await popup.click(`li[data-id="${id}"] button.remove`);
      await popup.click(`li[data-id="${id}"] .choice button.delete`);
      const client = await user.connect();
      await until(async () => (await client.request('torrents.list')).total === 1, 10_000, 'one torrent');
      const text = await until(
        async () => {
          const now = await popup.evaluate(() => document.body.innerText);
          return !now.includes('second-20s') && now;
        },
        10_000,
        'the film gone from the popup',
      );
      assert.match(text, /clock-60s/);
      client.end();
      await popup.close();
    });
  });
}
