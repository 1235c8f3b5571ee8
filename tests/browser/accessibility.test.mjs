// Every page in every state a person may see it in: axe-core finds nothing, in light and in dark, and pictures of each are kept.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { violations } from '../support/axe.mjs';
import { FAMILIES, startBrowser } from '../support/browser.mjs';
import { leastContrast } from '../support/contrast.mjs';
import { H264, kept } from '../support/film_forms.mjs';
import { redPage } from '../support/pdf.mjs';
import { Resources } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { openSubtitleMenu } from '../support/subtitle_menu.mjs';
import { unknownHash } from '../support/torrent.mjs';
import { User } from '../support/user.mjs';
import { pause, until } from '../support/wait.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

const WIDTHS = [320, 360, 800, 1440];
const ARABIC = 'مسلسل المنارة القديمة الموسم الأول';

/** @param {Page} page @param {string} id */
const press = (page, id) => page.evaluate((name) => document.getElementById(name)?.click(), id);
/** @param {Page} page @param {string} id */
const shown = (page, id) => until(() => page.evaluate((name) => document.getElementById(name)?.checkVisibility() ?? false, id), 10_000, `#${id}`);
/** @param {Page} page @param {string} state */
const reaches = (page, state) => until(() => page.evaluate((wanted) => document.documentElement.dataset.state === wanted, state), 40_000, `the player ${state}`);
/** @param {Page} page @param {string} state */
const linkIs = (page, state) => until(() => page.evaluate((wanted) => document.documentElement.dataset.link === wanted, state), 20_000, `the link ${state}`);

for (const family of FAMILIES) {
  describe(`accessibility in ${family}`, () => {
    const resources = new Resources();
    const user = new User(resources);
    /** @type {import('../support/browser.mjs').Browser} */ let browser;
    /** @type {import('../support/seeders.mjs').Seeder} */ let season;
    /** @type {Awaited<ReturnType<User['connect']>>} */ let client;

    before(async () => {
      const film = await kept('white-30s.mp4', [
        ...['-f', 'lavfi', '-i', 'color=white:size=640x360:rate=25:duration=30', '-f', 'lavfi', '-i', 'sine=duration=30'],
        ...[...H264, '-c:a', 'aac', '-movflags', '+faststart'],
      ]);
      const folder = join(resources.folder(), 'White.Nights.S01');
      mkdirSync(join(folder, 'Extras'), { recursive: true });
      for (const episode of ['E01', 'E02']) cpSync(film, join(folder, `White.Nights.S01${episode}.mp4`));
      cpSync(film, join(folder, `${ARABIC}.mp4`));
      writeFileSync(join(folder, 'White.Nights.S01E01.en.srt'), '1\n00:00:00,000 --> 00:00:29,000\nHello\n');
      writeFileSync(join(folder, 'booklet.pdf'), redPage());
      writeFileSync(join(folder, 'notes.nfo'), 'Notes\n'.repeat(200));
      writeFileSync(join(folder, 'setup.exe'), 'x');
      cpSync(await kept('cover.jpg', ['-f', 'lavfi', '-i', 'testsrc=size=400x400', '-frames:v', '1']), join(folder, 'cover.jpg'));
      season = await seed(resources, folder);
      browser = await startBrowser(resources, family, user);
    });
    after(() => resources.dispose());

    /** In both looks of a page that has two, where the driver can change them. @param {Page} page @param {string} name */
    async function check(page, name) {
      await page.bringToFront();
      await pause(300); // what fades in
      for (const look of ['light', 'dark']) {
        const changed = await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: look }]).then(() => true, () => false);
        if (!changed && look === 'dark') continue;
        await pause(200);
        const found = await violations(page);
        await browser.picture(page, `a11y ${name} ${look}`);
        assert.deepEqual(found, [], `${name}, ${look}`);
      }
    }

    /** Nothing is wider than the window at any width, at 200 % and from right to left. @param {Page} page @param {string} name @param {number[]} [widths] */
    async function sizes(page, name, widths = WIDTHS) {
      for (const [label, width, deviceScaleFactor] of [...widths.map((width) => [String(width), width, 1]), ['200 %', 400, 2]]) {
        await page.setViewport({ width: Number(width), height: 640, deviceScaleFactor: Number(deviceScaleFactor) });
        await pause(250);
        await browser.picture(page, `size ${name} ${label}`);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(overflow <= 0, `${name} at ${label}: ${overflow} px too wide`);
      }
      await page.setViewport({ width: 800, height: 640 });
      await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'));
      await pause(250);
      await browser.picture(page, `size ${name} right to left`);
      await page.evaluate(() => document.documentElement.setAttribute('dir', 'ltr'));
    }

    test('the player while it looks for people, and when nobody is left to ask', async () => {
      const page = await browser.openPlayer(`magnet:?xt=urn:btih:${unknownHash('a11y')}&dn=${encodeURIComponent(ARABIC)}`, { width: 800, height: 600 });
      await reaches(page, 'finding_peers');
      await check(page, 'searching');
      await sizes(page, 'searching');
      await page.close();
    });

    test('the player with a link that is none', async () => {
      const page = await browser.openPlayer('magnet:?xt=urn:btih:short', { width: 800, height: 600 });
      await reaches(page, 'problem');
      await press(page, 'action_paste');
      await shown(page, 'paste');
      await check(page, 'problem with the field');
      await page.evaluate(() => document.querySelector('form')?.requestSubmit());
      await check(page, 'problem with the field refused');
      await sizes(page, 'problem');
      await page.close();
    });

    test('the player with everything that opens over the film', async () => {
      const page = await browser.openPlayer(season.magnet, { width: 1000, height: 640 });
      await page.bringToFront();
      await reaches(page, 'playing');
      client = await user.connect();
      await page.keyboard.press('k');
      await reaches(page, 'paused');
      await page.mouse.move(300, 300);
      await check(page, 'paused');
      await sizes(page, 'paused');
      await page.setViewport({ width: 1000, height: 640 });
      await page.keyboard.press('e');
      await shown(page, 'drawer');
      await check(page, 'drawer');
      await sizes(page, 'drawer');
      await page.setViewport({ width: 1000, height: 640 });
      await page.keyboard.press('e');
      await page.keyboard.press('i');
      await shown(page, 'stats');
      await check(page, 'statistics');
      await sizes(page, 'statistics');
      await page.setViewport({ width: 1000, height: 640 });
      await page.keyboard.press('i');
      for (const [opener, menu] of [['show_speed', 'speed_menu'], ['show_copy', 'copy_menu']]) {
        await press(page, opener ?? '');
        await shown(page, menu ?? '');
        await check(page, menu ?? '');
        await page.keyboard.press('Escape');
      }
      await openSubtitleMenu(page);
      await page.evaluate(() => /** @type {HTMLElement | undefined} */ (document.querySelectorAll('#subtitle_list button')[1])?.click());
      await shown(page, 'subtitle_adjust');
      await check(page, 'subtitle menu');
      for (const colour of ['blue', 'green', 'yellow', 'white']) {
        await page.evaluate((wanted) => /** @type {HTMLElement} */ (document.querySelector(`.look[data-colour=${wanted}]`)).click(), colour);
        await until(() => page.evaluate(() => (document.querySelector('#captions p')?.textContent ?? '') !== ''), 10_000, 'a line');
        const least = await leastContrast(page, '#captions p span');
        assert.ok(least >= 4.5, `a ${colour} line over a white picture: ${least.toFixed(2)}`);
      }
      await page.setViewport({ width: 320, height: 640 });
      await browser.picture(page, 'size subtitle menu 320');
      await page.setViewport({ width: 1000, height: 640 });
      await page.keyboard.press('Escape');
      await press(page, 'show_help');
      await shown(page, 'help');
      await check(page, 'help');
      await sizes(page, 'help');
      await page.setViewport({ width: 1000, height: 640 });
      await press(page, 'help_close');
      await press(page, 'keep_film');
      await shown(page, 'toast');
      await check(page, 'kept');
      await page.close();
    });

    test('the player at the end of a film, in its question, and when the film is gone', async () => {
      const { torrents } = await client.request('torrents.list', {});
      const { id } = torrents.find((/** @type {any} */ { name }) => name.startsWith('White'));
      const { files } = await client.request('torrents.files', { id });
      const last = files.find((/** @type {any} */ { name }) => name.startsWith(ARABIC));
      const page = await browser.openOwn(`player/player.html?torrent=${id}&file=${last.index}`, { width: 800, height: 600 });
      await page.bringToFront();
      await reaches(page, 'playing');
      await page.keyboard.press('End');
      await reaches(page, 'ended');
      await until(() => page.evaluate(() => ['end_card', 'next_up'].some((box) => document.getElementById(box)?.checkVisibility())), 10_000, 'what stands at the end');
      await page.evaluate(() => document.getElementById('next_cancel')?.click());
      await shown(page, 'end_card');
      await check(page, 'end card');
      await sizes(page, 'end card');
      await press(page, 'end_remove');
      await shown(page, 'end_question');
      await check(page, 'end question');
      await press(page, 'end_remove_no');
      await client.request('torrents.pause', { id });
      await page.reload().catch(() => {});
      await page.close().catch(() => {});
    });

    test('the viewer in each of its forms', async () => {
      const { torrents } = await client.request('torrents.list', {});
      const { id } = torrents.find((/** @type {any} */ { name }) => name.startsWith('White'));
      const { files } = await client.request('torrents.files', { id });
      for (const [name, view] of [['cover.jpg', 'picture'], ['notes.nfo', 'text'], ['booklet.pdf', 'pdf'], ['setup.exe', 'sentence']]) {
        const file = files.find((/** @type {any} */ one) => one.name === name);
        const page = await browser.openOwn(`viewer/viewer.html?torrent=${id}&file=${file.index}`, { width: 800, height: 600 });
        const there = () => page.evaluate((form) => document.documentElement.dataset.view === form && document.getElementById('name')?.textContent !== '', view ?? '');
        await until(there, 20_000, `${name} as ${view}`);
        await check(page, `viewer ${view}`);
        await sizes(page, `viewer ${view}`);
        await page.close();
      }
    });

    test('the popup with torrents, its question, and links of a page; and empty', async () => {
      await client.request('torrents.add', { source: `magnet:?xt=urn:btih:${unknownHash('popup')}&dn=${encodeURIComponent(ARABIC)}` });
      const page = await browser.openOwn('popup/popup.html', { width: 380, height: 560 });
      await until(() => page.evaluate(() => document.querySelectorAll('.torrents li').length >= 2), 10_000, 'the rows');
      await check(page, 'popup');
      await page.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('.torrents .remove')).click());
      await check(page, 'popup question');
      await page.evaluate(() => {
        /** @type {HTMLInputElement} */ (document.getElementById('paste_field')).value = 'nothing';
        document.querySelector('form')?.requestSubmit();
      });
      await check(page, 'popup refused');
      await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'));
      await browser.picture(page, 'size popup right to left');
      const { torrents } = await client.request('torrents.list', {});
      for (const { id } of torrents) await client.request('torrents.remove', { id, data: 'delete' });
      await shown(page, 'empty');
      await page.evaluate(() => document.documentElement.setAttribute('dir', 'ltr'));
      await check(page, 'popup empty');
      await page.close();
    });

    test('the options, and the page of the first run', async () => {
      const options = await browser.openOwn('options/options.html', { width: 800, height: 900 });
      await until(() => options.evaluate(() => /** @type {HTMLInputElement} */ (document.getElementById('cache_folder')).value !== ''), 10_000, 'the folder');
      await check(options, 'options');
      await sizes(options, 'options');
      await options.close();
      const setup = await browser.openOwn('setup/setup.html', { width: 800, height: 700 });
      await linkIs(setup, 'ready');
      await check(setup, 'first run');
      await sizes(setup, 'first run');
      await setup.close();
    });

    test('the page that asks', async () => {
      for (const [name, source] of [
        ['asks', `magnet:?xt=urn:btih:${unknownHash('ask')}&dn=${encodeURIComponent(ARABIC)}&${'tr=http%3A%2F%2Ftracker.example%2Fannounce&'.repeat(30)}`],
        ['refuses', 'nothing'],
      ]) {
        const page = await browser.openOwn(`confirm/confirm.html#${encodeURIComponent(source ?? '')}`, { width: 800, height: 600 });
        await check(page, `confirm ${name}`);
        await sizes(page, `confirm ${name}`);
        await page.close();
      }
    });
  });

  describe(`accessibility in ${family} without the host`, () => {
    const resources = new Resources();
    const user = new User(resources);
    after(() => resources.dispose());

    test('the player, the popup, the options and the page that says how to install it', async () => {
      const browser = await startBrowser(resources, family, user, { host: false });
      /** @type {Record<string, () => Promise<Page>>} */
      const pages = {
        setup: () => browser.openOwn('setup/setup.html', { width: 800, height: 560 }),
        popup: () => browser.openOwn('popup/popup.html', { width: 380, height: 560 }),
        options: () => browser.openOwn('options/options.html', { width: 800, height: 560 }),
        player: () => browser.openPlayer(`magnet:?xt=urn:btih:${unknownHash('no host')}`, { width: 800, height: 560 }),
      };
      for (const [name, open] of Object.entries(pages)) {
        const page = await open();
        await linkIs(page, 'not_installed');
        await pause(300);
        await browser.picture(page, `a11y ${name} without host`);
        assert.deepEqual(await violations(page), [], `${name} without the host`);
        await page.close();
      }
    });
  });
}
