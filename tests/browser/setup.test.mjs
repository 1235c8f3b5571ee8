// A browser without the host: the person is told so, and told again when it works.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { FAMILIES, startBrowser } from '../support/browser.mjs';
import { serveMagnetPages } from '../support/magnet_pages.mjs';
import { Resources } from '../support/resources.mjs';
import { User } from '../support/user.mjs';
import { until } from '../support/wait.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

/** Waits until the page shows this state of the link to the host. @param {Page} page @param {string} state */
function linkIs(page, state) {
  const now = () => page.evaluate(() => document.documentElement.dataset.link).catch(() => '');
  return until(async () => (await now()) === state, 20_000, `the link ${state}`);
}

for (const family of FAMILIES) {
  describe(`in ${family}, without the host`, () => {
    const resources = new Resources();
    const user = new User(resources);
    /** @type {import('../support/browser.mjs').Browser} */ let browser;
    /** @type {string} */ let base;
    before(async () => {
      ({ base } = await serveMagnetPages(resources));
      browser = await startBrowser(resources, family, user, { host: false });
    });
    after(() => resources.dispose());

    test('the setup page opens by itself and says what to do', async () => {
      const setup = await browser.ownTab((url) => url.includes('/setup/setup.html'), 'the setup page');
      await linkIs(setup, 'not_installed');
      assert.match(await setup.evaluate(() => document.body.innerText), /installer\/install\.sh/);
      await setup.bringToFront();
      await browser.picture(setup, 'setup');
      await setup.close();
    });

    test('the options say that there is nothing to set, and look like it', async () => {
      const options = await browser.openOwn('options/options.html', { width: 800, height: 700 });
      await linkIs(options, 'not_installed');
      const fields = await options.evaluate(() =>
        [...document.querySelectorAll('#settings input:not([data-kept-by-browser])')].map((field) => ({
          id: field.id,
          disabled: /** @type {HTMLInputElement} */ (field).disabled,
          opacity: Math.min(Number(getComputedStyle(field).opacity), Number(getComputedStyle(/** @type {Element} */ (field.closest('.setting'))).opacity)),
        })),
      );
      assert.ok(fields.length > 8);
      for (const { id, disabled, opacity } of fields) assert.ok(disabled && opacity < 0.7, `${id}: ${disabled} ${opacity}`);
      assert.match(await options.evaluate(() => document.getElementById('unavailable_words')?.textContent ?? ''), /not installed/);
      await browser.picture(options, 'options-without-host');
      await options.close();
    });

    test('a click opens the player, which says what is missing and leads to the setup page', async () => {
      const page = await browser.open(`${base}/clicks.html`);
      await page.bringToFront();
      await page.click('#plain');
      const player = await browser.ownTab((url) => url.includes('/player/player.html'), 'a player');
      await player.bringToFront();
      await linkIs(player, 'not_installed');
      await browser.picture(player, 'player-without-host');
      const button = await player.waitForSelector('#actions button');
      await button?.click();
      const setup = await browser.ownTab((url) => url.includes('/setup/setup.html'), 'the setup page');
      await linkIs(setup, 'not_installed');
      await page.close();
    });

    test('"Check again" finds the host once it is installed, and the film that was clicked is asked for', async () => {
      const setup = await browser.ownTab((url) => url.includes('/setup/setup.html'), 'the setup page');
      await setup.bringToFront();
      const before = await setup.evaluate(() => document.body.innerText);
      await setup.click('#check');
      await until(async () => (await setup.evaluate(() => document.getElementById('result')?.textContent)) !== '', 10_000, 'an answer');
      await linkIs(setup, 'not_installed');
      browser.registerHost();
      await setup.click('#check');
      await linkIs(setup, 'ready');
      assert.notEqual(await setup.evaluate(() => document.body.innerText), before);
      const words = await setup.evaluate(() => document.body.innerText);
      assert.match(words, /Magnet links that you click on any web page open in Magnetar/);
      assert.match(words, /can see this computer’s network address, and parts of the film are given to others/);
      await browser.picture(setup, 'setup-ready');
      assert.equal(user.daemons().length, 1);
    });

    test('a page of the extension cannot be put into a frame of a web page', async () => {
      const page = await browser.open(`${base}/clicks.html`);
      await page.evaluate(async (address) => {
        const frame = document.createElement('iframe');
        frame.src = address;
        document.body.append(frame);
        await new Promise((resolve) => setTimeout(resolve, 1500));
      }, `${browser.origin}/popup/popup.html`);
      const frames = page.frames().map((frame) => frame.url()).filter((url) => url.includes('popup.html'));
      assert.deepEqual(frames, []);
      await page.close();
    });
  });
}
