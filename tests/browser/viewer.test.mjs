// A folder without a film in real browsers: pictures, text and PDF are shown, the rest is offered for saving, and nothing runs.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { FAMILIES, startBrowser } from '../support/browser.mjs';
import { coloursIn } from '../support/contrast.mjs';
import { kept } from '../support/film_forms.mjs';
import { redPage } from '../support/pdf.mjs';
import { Resources } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { User } from '../support/user.mjs';
import { until } from '../support/wait.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

const PAGE = '<!doctype html><title>taken over</title><script>document.title = "ran"; alert(1)</script><h1>words</h1>';
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>top.document.title = "ran"</script></svg>';

/** @param {Page} page */
const shown = (page) =>
  page.evaluate(() => ({
    view: document.documentElement.dataset.view,
    name: document.getElementById('name')?.textContent,
    sentence: document.getElementById('sentence')?.textContent,
    words: document.getElementById('words')?.textContent,
    width: /** @type {HTMLImageElement} */ (document.getElementById('picture')).naturalWidth,
    title: document.title,
  }));

for (const family of FAMILIES) {
  describe(`a folder in ${family}`, () => {
    const resources = new Resources();
    const user = new User(resources);
    /** @type {import('../support/browser.mjs').Browser} */ let browser;
    /** @type {Page} */ let player;
    /** @type {string} */ let torrent;
    /** @type {Record<string, number>} */ let indexes;

    before(async () => {
      const folder = join(resources.folder(), 'Holiday');
      mkdirSync(join(folder, 'pictures'), { recursive: true });
      for (const [name, colour] of [['one.png', 'blue'], ['two.jpg', 'green']]) {
        const picture = await kept(`plain-${colour}-${name}`, ['-f', 'lavfi', '-i', `color=${colour}:size=640x400`, '-frames:v', '1']);
        cpSync(picture, join(folder, 'pictures', name ?? ''));
      }
      writeFileSync(join(folder, 'booklet.pdf'), redPage());
      writeFileSync(join(folder, 'page.html.txt'), PAGE);
      writeFileSync(join(folder, 'drawing.svg.png'), SVG);
      writeFileSync(join(folder, 'drawing.svg'), SVG);
      writeFileSync(join(folder, 'page.html'), PAGE);
      writeFileSync(join(folder, 'setup.exe'), Buffer.alloc(900_000, 1));
      const peer = await seed(resources, folder);
      browser = await startBrowser(resources, family, user);
      player = await browser.openPlayer(peer.magnet, { width: 1000, height: 700 });
      await until(() => player.evaluate(() => document.getElementById('action_view')?.checkVisibility()), 40_000, 'the offer to show a file');
      const client = await user.connect();
      const { torrents } = await client.request('torrents.list', {});
      torrent = torrents[0].id;
      const { files } = await client.request('torrents.files', { id: torrent });
      indexes = Object.fromEntries(files.map((/** @type {any} */ { name, index }) => [name, index]));
    });
    after(() => resources.dispose());

    /** @param {string} name @param {string} view @param {{width?: number, height?: number}} [size] */
    async function open(name, view, size = { width: 900, height: 700 }) {
      const page = await browser.openOwn(`viewer/viewer.html?torrent=${torrent}&file=${indexes[name]}`, size);
      /** @type {Awaited<ReturnType<typeof shown>>} */ let last;
      const there = async () => {
        last = await shown(page);
        return last.view === view && !/Fetching/.test(last.sentence ?? '') && last.name === name && last;
      };
      const seen = await until(there, 30_000, () => `${name} as ${view}, not ${JSON.stringify(last)}`);
      return { page, seen };
    }

    test('the player offers the first picture or PDF, and the list opens each file', async () => {
      await player.evaluate(() => document.getElementById('action_view')?.click());
      await browser.showsOwn((address) => address.includes(`viewer.html?torrent=${torrent}&file=${indexes['booklet.pdf']}`), 'the viewer with the PDF');
      await player.bringToFront();
      await player.evaluate(() => document.getElementById('action_files')?.click());
      await until(() => player.evaluate(() => document.querySelectorAll('#file_list .file').length === 8), 10_000, 'the rows');
      await browser.picture(player, 'folder without a film');
      await player.evaluate(() => {
        const row = [...document.querySelectorAll('#file_list .file')].find((one) => one.textContent?.startsWith('two.jpg'));
        /** @type {HTMLElement} */ (row).click();
      });
      await browser.showsOwn((address) => address.endsWith(`file=${indexes['two.jpg']}`), 'the viewer with the picture');
    });

    test('a picture is shown, fits, and the arrows go to the next', async () => {
      const { page, seen } = await open('one.png', 'picture');
      assert.equal(seen.width, 640);
      await page.bringToFront();
      await browser.picture(page, 'viewer picture');
      await page.keyboard.press('ArrowRight');
      await until(async () => (await shown(page)).name === 'two.jpg' && (await shown(page)).view === 'picture', 10_000, 'the next picture');
      await page.close();
    });

    test('a page that calls itself text is text', async () => {
      const { page, seen } = await open('page.html.txt', 'text');
      assert.deepEqual([seen.words, seen.title], [PAGE, 'page.html.txt']);
      await browser.picture(page, 'viewer text');
      await page.close();
    });

    test('a drawing that calls itself a picture is none, and nothing of it runs', async () => {
      const { page, seen } = await open('drawing.svg.png', 'sentence');
      assert.match(seen.sentence ?? '', /no picture/);
      assert.equal(seen.title, 'drawing.svg.png');
      await page.close();
    });

    test('a PDF is in the viewer of the browser', async () => {
      const { page } = await open('booklet.pdf', 'pdf');
      await page.bringToFront();
      const red = async () => {
        const colours = await coloursIn(page, { x: 400, y: 350, width: 100, height: 100 });
        return colours.filter(([r, g, b]) => r > 200 && g < 60 && b < 60).length > colours.length / 2;
      };
      await until(red, 20_000, 'the red page of the PDF').finally(() => browser.picture(page, 'viewer pdf'));
      await page.close();
    });

    test('everything else is offered for saving and nothing of it is shown', async () => {
      for (const name of ['setup.exe', 'page.html', 'drawing.svg']) {
        const { page, seen } = await open(name, 'sentence');
        assert.match(seen.sentence ?? '', /can be saved/);
        assert.equal(await page.evaluate(() => document.getElementById('save')?.checkVisibility()), true);
        assert.equal(seen.title, name);
        if (name === 'setup.exe') await browser.picture(page, 'viewer none');
        await page.close();
      }
    });
  });
}
