// .torrent files by URL: fetched and refused ones.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { PUBLIC_ADDRESS, PUBLIC_PORT, inPublicWorld, publicWorldIsPossible } from '../support/public_world.mjs';
import { randomBytes } from '../support/random.mjs';
import { Resources } from '../support/resources.mjs';
import { makeTorrent, unknownHash } from '../support/torrent.mjs';
import { Torrents } from '../support/torrents.mjs';
import { User, startUser } from '../support/user.mjs';
import { serve } from '../support/web_server.mjs';

const FILM = makeTorrent({ name: 'Fetched film', files: [{ path: 'film.mp4', content: randomBytes(50_000, 1) }] });
const KNOWN = makeTorrent({ name: 'Known film', files: [{ path: 'known.mp4', content: randomBytes(50_000, 2) }] });

/** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
function answer(request, response) {
  const path = request.url ?? '';
  if (path in SITES) SITES[path]?.(request, response);
  else if (path === '/film.torrent') response.end(FILM.torrent);
  else if (path === '/known.torrent') response.end(KNOWN.torrent);
  else if (path === '/page.torrent') response.end('<html>Please log in</html>');
  else if (path === '/endless.torrent') endless(response);
  else if (path === '/announced.torrent') response.writeHead(200, { 'Content-Length': 11 * 1024 * 1024 }).write('d');
  else if (path === '/once') response.writeHead(302, { Location: '/film.torrent' }).end();
  else if (path === '/circle') response.writeHead(302, { Location: '/circle' }).end();
  else if (path === '/to-file') response.writeHead(302, { Location: 'file:///etc/passwd' }).end();
  else if (path === '/to-ftp') response.writeHead(302, { Location: 'ftp://127.0.0.1/film.torrent' }).end();
  else if (path === '/hangs') response.on('close', () => {});
  else response.writeHead(path === '/gone' ? 410 : 404).end('not here');
}

const LINK = makeTorrent({ name: 'Linked film', files: [{ path: 'film.mp4', content: randomBytes(50_000, 3) }] });
const SOURCED = makeTorrent({ name: 'Sourced film', files: [{ path: 'film.mp4', content: randomBytes(50_000, 4) }] });

/** Answers of sites to the URL of a .torrent file. @type {Record<string, import('node:http').RequestListener>} */
const SITES = {
  '/to-magnet': (_, response) => response.writeHead(302, { Location: `magnet:?xt=urn:btih:${LINK.infoHash}&dn=Linked` }).end(),
  '/packed.torrent': (_, response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(LINK.torrent)),
  '/film.torrent.gz': (_, response) => response.end(gzipSync(LINK.torrent)),
  '/cookie': (_, response) => response.writeHead(302, { 'Set-Cookie': 'pass=1', Location: '/with-cookie' }).end(),
  '/with-cookie': (request, response) => response.writeHead(request.headers.cookie === 'pass=1' ? 200 : 403).end(LINK.torrent),
  '/browsers-only': (request, response) =>
    response.writeHead(/^Mozilla\/5\.0 /.test(request.headers['user-agent'] ?? '') ? 200 : 403).end(LINK.torrent),
  '/marked.torrent': (_, response) => response.end(Buffer.concat([Buffer.from('\ufeff\r\n'), LINK.torrent])),
  '/changed.torrent': (_, response) => response.writeHead(203).end(LINK.torrent),
  '/download.php?id=22325': (_, response) => response.end(LINK.torrent),
  '/my%20film.torrent': (_, response) => response.end(LINK.torrent),
  '/login': (_, response) => response.end('<html><form><input type="password" name="p"></form>'),
  '/forbidden': (_, response) => response.writeHead(403).end(),
  '/sourced.torrent': (_, response) => response.end(SOURCED.torrent),
};

function endless(/** @type {import('node:http').ServerResponse} */ response) {
  const chunk = Buffer.alloc(65_536, 'd');
  const more = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', more).on('error', () => {});
  more();
}

describe('with links on this machine allowed, a URL', () => {
  const resources = new Resources();
  /** @type {Torrents} */ let torrents;
  /** @type {Awaited<ReturnType<typeof startUser>>['client']} */ let client;
  /** @type {Awaited<ReturnType<typeof serve>>} */ let web;
  before(async () => {
    ({ client } = await startUser(resources, { local_torrent_links: true }));
    torrents = await Torrents.of(client);
    web = await serve(resources, answer);
  });
  after(() => resources.dispose());

  const add = (/** @type {string} */ path) => client.request('torrents.add', { source: `${web.base}${path}` });
  const failure = async (/** @type {string} */ path) => {
    const { id } = await add(path);
    return (await torrents.until(id, (torrent) => torrent.state === 'error', 'an error', 40_000)).notice;
  };

  test('becomes the torrent it names', async () => {
    const { id, existing } = await add('/film.torrent');
    assert.equal(existing, false);
    const torrent = await torrents.until(id, (now) => now.has_metadata, 'metadata');
    assert.deepEqual([torrent.name, torrent.info_hash.v1], ['Fetched film', FILM.infoHash]);
  });

  test('is followed over a redirect, and what is here already is told as a duplicate', async () => {
    const { id } = await client.request('torrents.add', { torrent: KNOWN.torrent.toString('base64') });
    const later = await add('/known.torrent');
    assert.notEqual(later.id, id);
    const removed = await client.notification('torrents.removed', (params) => params.id === later.id);
    assert.deepEqual(removed, { id: later.id, replaced_by: id, reason: 'duplicate' });
    const redirected = await add('/once');
    const gone = await client.notification('torrents.removed', (params) => params.id === redirected.id);
    assert.equal(gone.reason, 'duplicate');
  });

  for (const [path, name] of [
    ['/gone', 'fetch_failed'],
    ['/missing', 'fetch_failed'],
    ['/circle', 'fetch_failed'],
    ['/page.torrent', 'bad_torrent'],
    ['/endless.torrent', 'fetch_too_large'],
    ['/announced.torrent', 'fetch_too_large'],
  ]) {
    test(`that is ${path} ends in ${name}`, async () => {
      const notice = await failure(path);
      assert.equal(notice.name, name, notice.message);
    });
  }

  for (const [what, path] of [
    ['answers with a compressed file, unasked', '/packed.torrent'],
    ['is that of a compressed file', '/film.torrent.gz'],
    ['gives a cookie with its redirect', '/cookie'],
    ['refuses what is no browser', '/browsers-only'],
    ['puts a mark and a blank line before the file', '/marked.torrent'],
    ['answers 203', '/changed.torrent'],
    ['does not say .torrent', '/download.php?id=22325'],
    ['was copied with a space', '/my film.torrent'],
  ]) {
    test(`that ${what} becomes the torrent`, async () => {
      const { id } = await add(path ?? '');
      const torrent = await torrents.until(id, (now) => now.has_metadata, 'metadata');
      assert.equal(torrent.info_hash.v1, LINK.infoHash);
      await client.request('torrents.remove', { id, data: 'delete' });
    });
  }

  test('that redirects to a magnet link becomes its torrent', async () => {
    const { id } = await add('/to-magnet');
    const torrent = await torrents.until(id, (now) => now.state !== 'fetching_torrent', 'the link');
    assert.deepEqual([torrent.name, torrent.info_hash.v1], ['Linked', LINK.infoHash]);
    await client.request('torrents.remove', { id, data: 'delete' });
  });

  test('beside the hash of a magnet link brings the list of files without any peer', async () => {
    const url = encodeURIComponent(`${web.base}/sourced.torrent`);
    const link = (/** @type {string} */ hash) => ({ source: `magnet:?xt=urn:btih:${hash}&xs=${url}` });
    const other = await client.request('torrents.add', link(unknownHash('other')));
    const { id } = await client.request('torrents.add', link(SOURCED.infoHash));
    const torrent = await torrents.until(id, (now) => now.has_metadata, 'metadata');
    assert.equal(torrent.name, 'Sourced film');
    assert.equal((await client.request('torrents.get', { id: other.id })).torrent.has_metadata, false);
  });

  for (const [path, reason] of [
    ['/page.torrent', 'web_page'],
    ['/login', 'login_page'],
    ['/forbidden', 'refused'],
    ['/gone', 'missing'],
    ['/circle', 'redirect'],
  ]) {
    test(`that is ${path} says that it is ${reason}`, async () => {
      assert.equal((await failure(path ?? '')).reason, reason);
    });
  }

  for (const path of ['/to-file', '/to-ftp']) {
    test(`does not lead out of http by ${path}`, async () => {
      const notice = await failure(path);
      assert.ok(['fetch_failed', 'fetch_forbidden'].includes(notice.name), notice.name);
    });
  }

  test('that nobody answers ends in fetch_failed', async () => {
    const { id } = await client.request('torrents.add', { source: 'http://127.0.0.1:1/film.torrent' });
    const { notice } = await torrents.until(id, (torrent) => torrent.state === 'error', 'an error');
    assert.equal(notice.name, 'fetch_failed');
  });

  test('that hangs is told as fetching, and can be removed meanwhile', async () => {
    const { id } = await add('/hangs');
    assert.equal(
      (await torrents.until(id, (torrent) => torrent.state === 'fetching_torrent', 'fetching')).has_metadata,
      false,
    );
    await client.request('torrents.remove', { id, data: 'delete' });
    assert.equal((await client.refusal('torrents.get', { id })).rpcName, 'unknown_torrent');
  });
});

describe('without leave, a URL', () => {
  const resources = new Resources();
  after(() => resources.dispose());

  test('to this machine or the local network is not fetched, however it is written', async () => {
    const { client } = await startUser(resources);
    const torrents = await Torrents.of(client);
    const web = await serve(resources, answer);
    const hosts = [
      '127.0.0.1',
      'localhost',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '2130706433',
      '0x7f.1',
      '127.1',
      '0.0.0.0',
      '10.0.0.1',
      '192.168.1.1',
      '172.16.0.1',
      '169.254.169.254',
      '100.64.0.1',
      '[fe80::1]',
      '[fd00::1]',
    ];
    for (const host of hosts) {
      const source = `http://${host}:${web.port}/film.torrent`;
      const added = await client.request('torrents.add', { source }).catch((error) => error);
      const name =
        added.rpcName ?? (await torrents.until(added.id, (torrent) => torrent.state === 'error', source)).notice.name;
      assert.ok(['fetch_forbidden', 'bad_source'].includes(name), `${source}: ${name}`);
    }
    assert.deepEqual(web.requests, []);
  });

  test(
    'that redirects from the public network to this machine is not followed',
    { skip: publicWorldIsPossible() ? false : 'no user namespaces here' },
    async () => {
      const user = new User(resources);
      await user.startDaemon(inPublicWorld());
      const client = await user.connect();
      const torrents = await Torrents.of(client);
      const web = `http://${PUBLIC_ADDRESS}:${PUBLIC_PORT}`;
      const target = encodeURIComponent('http://127.0.0.1:9/film.torrent');
      const { id } = await client.request('torrents.add', { source: `${web}/to?${target}` });
      const { notice } = await torrents.until(id, (torrent) => torrent.state === 'error', 'refused');
      assert.equal(notice.name, 'fetch_forbidden', notice.message);
      const allowed = await client.request('torrents.add', {
        source: `${web}/to?${encodeURIComponent(`${web}/film.torrent`)}`,
      });
      assert.equal(
        (await torrents.until(allowed.id, (torrent) => torrent.has_metadata, 'metadata')).name,
        'Public film',
      );
    },
  );

  test('never reaches the network when it is a magnet link with sources of its own', async () => {
    const { client } = await startUser(resources);
    const web = await serve(resources, answer);
    const url = encodeURIComponent(`${web.base}/film.torrent`);
    await client.request('torrents.add', { source: `magnet:?xt=urn:btih:${unknownHash('xs')}&xs=${url}&as=${url}` });
    await client.request('status.get');
    assert.deepEqual(web.requests, []);
  });
});
