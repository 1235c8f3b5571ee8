// The rate of web peers: a page to us, us to a page, and a page to a page for comparison, in one run. Prints one line of JSON.
//   node web_peers.mjs [--browser chromium|firefox] [--megabytes 200]
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import puppeteer from 'puppeteer-core';
import { startBrowser } from '../support/browser.mjs';
import { randomBytes } from '../support/random.mjs';
import { Resources } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { ANY_PORTS, startTrackerProcess } from '../support/tracker_process.mjs';
import { Torrents } from '../support/torrents.mjs';
import { User } from '../support/user.mjs';
import { until } from '../support/wait.mjs';
import { fetchInPage, fetchedInPage, openWebTorrentPage, seedInPage, serveWebTorrentPage } from '../support/webtorrent_page.mjs';

const { values } = parseArgs({ options: { browser: { type: 'string', default: 'chromium' }, megabytes: { type: 'string', default: '200' } } });
const family = values.browser === 'firefox' ? 'firefox' : 'chromium';
const size = Number(values.megabytes) * 1_000_000;
const LIMIT = 300_000;

const resources = new Resources();
const user = new User(resources, { stun_servers: '' });
const tracker = (await startTrackerProcess(resources, ANY_PORTS)).ws[0];
const link = (/** @type {string} */ infoHash) => `magnet:?xt=urn:btih:${infoHash}&tr=${encodeURIComponent(tracker)}`;

/** A file of random bytes. @param {string} name @param {number} number */
function file(name, number) {
  const content = randomBytes(size, number);
  const path = join(resources.folder(), name);
  writeFileSync(path, content);
  return { path, name, digest: createHash('sha256').update(content).digest('hex') };
}

/** A browser without the extension. */
async function plainBrowser() {
  const driver = await puppeteer.launch({ executablePath: '/usr/bin/chromium', headless: true, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [], protocolTimeout: LIMIT });
  resources.defer(() => driver.close());
  return /** @type {any} */ ({ open: async (/** @type {string} */ url) => { const page = await driver.newPage(); await page.goto(url); return page; } });
}

const fileOfPage = file('of_page.bin', 1511);
const fileOfOurs = file('of_ours.bin', 1512);
const base = await serveWebTorrentPage(resources, [fileOfPage.path, fileOfOurs.path]);
const [browser, pages, otherPages] = [await startBrowser(resources, family, user), await plainBrowser(), await plainBrowser()];
const client = await user.connect();
const torrents = await Torrents.of(client);
/** @type {Record<string, number>} */
const rates = {};

/** @param {string} name @param {number} began */
const note = (name, began) => {
  rates[name] = Math.round((size / 1000 / (performance.now() - began)) * 10) / 10;
};

// A page to us.
const seeding = await openWebTorrentPage(pages, base);
const infoHash = await seedInPage(seeding, fileOfPage.name, tracker);
let began = performance.now();
const player = await browser.openPlayer(link(infoHash));
const { id } = await until(async () => (await client.request('torrents.list', {})).torrents[0], 20_000, 'the torrent');
await torrents.until(id, (now) => now.has_metadata, 'metadata');
console.error(`metadata after ${Math.round(performance.now() - began)} ms`);
await client.request('torrents.select', { id, files: [0] });
began = performance.now();
await torrents.until(id, (now) => now.progress === 1, 'the whole file', LIMIT);
note('page to us', began);
const { details } = await client.request('torrents.get', { id });
const kept = readFileSync(join(details.folder, fileOfPage.name));
if (createHash('sha256').update(kept).digest('hex') !== fileOfPage.digest) throw new Error('wrong bytes arrived');

// A page to a page, of the same torrent, while we are not there.
await client.request('torrents.pause', { id });
await player.close();
const fetching = await openWebTorrentPage(otherPages, base);
began = performance.now();
await fetchInPage(fetching, link(infoHash));
await untilFetched(fetching, fileOfPage.digest);
note('page to page', began);
await Promise.all([seeding.close(), fetching.close()]);

// Us to a page.
const peer = await seed(resources, fileOfOurs.path, ['--v1'], 60_000);
const ours = await browser.openPlayer(`${link(peer.infoHash)}&x.pe=127.0.0.1:${peer.port}`);
const second = await until(async () => (await client.request('torrents.list', {})).torrents.find((/** @type {any} */ { id: other }) => other !== id), 20_000, 'the second torrent');
await torrents.until(second.id, (now) => now.has_metadata, 'metadata');
await client.request('torrents.select', { id: second.id, files: [0] });
await torrents.until(second.id, (now) => now.progress === 1, 'the second file', LIMIT);
const reading = await openWebTorrentPage(pages, base);
const { file: opened } = await client.request('streams.open', { id: second.id });
const watching = await fetch(opened.url); // the torrent is in use, so the bridge stays
began = performance.now();
await fetchInPage(reading, link(peer.infoHash));
await untilFetched(reading, fileOfOurs.digest);
note('us to page', began);
await watching.body?.cancel();
await ours.close();
console.log(JSON.stringify({ browser: family, megabytes: size / 1e6, megabytes_per_second: rates }));
await resources.dispose();
process.exit(0);

/** @param {import('puppeteer-core').Page} page @param {string} digest */
async function untilFetched(page, digest) {
  let last = await fetchedInPage(page);
  await until(
    async () => {
      last = await fetchedInPage(page);
      return last.digest;
    },
    LIMIT,
    () => `the whole file in the page; it has ${JSON.stringify(last)}`,
  );
  if (last.digest !== digest) throw new Error('wrong bytes arrived in the page');
}
