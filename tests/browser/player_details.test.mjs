// The texts and buttons of a player over a white picture, the hardest to read on; and those of the pages around it.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { FAMILIES, startBrowser } from '../support/browser.mjs';
import { clip } from '../support/clips.mjs';
import { coloursIn, contrast, leastContrast } from '../support/contrast.mjs';
import { FRAMES_PER_SECOND, film, shownFrame } from '../support/film.mjs';
import { H264, kept } from '../support/film_forms.mjs';
import { Resources } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { openSubtitleMenu } from '../support/subtitle_menu.mjs';
import { unknownHash } from '../support/torrent.mjs';
import { User } from '../support/user.mjs';
import { pause, until } from '../support/wait.mjs';
import { serve } from '../support/web_server.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

/** @param {Page} page @param {string} state */
const reaches = (page, state) => until(() => page.evaluate((wanted) => document.documentElement.dataset.state === wanted, state), 40_000, `the player ${state}`);
/** @param {Page} page @param {string} id */
const press = (page, id) => page.evaluate((name) => document.getElementById(name)?.click(), id);
/** @param {Page} page @param {string} selector */
const boxOf = (page, selector) =>
  page.evaluate((wanted) => {
    const { x, y, width, height } = /** @type {Element} */ (document.querySelector(wanted)).getBoundingClientRect();
    return { x, y, width, height };
  }, selector);

/** @param {Awaited<ReturnType<User['connect']>>} client @param {string} source */
async function added(client, source) {
  const { id } = await client.request('torrents.add', { source });
  await until(async () => (await client.request('torrents.get', { id })).torrent.has_metadata, 20_000, 'metadata');
  return id;
}

/** A film that is all white. */
const whiteFilm = () =>
  kept('white-30s.mp4', [
    ...['-f', 'lavfi', '-i', 'color=white:size=640x360:rate=25:duration=30', '-f', 'lavfi', '-i', 'sine=duration=30'],
    ...[...H264, '-c:a', 'aac', '-movflags', '+faststart'],
  ]);

/** @param {string} words */
const subtitles = (words) => `1\n00:00:00,000 --> 00:00:29,000\n${words}\n`;

for (const family of FAMILIES) {
  describe(`a white film in ${family}`, () => {
    const resources = new Resources();
    const user = new User(resources, { local_torrent_links: true });
    /** @type {import('../support/browser.mjs').Browser} */ let browser;
    /** @type {Page} */ let player;
    /** @type {Awaited<ReturnType<User['connect']>>} */ let client;
    before(async () => {
      const folder = join(resources.folder(), 'White.Nights.S01');
      mkdirSync(folder);
      for (const episode of ['E01', 'E02']) cpSync(await whiteFilm(), join(folder, `White.Nights.S01${episode}.mp4`));
      for (const language of ['en', 'de']) writeFileSync(join(folder, `White.Nights.S01E01.${language}.srt`), subtitles(language));
      const peer = await seed(resources, folder);
      browser = await startBrowser(resources, family, user);
      player = await browser.openPlayer(peer.magnet, { width: 1000, height: 600 });
      await player.bringToFront();
      await reaches(player, 'playing');
      client = await user.connect();
      await player.keyboard.press('k');
      await reaches(player, 'paused');
    });
    after(() => resources.dispose());

    test('the film’s name can be read, and the seek bar’s parts be told apart', async () => {
      await player.mouse.move(300, 300);
      await until(() => player.evaluate(() => document.getElementById('film_name')?.textContent !== ''), 5000, 'the name');
      await browser.picture(player, 'white');
      const name = await leastContrast(player, '#film_name');
      assert.ok(name >= 4.5, `name ${name.toFixed(2)}`);
      const time = await leastContrast(player, '#time');
      assert.ok(time >= 4.5, `time ${time.toFixed(2)}`);
      const bar = await boxOf(player, '#seek_track');
      await player.evaluate(() => {
        for (const id of ['seek_ranges', 'seek_ticks', 'seek_knob']) document.getElementById(id)?.setAttribute('hidden', '');
        /** @type {HTMLElement} */ (document.getElementById('seek_bar')).style.setProperty('--played', '0.2');
        const here = /** @type {HTMLElement} */ (document.createElement('div'));
        here.style.insetInlineStart = '20%';
        here.style.width = '30%';
        document.getElementById('seek_here')?.replaceChildren(here);
      });
      const at = async (/** @type {number} */ share, above = 0) =>
        (await coloursIn(player, { x: bar.x + share * bar.width, y: bar.y + bar.height / 2 - above, width: 1, height: 1 }))[0] ?? [0, 0, 0];
      const [played, here, away, ground] = [await at(0.1), await at(0.35), await at(0.8), await at(0.8, 9)];
      for (const [what, one, other] of /** @type {const} */ ([['track', away, ground], ['here', here, away], ['played', played, here]])) {
        assert.ok(contrast(one, other) >= 3, `${what}: ${one} on ${other} is ${contrast(one, other).toFixed(2)}`);
      }
    });

    test('a chosen subtitle has its tick and keeps the focus, and its size can be chosen at once', async () => {
      await openSubtitleMenu(player);
      const items = () =>
        player.evaluate(() => [...document.querySelectorAll('#subtitle_list [role=menuitemradio]')].map((item) => [item.textContent, item.getAttribute('aria-checked')]));
      const choice = await until(async () => (await items()).find(([name]) => name?.startsWith('German')), 10_000, 'the choice');
      await player.evaluate((name) => {
        const item = [...document.querySelectorAll('#subtitle_list button')].find(({ textContent }) => textContent === name);
        /** @type {HTMLElement} */ (item).focus();
        /** @type {HTMLElement} */ (item).click();
      }, choice[0] ?? '');
      await until(async () => (await items()).some(([name, checked]) => name === choice[0] && checked === 'true'), 5000, 'its tick');
      assert.equal((await items()).filter(([, checked]) => checked === 'true').length, 1);
      const now = await player.evaluate(() => ({
        open: document.querySelector('#subtitle_menu:popover-open') !== null,
        focused: document.activeElement?.textContent,
        adjust: document.getElementById('subtitle_adjust')?.checkVisibility(),
      }));
      assert.deepEqual(now, { open: true, focused: choice[0], adjust: true });
      await browser.picture(player, 'subtitle menu');
      await player.keyboard.press('Escape');
    });

    test('buttons go ten seconds back and forward, say their keys, and the speed has a menu of its own', async () => {
      await player.evaluate(() => {
        /** @type {HTMLVideoElement} */ (document.querySelector('video')).currentTime = 15;
      });
      const time = () => player.evaluate(() => document.querySelector('video')?.currentTime ?? 0);
      await press(player, 'back_10');
      assert.ok(Math.abs((await time()) - 5) < 0.5, `${await time()}`);
      await press(player, 'forward_10');
      assert.ok(Math.abs((await time()) - 15) < 0.5, `${await time()}`);
      const titles = await player.evaluate(() =>
        Object.fromEntries([...document.querySelectorAll('#buttons [data-key]')].map((button) => [button.id, /** @type {HTMLElement} */ (button).title])),
      );
      for (const [id, title] of Object.entries(titles)) assert.match(title, /\S \(.+\)$/, id);
      assert.match(titles.play ?? '', /Play \(K\)/);
      await player.click('#show_speed');
      await player.evaluate(() => {
        const item = [...document.querySelectorAll('#speed_menu button')].find(({ textContent }) => textContent === '1.5×');
        /** @type {HTMLElement} */ (item).click();
      });
      await until(() => player.evaluate(() => document.getElementById('show_speed')?.textContent === '1.5×'), 5000, 'the speed');
      assert.equal(await player.evaluate(() => document.querySelector('video')?.playbackRate), 1.5);
    });

    test('what a screen reader says names what it is about', async () => {
      await player.keyboard.press('e');
      const labels = await until(
        async () => {
          const found = await player.evaluate(() => [...document.querySelectorAll('#file_list .icon-button, #file_list [role=progressbar]')].map((one) => one.getAttribute('aria-label')));
          return found.length >= 4 && found;
        },
        10_000,
        'rows',
      );
      for (const label of labels) assert.match(label ?? '', /S1 E\d|\.srt/, `${labels}`);
      const volume = await player.evaluate(() => document.getElementById('volume')?.getAttribute('aria-valuetext'));
      assert.match(volume ?? '', /^\d+%$/);
    });

    test('the list at the side has a dark scrollbar', async () => {
      const style = await player.evaluate(() => {
        const { scrollbarColor, colorScheme } = getComputedStyle(/** @type {Element} */ (document.getElementById('file_list')));
        return { scrollbarColor, colorScheme };
      });
      assert.equal(style.colorScheme, 'dark');
      assert.notEqual(style.scrollbarColor, 'auto');
      await player.keyboard.press('e');
    });

    test('a page that runs from right to left turns no number', async () => {
      await player.keyboard.press('i');
      await player.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'));
      const places = await player.evaluate(() =>
        [...document.querySelectorAll('#stats_list dd')].flatMap((row) => {
          const node = row.firstChild;
          const found = /([\d.]+)\s?(MB|kB)/.exec(node?.textContent ?? '');
          if (!node || !found) return [];
          const left = (/** @type {number} */ from, /** @type {number} */ to) => {
            const range = document.createRange();
            range.setStart(node, from);
            range.setEnd(node, to);
            return range.getBoundingClientRect().left;
          };
          const unit = found.index + found[0].length - 2;
          return [{ words: row.textContent, number: left(found.index, found.index + 1), unit: left(unit, unit + 1) }];
        }),
      );
      await browser.picture(player, 'right to left');
      await player.evaluate(() => document.documentElement.setAttribute('dir', 'ltr'));
      await player.keyboard.press('i');
      assert.ok(places.length > 2, JSON.stringify(places));
      for (const { words, number, unit } of places) assert.ok(number < unit, `${words}`);
    });

    test('what is gone is said, and nothing else stands beside it', async () => {
      const { torrents } = await client.request('torrents.list', {});
      await client.request('torrents.remove', { id: torrents[0].id, data: 'delete' });
      await reaches(player, 'problem');
      await pause(300); // the picture fades in
      await browser.picture(player, 'removed');
      const words = await leastContrast(player, '#sentence');
      assert.ok(words >= 4.5, `${words.toFixed(2)}`);
      const others = await player.evaluate(() => ['toast', 'captions', 'next_up'].filter((id) => document.getElementById(id)?.checkVisibility()));
      assert.deepEqual(others, []);
      await player.close();
    });
  });

  describe(`pages around the film in ${family}`, () => {
    const resources = new Resources();
    const user = new User(resources, { local_torrent_links: true });
    /** @type {import('../support/browser.mjs').Browser} */ let browser;
    before(async () => {
      browser = await startBrowser(resources, family, user);
    });
    after(() => resources.dispose());

    test('the end of a prepared film shows its last picture', async () => {
      const { path, seconds, lead } = await clip('surround.mkv');
      const peer = await seed(resources, path);
      const player = await browser.openPlayer(peer.magnet);
      await player.bringToFront();
      await reaches(player, 'playing');
      await player.keyboard.press('End');
      await reaches(player, 'ended');
      const frame = await until(() => player.$eval('video', shownFrame), 5000, 'a picture');
      const at = frame / FRAMES_PER_SECOND + lead;
      assert.ok(at > seconds - 0.5, `the picture is that of ${at} s`);
      assert.equal(await player.evaluate(() => document.getElementById('end_card')?.checkVisibility()), true);
      await player.close();
    });

    test('what stopped a film can be read over its picture, with nothing beside it', async () => {
      const { path } = await film('clock', 60);
      const peer = await seed(resources, path, ['--upload-limit', '600000']);
      const player = await browser.openPlayer(peer.magnet, { width: 1000, height: 600 });
      await player.bringToFront();
      await reaches(player, 'playing');
      const client = await user.connect();
      const { torrents } = await client.request('torrents.list', {});
      await client.request('torrents.pause', { id: torrents[0].id });
      await player.evaluate(() => {
        /** @type {HTMLVideoElement} */ (document.querySelector('video')).currentTime = 50;
      });
      await reaches(player, 'problem');
      await pause(300); // the picture fades in
      await browser.picture(player, 'paused over its picture');
      assert.equal(await player.evaluate(() => document.documentElement.hasAttribute('data-picture')), true);
      for (const words of ['#title', '#sentence']) {
        const least = await leastContrast(player, words);
        assert.ok(least >= 4.5, `${words}: ${least.toFixed(2)}`);
      }
      assert.equal(await player.evaluate(() => document.getElementById('toast')?.checkVisibility() ?? false), false);
      await player.close();
    });

    test('a clicked .torrent file is the browser’s, unless the person wants it streamed', async () => {
      const { base, requests } = await serve(resources, ({ url }, response) => {
        if (url?.startsWith('/film.torrent')) return void response.writeHead(204).end();
        response.writeHead(200, { 'Content-Type': 'text/html' }).end('<p><a id="file" href="/film.torrent?x=1">film</a></p>');
      });
      const page = await browser.open(base);
      await page.bringToFront();
      await page.click('#file');
      await until(() => requests.includes('GET /film.torrent?x=1'), 5000, 'the browser fetching it');
      await pause(500);
      assert.deepEqual(await browser.ownTabs(), []);
      const options = await browser.openOwn('options/options.html');
      await options.waitForSelector('#torrent_files:enabled', { timeout: 5000 });
      await press(options, 'torrent_files');
      const kept = () => options.evaluate(async () => (await /** @type {any} */ (globalThis.browser ?? globalThis.chrome).storage.local.get('catching')).catching?.files);
      await until(kept, 5000, 'the choice kept');
      await options.close();
      await page.bringToFront();
      await page.evaluate(() => document.getElementById('file')?.click());
      await pause(500);
      assert.deepEqual(await browser.ownTabs(), [], 'a script clicked');
      await page.click('#file');
      await browser.showsOwn((address) => address.includes('player.html') && decodeURIComponent(address).includes('/film.torrent?x=1'), 'a player for the file');
      await page.close();
      await browser.closeOwnTabs();
    });

    test('a folder that cannot be written says so beside its field', async () => {
      const options = await browser.openOwn('options/options.html', { width: 800, height: 900 });
      await until(() => options.evaluate(() => /** @type {HTMLInputElement} */ (document.getElementById('cache_folder')).value !== ''), 10_000, 'the folder');
      await options.evaluate(() => {
        const field = /** @type {HTMLInputElement} */ (document.getElementById('cache_folder'));
        field.value = '/proc/nowhere';
        field.dispatchEvent(new Event('change'));
      });
      const answer = () => options.evaluate(() => document.getElementById('cache_folder_answer')?.textContent ?? '');
      await until(async () => (await answer()) !== '', 5000, 'an answer');
      assert.match(await answer(), /cannot be written/);
      await browser.picture(options, 'options');
      await options.close();
    });

    test('what was left in the middle stands in front in the popup', async () => {
      const client = await user.connect();
      const peer = await seed(resources, await whiteFilm());
      const id = await added(client, peer.magnet);
      await client.request('positions.set', { id, file: 0, seconds: 15, duration: 30 });
      await client.request('torrents.add', { source: `magnet:?xt=urn:btih:${unknownHash('newer')}&dn=Newer` });
      const popup = await browser.openOwn('popup/popup.html', { width: 380, height: 560 });
      const parts = () =>
        popup.evaluate(() => ({
          titles: [...document.querySelectorAll('main h2')].filter((title) => title.checkVisibility()).map(({ textContent }) => textContent),
          first: document.querySelector('#continued li')?.textContent ?? '',
          watched: document.querySelector('#continued .seen')?.getBoundingClientRect().width ?? 0,
        }));
      const seen = await until(async () => (await parts()).first !== '' && parts(), 10_000, 'the section');
      assert.deepEqual(seen.titles, ['Continue watching', 'The others']);
      assert.match(seen.first, /white-30s.*at 0:15 of 0:30/);
      await until(async () => Math.abs((await parts()).watched - 40) < 2, 5000, 'half of a line on its picture');
      await browser.picture(popup, 'continue watching');
      await popup.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]).catch(() => {});
      await browser.picture(popup, 'continue watching dark');
      await popup.close();
    });

    if (family === 'firefox') {
      test('the browser tells when what is kept is there, once the person allowed it', async () => {
        const options = await browser.openOwn('options/options.html', { width: 800, height: 900 });
        await options.bringToFront();
        await options.waitForSelector('#notify_kept:enabled', { timeout: 5000 });
        await options.click('#notify_kept');
        const allowed = () => options.evaluate(() => /** @type {any} */ (globalThis).browser.permissions.contains({ permissions: ['notifications'] }));
        await until(allowed, 5000, 'the permission');
        await options.evaluate(() => {
          const told = /** @type {string[]} */ ([]);
          Object.assign(globalThis, { told });
          const { notifications } = /** @type {any} */ (globalThis).browser;
          for (const event of [notifications.onShown, notifications.onClosed]) event.addListener((/** @type {string} */ id) => told.push(id)); // without a desktop the notification is closed at once
        });
        const client = await user.connect();
        const folder = join(resources.folder(), 'Kept.Film.2020.1080p');
        mkdirSync(folder);
        cpSync(await whiteFilm(), join(folder, 'Kept.Film.2020.1080p.mp4'));
        const peer = await seed(resources, folder);
        const id = await added(client, peer.magnet);
        await client.request('torrents.keep', { id });
        const told = () => options.evaluate(() => /** @type {any} */ (globalThis).told);
        await until(async () => (await told()).includes(`kept ${id}`), 30_000, 'the notification');
        await options.close();
      });
    }

    test('two hundred searches move in a few rows alone', async () => {
      const client = await user.connect();
      for (let i = 0; i < 200; i++) await client.request('torrents.add', { source: `magnet:?xt=urn:btih:${unknownHash(`row ${i}`)}&dn=Row ${i}` });
      const popup = await browser.openOwn('popup/popup.html', { width: 380, height: 560 });
      await until(() => popup.evaluate(() => document.querySelectorAll('#torrents li').length >= 200), 20_000, 'the rows');
      await pause(500);
      const moving = await popup.evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running').length);
      assert.ok(moving > 0 && moving <= 8, `${moving} rows move`);
      const labels = await popup.evaluate(() => [...document.querySelectorAll('.torrents li :is(.icon-button, [role=progressbar])')].map((one) => one.getAttribute('aria-label')));
      for (const label of labels) assert.match(label ?? '', / of .|^(?:Keep|Pause|Resume|Remove) ./);
      await popup.close();
    });
  });
}
