// How soon a person sees something: from the click on a link to the player's first paint, content and picture; the popup with one
// torrent and with two hundred; and what a list of 3,000 files costs while a film plays. Chromium alone tells all of it.
// usage: node pages.mjs [ROUNDS]
import { mkdirSync, writeFileSync, cpSync } from 'node:fs';
import { join } from 'node:path';
import { startBrowser } from '../support/browser.mjs';
import { film } from '../support/film.mjs';
import { serveMagnetPages } from '../support/magnet_pages.mjs';
import { Resources } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { unknownHash } from '../support/torrent.mjs';
import { User } from '../support/user.mjs';
import { pause, until } from '../support/wait.mjs';

const rounds = Number(process.argv[2] ?? 11);

/** @typedef {import('puppeteer-core').Page} Page */

/** @param {string} what @param {number[]} times @param {string} bar */
function print(what, times, bar) {
  const sorted = [...times].sort((a, b) => a - b);
  const shown = [sorted[Math.floor(sorted.length / 2)], sorted[0], sorted.at(-1)].map((time) => Math.round(time ?? NaN));
  console.log(`${what}: median ${shown[0]} ms (${shown[1]} to ${shown[2]}, n = ${times.length}), bar ${bar}`);
}

/** Milliseconds since 1970 at which a page painted. @param {Page} page @param {string} name */
const paintOf = (page, name) =>
  until(
    () => page.evaluate((wanted) => {
      const [entry] = performance.getEntriesByName(wanted);
      return entry ? performance.timeOrigin + entry.startTime : 0;
    }, name),
    20_000,
    name,
  );

/** Clicks the link again and again. @param {import('../support/browser.mjs').Browser} browser @param {string} base */
async function clicks(browser, base) {
  /** @type {Record<string, number[]>} */
  const times = { paint: [], content: [], picture: [] };
  for (let round = 0; round < rounds; round++) {
    const page = await browser.open(`${base}/films.html`);
    await page.bringToFront();
    await page.evaluate(() => {
      document.addEventListener('click', () => Object.assign(globalThis, { clickedAt: Date.now() }), { capture: true });
    });
    await Promise.race([page.click('#first').catch(() => {}), pause(2000)]);
    const player = await browser.ownTab((url) => url.includes('/player/player.html'), 'a player');
    const clickedAt = await page.evaluate(() => /** @type {any} */ (globalThis).clickedAt);
    times.paint?.push((await paintOf(player, 'first-paint')) - clickedAt);
    times.content?.push((await paintOf(player, 'first-contentful-paint')) - clickedAt);
    await until(() => player.evaluate(() => (document.querySelector('video')?.currentTime ?? 0) > 0), 30_000, 'the film');
    await player.close();
    await page.close();
    await pause(1500);
  }
  print('click to first paint', times.paint ?? [], '150');
  print('click to first content', times.content ?? [], '-');
}

/** @param {import('../support/browser.mjs').Browser} browser @param {number} count of torrents */
async function popups(browser, count) {
  const paints = [];
  const rows = [];
  for (let round = 0; round < rounds; round++) {
    const page = await browser.driver.newPage();
    await page.setViewport({ width: 380, height: 560 });
    await page.evaluateOnNewDocument((wanted) => {
      const look = () => {
        if (document.querySelectorAll('.torrents > li').length < wanted) return void requestAnimationFrame(look);
        requestAnimationFrame(() => Object.assign(globalThis, { rowsAt: performance.now() }));
      };
      requestAnimationFrame(look);
    }, count);
    await page.goto(`${browser.origin}/popup/popup.html`);
    rows.push(await until(() => page.evaluate(() => /** @type {any} */ (globalThis).rowsAt ?? 0), 20_000, 'the rows'));
    paints.push(await page.evaluate(() => performance.getEntriesByName('first-paint')[0]?.startTime ?? NaN));
    await page.close();
  }
  print(`popup with ${count}: first paint`, paints, '100');
  print(`popup with ${count}: rows`, rows, '200');
}

/** The share of a core that a page's own thread takes. @param {Page} page @param {number} seconds */
async function busy(page, seconds) {
  const taken = async () => (await page.metrics()).TaskDuration ?? 0;
  const before = await taken();
  await pause(seconds * 1000);
  return Math.round(((await taken()) - before) / seconds * 1000) / 10;
}

/** @param {import('../support/browser.mjs').Browser} browser @param {Resources} resources */
async function manyFiles(browser, resources) {
  const folder = join(resources.folder(), 'Pack');
  mkdirSync(folder);
  cpSync((await film('clock', 60)).path, join(folder, 'Film 0.mp4'));
  for (let i = 1; i < 3000; i++) writeFileSync(join(folder, `Note ${i}.txt`), `${i}`);
  const peer = await seed(resources, folder, [], 60_000);
  const player = await browser.openPlayer(peer.magnet, { width: 1000, height: 700 });
  await player.bringToFront();
  await until(() => player.evaluate(() => document.documentElement.dataset.state === 'playing'), 60_000, 'the film');
  await pause(5000);
  const shut = await busy(player, 10);
  await player.evaluate(() => {
    Object.assign(globalThis, { longest: 0 });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) Object.assign(globalThis, { longest: Math.max(/** @type {any} */ (globalThis).longest, duration) });
    }).observe({ type: 'longtask' });
  });
  await player.keyboard.press('e');
  const open = await busy(player, 10);
  const longest = await player.evaluate(() => /** @type {any} */ (globalThis).longest);
  console.log(`3,000 files, playing: ${shut} % of a core (bar 5), list open ${open} % (bar 10), longest task ${Math.round(longest)} ms (bar 50)`);
  await player.close();
}

const resources = new Resources();
try {
  const user = new User(resources);
  const browser = await startBrowser(resources, 'chromium', user);
  const { path } = await film('clock', 60);
  const peer = await seed(resources, path);
  const { base } = await serveMagnetPages(resources, { first: peer.magnet, second: peer.magnet });
  await clicks(browser, base);
  await popups(browser, 1);
  await manyFiles(browser, resources);
  const client = await user.connect();
  for (let i = 0; i < 198; i++) await client.request('torrents.add', { source: `magnet:?xt=urn:btih:${unknownHash(`row ${i}`)}&dn=Row ${i}` });
  await popups(browser, 200);
  const popup = await browser.openOwn('popup/popup.html', { width: 380, height: 560 });
  await pause(3000);
  console.log(`popup with 200, open: ${await busy(popup, 10)} % of a core (bar 3)`);
} finally {
  await resources.dispose();
}
