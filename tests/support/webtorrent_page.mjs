// A plain web page with WebTorrent, in a tab of a real browser: it seeds or fetches by WebRTC alone.
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { TESTS } from './paths.mjs';
import { serve } from './web_server.mjs';

const SCRIPT = join(TESTS, 'node_modules/webtorrent/dist/webtorrent.min.js');

const PAGE = `<!doctype html><title>WebTorrent</title><script type="module">
import WebTorrent from './webtorrent.min.js';
globalThis.client = new WebTorrent({ tracker: { rtcConfig: { iceServers: [] } } });
document.title = 'ready';
</script>`;

/** @param {import('./resources.mjs').Resources} resources @param {string[]} files paths that the page may fetch by their names */
export async function serveWebTorrentPage(resources, files = []) {
  const paths = new Map(files.map((path) => [`/${basename(path)}`, path]));
  const { base } = await serve(resources, ({ url }, response) => {
    if (url === '/webtorrent.min.js') return void response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(readFileSync(SCRIPT));
    const path = paths.get(url ?? '');
    if (!path) return void response.writeHead(200, { 'Content-Type': 'text/html' }).end(PAGE);
    response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': statSync(path).size });
    createReadStream(path).pipe(response);
  });
  return base;
}

/** @typedef {import('puppeteer-core').Page} Page */

/** Opens the page and waits for WebTorrent. @param {import('./browser.mjs').Browser} browser @param {string} base @returns {Promise<Page>} */
export async function openWebTorrentPage(browser, base) {
  const page = await browser.open(base);
  await page.waitForFunction(() => document.title === 'ready', { timeout: 20_000 });
  return page;
}

/** Seeds a file of the page's server. @param {Page} page @param {string} name @param {string} tracker @returns {Promise<string>} the info-hash */
export function seedInPage(page, name, tracker) {
  return page.evaluate(
    async (file, announce) => {
      const bytes = await (await fetch(`/${file}`)).arrayBuffer();
      const { client } = /** @type {any} */ (globalThis);
      return new Promise((resolve) => client.seed(new File([bytes], file), { announce: [announce] }, (/** @type {any} */ torrent) => resolve(torrent.infoHash)));
    },
    name,
    tracker,
  );
}

/** Begins to fetch a torrent. @param {Page} page @param {string} magnet */
export function fetchInPage(page, magnet) {
  return page.evaluate((link) => {
    const { client } = /** @type {any} */ (globalThis);
    client.add(link, (/** @type {any} */ torrent) => Object.assign(globalThis, { torrent }));
  }, magnet);
}

/** How far the page's torrent is, and the digest of its file once it is whole. @param {Page} page */
export function fetchedInPage(page) {
  return page.evaluate(async () => {
    const { torrent, client } = /** @type {any} */ (globalThis);
    const peers = client.torrents[0]?.numPeers ?? 0;
    if (!torrent?.done) return { progress: torrent?.progress ?? 0, peers, digest: '' };
    const bytes = await (await torrent.files[0].blob()).arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    return { progress: 1, peers, digest: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') };
  });
}
