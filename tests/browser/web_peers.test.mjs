// Web peers in real browsers: a film that only a web page seeds plays, and a page fetches a film from us.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { basename } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { FAMILIES, startBrowser } from '../support/browser.mjs';
import { film } from '../support/film.mjs';
import { Resources } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { ANY_PORTS, startTrackerProcess } from '../support/tracker_process.mjs';
import { User } from '../support/user.mjs';
import { until } from '../support/wait.mjs';
import { fetchInPage, fetchedInPage, openWebTorrentPage, seedInPage, serveWebTorrentPage } from '../support/webtorrent_page.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

/** Browsers gather no candidates on a machine whose only interface is the loopback. */
const NO_NETWORK = Object.values(networkInterfaces()).flat().every((place) => place?.internal) && 'needs a network interface besides the loopback';

for (const family of FAMILIES) {
  describe(`web peers in ${family}`, { skip: NO_NETWORK }, () => {
    const resources = new Resources();
    const user = new User(resources, { stun_servers: '' });
    /** @type {import('../support/browser.mjs').Browser} */ let browser;
    /** @type {any} */ let client;
    /** @type {string} */ let tracker;
    /** @type {string[]} */ let films;
    /** @type {string} */ let base;
    before(async () => {
      tracker = (await startTrackerProcess(resources, ANY_PORTS)).ws[0];
      films = [(await film('clock', 60)).path, (await film('second', 20)).path];
      base = await serveWebTorrentPage(resources, films);
      browser = await startBrowser(resources, family, user);
      client = await user.connect();
    });
    after(() => resources.dispose());

    const link = (/** @type {string} */ infoHash) => `magnet:?xt=urn:btih:${infoHash}&tr=${encodeURIComponent(tracker)}`;

    test('a film that only a web page seeds plays', async () => {
      const page = await openWebTorrentPage(browser, base);
      const infoHash = await seedInPage(page, basename(films[0]), tracker);
      const player = await browser.openPlayer(link(infoHash));
      const began = Date.now();
      const now = () => player.evaluate(() => ({ state: document.documentElement.dataset.state, time: document.querySelector('video')?.currentTime ?? 0, text: document.body.innerText.slice(0, 300) }));
      let last = await now();
      await until(
        async () => {
          last = await now();
          return last.state === 'playing' && last.time > 1;
        },
        40_000,
        () => `the film; the player shows ${JSON.stringify(last)}`,
      );
      console.log(`# ${family}: from the link to the second second: ${Date.now() - began} ms`);
      const { torrents } = await client.request('stats.get', { offset: 0, limit: 10 });
      assert.equal(torrents[0].peers.web_peers, 1);
      assert.equal(torrents[0].peers.tcp, 0);
      await player.close();
      await page.close();
    });

    test('a web page fetches a film that only peers without WebRTC have', async () => {
      const peer = await seed(resources, films[1]);
      const player = await browser.openPlayer(`${link(peer.infoHash)}&x.pe=127.0.0.1:${peer.port}`);
      const page = await openWebTorrentPage(browser, base);
      await fetchInPage(page, link(peer.infoHash));
      let last = await fetchedInPage(page);
      await until(
        async () => {
          last = await fetchedInPage(page);
          return last.digest;
        },
        40_000,
        () => `the whole film in the page; it has ${JSON.stringify(last)}`,
      );
      assert.equal(last.digest, createHash('sha256').update(readFileSync(films[1])).digest('hex'));
      await player.close();
      await page.close();
    });
  });
}
