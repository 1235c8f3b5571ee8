// Every way to click a magnet link, in real browsers: the torrent arrives in the daemon, or the page that asks opens.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { FAMILIES, startBrowser } from '../support/browser.mjs';
import { hashOf, linkCalled, serveMagnetPages } from '../support/magnet_pages.mjs';
import { Resources } from '../support/resources.mjs';
import { startUser } from '../support/user.mjs';
import { pause, within } from '../support/wait.mjs';
import { GESTURES, PAGE_MADE, HIDDEN_FROM_EVENTS, NAVIGATIONS, STOLEN, click } from './gestures.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

for (const family of FAMILIES) {
  describe(`in ${family}`, () => {
    const resources = new Resources();
    /** @type {Awaited<ReturnType<typeof startUser>>['client']} */ let client;
    /** @type {import('../support/browser.mjs').Browser} */ let browser;
    /** @type {string} */ let base;
    /** @type {Page} */ let page;
    before(async () => {
      const world = await startUser(resources);
      ({ client } = world);
      await client.request('torrents.subscribe');
      ({ base } = await serveMagnetPages(resources));
      browser = await startBrowser(resources, family, world.user);
      page = await browser.open(`${base}/clicks.html`);
    });
    after(() => resources.dispose());

    const added = (/** @type {string} */ name) =>
      client.notification('torrents.added', ({ torrent }) => torrent.info_hash.v1 === hashOf(name), 15_000);
    const isKnown = async (/** @type {string} */ name) => {
      const { torrents } = await client.request('torrents.list', { limit: 200 });
      return torrents.some((/** @type {any} */ torrent) => torrent.info_hash.v1 === hashOf(name));
    };
    /** While a browser's dialog is open, its driver never reports the end of the click. @param {import('./gestures.mjs').Gesture} gesture */
    const perform = async (gesture) => {
      await page.bringToFront();
      await within(gesture(page), 15_000, 'the gesture done');
    };

    for (const [name, gesture] of Object.entries(GESTURES)) {
      test(`a person's click streams: ${name}`, async () => {
        await perform(gesture);
        const { torrent } = await added(name);
        assert.equal(torrent.name, `Link ${name}`);
        await browser.showsOwn((url) => url.includes('/player/player.html'), 'a player');
        assert.equal(page.url(), `${base}/clicks.html`);
        await browser.closeOwnTabs();
      });
    }

    test('a middle click leaves the person where they are', async () => {
      const shown = () => page.evaluate(() => document.visibilityState);
      if (family === 'firefox') return; // headless Firefox reports every tab as visible
      await page.reload();
      await perform(click('#middle', { button: 'middle' }));
      await browser.showsOwn((url) => url.includes('/player/player.html'), 'a player');
      assert.equal(await shown(), 'visible');
      await browser.closeOwnTabs();
    });

    const pageMade = { ...PAGE_MADE, ...(family === 'chromium' ? HIDDEN_FROM_EVENTS : {}) };
    for (const [name, gesture] of Object.entries(pageMade)) {
      test(`what a page makes of a click asks first: ${name}`, async () => {
        await perform(gesture);
        const asking = await browser.ownTab(
          (url) => url.includes('/confirm/confirm.html') && url.includes(hashOf(name)),
          'the page that asks',
        );
        assert.equal(await isKnown(name), false);
        await asking.close();
        await browser.closeOwnTabs();
      });
    }

    if (family === 'chromium') {
      for (const [name, gesture] of Object.entries(NAVIGATIONS)) {
        test(`what only a navigation shows asks first: ${name}`, async () => {
          const other = await browser.open(`${base}/clicks.html`); // the browser's own dialog stays in front of the page
          const clicked = gesture(other).catch(() => {}); // the driver may wait for a navigation, and none comes
          const asking = await browser.ownTab(
            (url) => url.includes('/confirm/confirm.html') && url.includes(hashOf(name)),
            'the page that asks',
          );
          assert.equal(await isKnown(name), false);
          await asking.close();
          await browser.closeOwnTabs();
          await clicked;
          await other.close();
        });
      }

      test('a link that a person leaves to the system is not asked about', async () => {
        const other = await browser.open(`${base}/clicks.html`); // the browser's own dialog stays in front of the page
        await other.keyboard.down('Alt');
        await within(click('#alt')(other), 15_000, 'the gesture done');
        await pause(1000);
        assert.deepEqual(await browser.ownTabs(), []);
        await other.close();
      });
    }

    if (family === 'firefox') {
      for (const [name, gesture] of Object.entries(HIDDEN_FROM_EVENTS)) {
        test(`what no script sees reaches the protocol handler, and asks first: ${name}`, async () => {
          await browser.allowMagnetLinksOf(base);
          const other = await browser.open(`${base}/clicks.html`);
          await gesture(other).catch(() => {}); // the tab goes to the confirmation page while the driver waits for the click
          await browser.showsOwn(
            (url) => url.includes('/confirm/confirm.html') && url.includes(hashOf(name)),
            'the page that asks',
          );
          assert.equal(await isKnown(name), false);
          await browser.closeOwnTabs();
        });
      }
    }

    for (const [name, gesture] of Object.entries(STOLEN)) {
      test(`a gesture for something else asks first: ${name}`, async () => {
        await perform(gesture);
        const asking = await browser.ownTab(
          (url) => url.includes('/confirm/confirm.html') && url.includes(hashOf('stolen')),
          'the page that asks',
        );
        assert.equal(await isKnown('stolen'), false);
        await asking.close();
        await browser.closeOwnTabs();
        await pause(2000); // until then the same link counts as the same gesture
      });
    }

    test('a player that the extension did not open asks first', async () => {
      const page = await browser.openOwn(`player/player.html#${encodeURIComponent(linkCalled('foreign'))}`).catch(() => null);
      await browser.showsOwn((url) => url.includes('/confirm/confirm.html') && url.includes(hashOf('foreign')), 'the page that asks');
      assert.equal(await isKnown('foreign'), false);
      await page?.close();
      await browser.closeOwnTabs();
    });

    test(
      'a page that opens a link by itself gets nothing without a question',
      { skip: family === 'firefox' ? 'Firefox asks by itself' : false },
      async () => {
        const other = await browser.open(`${base}/unasked.html`);
        await browser.showsOwn(
          (url) => url.includes('/confirm/confirm.html') && url.includes(hashOf('unasked')),
          'the page that asks',
        );
        assert.equal(await isKnown('unasked'), false);
        await other.close();
        await browser.closeOwnTabs();
      },
    );

    test('streaming begins when the question is answered with yes, and not before', async () => {
      await perform(click('#by-attached-too'));
      const asking = await browser.ownTab((url) => url.includes('/confirm/confirm.html'), 'the page that asks');
      await asking.waitForSelector('button');
      await browser.picture(asking, 'confirm');
      assert.equal(await isKnown('asked'), false);
      const yes = await asking.waitForSelector('#stream');
      await yes?.click();
      await added('asked');
      await browser.showsOwn((url) => url.includes('/player/player.html'), 'a player');
      await browser.closeOwnTabs();
    });

    test('the right button and links of other networks are left alone', async () => {
      await browser.closeOwnTabs();
      await perform(click('#right', { button: 'right' }));
      await page.keyboard.press('Escape');
      // Firefox gives each magnet link without a listener to the protocol handler.
      if (family === 'chromium') await perform(click('#other')).catch(() => {});
      await pause(500);
      assert.equal(await isKnown('right'), false);
      assert.equal((await browser.ownTabs()).length, 0);
    });
  });
}
