// Adding torrents from all kinds of sources: magnet links, info-hashes and .torrent files.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { randomBytes } from '../support/random.mjs';
import { Resources } from '../support/resources.mjs';
import { base32, bencode, makeTorrent, unknownHash } from '../support/torrent.mjs';
import { startUser } from '../support/user.mjs';

describe('torrents.add', () => {
  const resources = new Resources();
  /** @type {Awaited<ReturnType<typeof startUser>>['client']} */
  let client;
  before(async () => ({ client } = await startUser(resources)));
  after(() => resources.dispose());

  const add = (/** @type {object} */ params) => client.request('torrents.add', params);
  const get = async (/** @type {string} */ id) => (await client.request('torrents.get', { id })).torrent;

  const v2 = `${unknownHash('v2')}${unknownHash('more')}`.slice(0, 64);
  const forms = [
    ['a magnet link with a hash in hex', (/** @type {string} */ h) => `magnet:?xt=urn:btih:${h}`],
    [
      'a magnet link in upper case',
      (/** @type {string} */ h) => `MAGNET:?XT=URN:BTIH:${h.toUpperCase()}`.replace('XT', 'xt'),
    ],
    ['a magnet link with a hash in base32', (/** @type {string} */ h) => `magnet:?xt=urn:btih:${base32(h)}`],
    [
      'a magnet link with a hash in lower-case base32',
      (/** @type {string} */ h) => `magnet:?xt=urn:btih:${base32(h).toLowerCase()}`,
    ],
    ['a bare hash in hex', (/** @type {string} */ h) => h],
    ['a bare hash in upper-case hex', (/** @type {string} */ h) => h.toUpperCase()],
    ['a bare hash in base32', (/** @type {string} */ h) => base32(h)],
  ];
  for (const [what, form] of /** @type {Array<[string, (hash: string) => string]>} */ (forms)) {
    test(`takes ${what}, and knows it when it comes again`, async () => {
      const hash = unknownHash(what);
      const { id, existing } = await add({ source: form(hash) });
      assert.match(id, /^[a-z0-9]{1,64}$/);
      assert.equal(existing, false);
      const torrent = await get(id);
      assert.deepEqual(torrent.info_hash, { v1: hash });
      assert.deepEqual(
        [torrent.has_metadata, torrent.paused, torrent.main_file, torrent.file_count],
        [false, false, null, 0],
      );
      assert.deepEqual(await add({ source: `magnet:?xt=urn:btih:${hash}&dn=again` }), { id, existing: true });
    });
  }

  test('takes a v2 magnet link and a bare v2 hash', async () => {
    const { id } = await add({ source: `magnet:?xt=urn:btmh:1220${v2}` });
    assert.deepEqual((await get(id)).info_hash, { v2 });
    assert.deepEqual(await add({ source: `1220${v2}` }), { id, existing: true });
  });

  test('takes a hybrid magnet link, and knows it by either hash', async () => {
    const v1 = unknownHash('hybrid');
    const long = `${unknownHash('hybrid 2')}${unknownHash('x')}`.slice(0, 64);
    const { id } = await add({ source: `magnet:?xt=urn:btih:${v1}&xt=urn:btmh:1220${long}` });
    assert.deepEqual((await get(id)).info_hash, { v1, v2: long });
    assert.deepEqual(await add({ source: v1 }), { id, existing: true });
    assert.deepEqual(await add({ source: `1220${long}` }), { id, existing: true });
  });

  test('shows the name of the link, without characters that could deceive', async () => {
    const { id } = await add({
      source: `magnet:?xt=urn:btih:${unknownHash('name')}&dn=${encodeURIComponent('film\u202Egpj.exe\u0000\u0007 ü')}`,
    });
    const { name } = await get(id);
    assert.ok(name.startsWith('film') && name.endsWith('ü'), name);
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(name, /[\u0000-\u001f\u202a-\u202e]/);
  });

  test('names a torrent by its info-hash until something better is known', async () => {
    const hash = unknownHash('nameless');
    assert.equal((await get((await add({ source: hash })).id)).name, hash);
  });

  test('adds paused when asked', async () => {
    const torrent = await get((await add({ source: unknownHash('paused'), paused: true })).id);
    assert.deepEqual([torrent.paused, torrent.state], [true, 'paused']);
  });

  test('takes the bytes of a .torrent file', async () => {
    const files = [
      { path: 'a.mp4', content: randomBytes(40_000, 1) },
      { path: 'b/c.srt', content: randomBytes(100, 2) },
    ];
    const { torrent, infoHash } = makeTorrent({ name: 'Two files', files });
    const { id } = await add({ torrent: torrent.toString('base64') });
    const shown = await get(id);
    assert.deepEqual(
      [shown.name, shown.has_metadata, shown.file_count, shown.main_file, shown.size],
      ['Two files', true, 2, 0, 40_100],
    );
    assert.equal(shown.info_hash.v1, infoHash);
    assert.deepEqual(await add({ source: infoHash }), { id, existing: true });
  });

  for (const source of [
    'hello',
    'magnet:',
    'magnet:?dn=x',
    'magnet:?xt=urn:btih:123',
    'magnet:?xt=urn:sha1:ABC',
    `magnet:?xt=urn:btih:${'g'.repeat(40)}`,
    'ftp://example.com/a.torrent',
    'file:///etc/passwd',
    '/etc/passwd',
    'javascript:alert(1)',
    'http://',
    'http:///a.torrent',
    `${unknownHash('x')}0`,
    `magnet:?xt=urn:btmh:1220${'0'.repeat(63)}`,
    'http://user:secret@example.com/a.torrent',
  ]) {
    test(`refuses ${JSON.stringify(source)} as bad_source`, async () => {
      assert.deepEqual((await client.refusal('torrents.add', { source })).rpcName, 'bad_source');
    });
  }

  test('refuses a source over 16 KiB', async () => {
    const refusal = await client.refusal('torrents.add', {
      source: `magnet:?xt=urn:btih:${unknownHash('long')}&dn=${'x'.repeat(16_400)}`,
    });
    assert.ok(['bad_source', 'invalid_params'].includes(refusal.rpcName), refusal.rpcName);
  });

  for (const [what, bytes] of /** @type {Array<[string, Buffer]>} */ ([
    ['an HTML page', Buffer.from('<!doctype html><title>404</title>')],
    ['a dictionary without info', bencode({ announce: 'x' })],
    [
      'a torrent whose hashes are cut off',
      makeTorrent({
        name: 'x',
        files: [{ path: 'x', content: randomBytes(40_000, 3) }],
        info: { pieces: Buffer.alloc(19) },
      }).torrent,
    ],
    [
      'a torrent of negative size',
      makeTorrent({ name: 'x', files: [{ path: 'x', content: randomBytes(100, 3) }], info: { length: -1 } }).torrent,
    ],
    ['an endless number', Buffer.from(`d4:infod6:lengthi${'9'.repeat(5000)}ee`)],
    ['lists without end', Buffer.from('l'.repeat(1_000_000))],
  ])) {
    test(`refuses ${what} as bad_torrent`, async () => {
      const refusal = await client.refusal('torrents.add', { torrent: bytes.toString('base64') });
      assert.equal(refusal.rpcName, 'bad_torrent', refusal.message);
    });
  }

  test('refuses a .torrent file over 10 MiB', async () => {
    const refusal = await client.refusal('torrents.add', {
      torrent: Buffer.alloc(10 * 1024 * 1024 + 1, 'd').toString('base64'),
    });
    assert.ok(['bad_torrent', 'invalid_params'].includes(refusal.rpcName), refusal.rpcName);
  });

  test('refuses what is not base64, both at once, neither, and other types', async () => {
    for (const params of [
      { torrent: '%%%' },
      { torrent: '' },
      { source: '' },
      { source: unknownHash('a'), torrent: 'ZA==' },
      {},
      { source: 7 },
      { torrent: null },
      { source: unknownHash('b'), paused: 'yes' },
    ]) {
      const refusal = await client.refusal('torrents.add', params);
      assert.ok(
        ['invalid_params', 'bad_torrent'].includes(refusal.rpcName),
        `${JSON.stringify(params)}: ${refusal.rpcName}`,
      );
    }
  });

  test('lists all files of a torrent with long names, in pages that fit a message', async () => {
    const content = randomBytes(10, 10);
    const folders = ['\u6c38', '\u9060', '\u5927'].map((letter) => letter.repeat(80)).join('/');
    const paths = Array.from({ length: 700 }, (_, number) => `${folders}/${number}.mkv`);
    const { torrent } = makeTorrent({ name: 'Long', files: paths.map((path) => ({ path, content })) });
    const { id } = await add({ torrent: torrent.toString('base64') });
    const listed = [];
    for (let total = Infinity; listed.length < total; ) {
      const page = await client.request('torrents.files', { id, offset: listed.length, limit: 500 });
      assert.ok(page.files.length > 0, `nothing from ${listed.length} on`);
      listed.push(...page.files);
      total = page.total;
    }
    assert.deepEqual(listed.map(({ path }) => path), paths.map((path) => `Long/${path}`));
  });

  test('keeps files of a hostile torrent inside its own folder', async () => {
    const content = randomBytes(50, 9);
    const paths = ['../../../../tmp/escaped', '/etc/absolute', 'a/../../b', '..', 'con\u0000trol', 'x\u202Egpj.exe'];
    const { torrent } = makeTorrent({ name: '../../outside', files: paths.map((path) => ({ path, content })) });
    const { id } = await add({ torrent: torrent.toString('base64') });
    const { files } = await client.request('torrents.files', { id });
    assert.equal(files.length, paths.length);
    for (const { path } of files) {
      // eslint-disable-next-line no-control-regex
      assert.doesNotMatch(path, /^\/|(^|\/)\.\.(\/|$)|[\u0000-\u001f\u202a-\u202e]/, JSON.stringify(path));
    }
    assert.doesNotMatch((await client.request('torrents.get', { id })).details.folder, /\.\./);
  });
});
