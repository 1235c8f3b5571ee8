// The context menu: a chosen address is taken as a torrent whatever its form, since the person who chose it knows it to
// be one.
import { after, before, describe, test } from 'node:test';
import { FAMILIES, startBrowser } from '../support/browser.mjs';
import { streamLink, streamSelection } from '../support/context_menu.mjs';
import { linkCalled, hashOf } from '../support/magnet_pages.mjs';
import { Resources } from '../support/resources.mjs';
import { makeTorrent } from '../support/torrent.mjs';
import { startUser } from '../support/user.mjs';
import { until } from '../support/wait.mjs';
import { serve } from '../support/web_server.mjs';

/** Test names and addresses, each with a torrent of its own. @type {[string, string][]} */
const ADDRESSES = [
  ['a script with a number', '/download.php?id=22325'],
  ['a number and a word', '/22325/download'],
  ['a word alone', '/latest'],
  ['a name that ends as a page does', '/torrent/22325.html'],
  ['a name with spaces and letters', '/my%20film/caf%C3%A9'],
  ['the name of a film', '/get/The.Film.2020.mkv'],
];

const torrents = new Map(
  ADDRESSES.map(([what, address]) => [address, makeTorrent({ name: `${what}.mkv`, files: [{ path: 'a', content: Buffer.from(what) }] })]),
);

const PAGE = `<!doctype html><meta charset="utf-8"><title>Links that do not say what they are</title>
${ADDRESSES.map(([what, address], n) => `<p><a id="link-${n}" href="${address}">${what}</a></p>`).join('\n')}
<p><a id="magnet" href="${linkCalled('menu').replaceAll('&', '&amp;')}">a magnet link</a></p>
<p id="selected">The hash is ${hashOf('selected')}.</p>
<p><a id="login" href="/login">a page that asks who one is</a></p>`;

/** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
function answer({ url = '' }, response) {
  const found = torrents.get(url);
  if (found) return void response.end(found.torrent);
  if (url !== '/' && url !== '/login') return void response.writeHead(404).end();
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.end(url === '/' ? PAGE : '<!doctype html><form><input type="password" name="p"></form>');
}

for (const family of FAMILIES) {
  describe(`the right button in ${family}`, () => {
    const resources = new Resources();
    /** @type {Awaited<ReturnType<typeof startUser>>['client']} */ let client;
    /** @type {import('../support/browser.mjs').Browser} */ let browser;
    /** @type {import('puppeteer-core').Page} */ let page;
    before(async () => {
      const world = await startUser(resources, { local_torrent_links: true });
      ({ client } = world);
      browser = await startBrowser(resources, family, world.user);
      page = await browser.open(`${(await serve(resources, answer)).base}/`);
    });
    after(() => resources.dispose());

    /** Waits for a torrent in the daemon, and for the player. @param {(torrent: any) => unknown} fits @param {string} what */
    async function arrives(fits, what) {
      const look = async () => (await client.request('torrents.list', { limit: 200 })).torrents.some(fits);
      await until(look, 20_000, what);
      await browser.showsOwn((url) => url.includes('/player/player.html'), 'a player');
      await browser.closeOwnTabs();
    }

    /** @param {string} hash @param {() => Promise<unknown>} choose */
    async function streams(hash, choose) {
      await page.bringToFront();
      await choose();
      await arrives(({ info_hash: { v1 } }) => v1 === hash, `the torrent ${hash}`);
    }

    for (const [n, [what, address]] of ADDRESSES.entries()) {
      test(`an address that does not say .torrent streams: ${what}`, async () => {
        await streams(String(torrents.get(address)?.infoHash), () => streamLink(browser, page, `#link-${n}`));
      });
    }

    test('a magnet link streams', () => streams(hashOf('menu'), () => streamLink(browser, page, '#magnet')));

    test('selected text with a hash in it streams', () =>
      streams(hashOf('selected'), () => streamSelection(browser, page, '#selected')));

    test('an address that is a page to log in is said to be one', async () => {
      await page.bringToFront();
      await streamLink(browser, page, '#login');
      await arrives(({ notice }) => notice?.reason === 'login_page', 'what is wrong with it');
    });
  });
}
