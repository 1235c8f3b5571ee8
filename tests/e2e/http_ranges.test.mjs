// The bytes of a complete file over HTTP, with all forms of ranges.
import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { exchange, get, getRange, multipartParts } from '../support/http.mjs';
import { below, randomBytes, seededRandom } from '../support/random.mjs';
import { Resources } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { makeTorrent } from '../support/torrent.mjs';
import { Torrents } from '../support/torrents.mjs';
import { startUser } from '../support/user.mjs';

const SIZE = 5_000_011;

describe('a file over HTTP', () => {
  const resources = new Resources();
  const content = randomBytes(SIZE, 1);
  /** @type {Awaited<ReturnType<typeof startUser>>} */ let world;
  /** @type {Torrents} */ let torrents;
  /** @type {string} */ let url;
  /** @type {string} */ let id;
  before(async () => {
    world = await startUser(resources);
    torrents = await Torrents.of(world.client);
    const path = join(resources.folder(), 'Ein "schöner" Film.mp4');
    writeFileSync(path, content);
    ({ id } = await torrents.fetchWhole((await seed(resources, path)).magnet));
    ({ url } = (await world.client.request('streams.open', { id })).file);
  });
  after(() => resources.dispose());

  test('equals the file, for the whole and for 1,000 random ranges', async () => {
    const whole = await get(url);
    assert.equal(whole.status, 200);
    assert.ok(whole.body.equals(content));
    const random = seededRandom(7);
    const agent = new Agent({ keepAlive: true, maxSockets: 4 });
    resources.defer(() => agent.destroy());
    const ranges = Array.from({ length: 1000 }, () => {
      const first = below(random, SIZE);
      const length = 1 + below(random, random() < 0.9 ? 100_000 : SIZE);
      return { first, last: Math.min(first + length, SIZE) - 1 };
    });
    const one = async (/** @type {{first: number, last: number}} */ { first, last }) => {
      const answer = await get(url, { agent, headers: { Range: `bytes=${first}-${last}` } });
      assert.equal(answer.status, 206);
      assert.equal(answer.headers['content-range'], `bytes ${first}-${last}/${SIZE}`);
      assert.ok(answer.body.equals(content.subarray(first, last + 1)), `${first}-${last}`);
    };
    for (let at = 0; at < ranges.length; at += 8) await Promise.all(ranges.slice(at, at + 8).map(one));
  });

  test('gives 64 clients that come together all of it each, while one does not read', async () => {
    const { port, pathname } = new URL(url);
    const paused = connect(Number(port), '127.0.0.1');
    resources.defer(() => paused.destroy());
    paused.pause();
    paused.write(`GET ${pathname} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`);
    const answers = await Promise.all(Array.from({ length: 64 }, () => get(url)));
    for (const { body } of answers) assert.ok(body.equals(content));
    /** @type {Buffer[]} */
    const parts = [];
    for await (const part of paused) parts.push(part);
    const late = Buffer.concat(parts);
    assert.ok(late.subarray(late.indexOf('\r\n\r\n') + 4).equals(content));
  });

  for (const query of ['?viewer=a-Z_9', '?viewer=', '?viewer=%zz', `?viewer=${'v'.repeat(33)}`, '?a=b&viewer=x', '?']) {
    test(`gives the file whatever the query: ${query}`, async () => {
      const { status, body } = await getRange(url + query, 'bytes=5-9');
      assert.equal(status, 206);
      assert.ok(body.equals(content.subarray(5, 10)));
    });
  }

  test('has the headers of docs/http.md', async () => {
    const { status, headers } = await getRange(url, 'bytes=0-0');
    assert.equal(status, 206);
    const { v1 } = torrents.now(id).info_hash;
    assert.deepEqual(
      Object.fromEntries(
        [
          'content-type',
          'content-length',
          'content-range',
          'etag',
          'accept-ranges',
          'cache-control',
          'cross-origin-resource-policy',
          'content-security-policy',
          'x-content-type-options',
          'referrer-policy',
          'cross-origin-opener-policy',
          'server',
          'access-control-allow-origin',
        ].map((name) => [name, headers[name]]),
      ),
      {
        'content-type': 'video/mp4',
        'content-length': '1',
        'content-range': `bytes 0-0/${SIZE}`,
        etag: `"${v1}-0"`,
        'accept-ranges': 'bytes',
        'cache-control': 'no-store',
        'cross-origin-resource-policy': 'same-origin',
        'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        server: undefined,
        'access-control-allow-origin': undefined,
      },
    );
    assert.match(
      headers['content-disposition'] ?? '',
      /^inline; ?.*filename\*=UTF-8''Ein%20%22sch%C3%B6ner%22%20Film\.mp4$/,
    );
  });

  for (const [range, first, last] of /** @type {Array<[string, number, number]>} */ ([
    ['bytes=0-0', 0, 0],
    ['bytes=0-', 0, SIZE - 1],
    ['bytes=-1', SIZE - 1, SIZE - 1],
    ['bytes=-500', SIZE - 500, SIZE - 1],
    [`bytes=-${SIZE * 2}`, 0, SIZE - 1],
    [`bytes=${SIZE - 1}-`, SIZE - 1, SIZE - 1],
    [`bytes=5-${SIZE * 9}`, 5, SIZE - 1],
    ['bytes=7-99999999999999999999999', 7, SIZE - 1],
    ['BYTES=3-4', 3, 4],
    ['bytes= 3-4 ', 3, 4],
  ])) {
    test(`answers ${range} with 206`, async () => {
      const answer = await getRange(url, range);
      assert.deepEqual([answer.status, answer.headers['content-range']], [206, `bytes ${first}-${last}/${SIZE}`]);
      assert.ok(answer.body.equals(content.subarray(first, last + 1)));
    });
  }

  for (const range of [
    `bytes=${SIZE}-`,
    `bytes=${SIZE}-${SIZE + 5}`,
    'bytes=99999999999999999999-',
    'bytes=-0',
    `bytes=${SIZE}-,${SIZE + 1}-`,
  ]) {
    test(`answers ${range} with 416`, async () => {
      const answer = await getRange(url, range);
      assert.deepEqual([answer.status, answer.headers['content-range']], [416, `bytes */${SIZE}`]);
    });
  }

  for (const range of [
    'bytes=5-4',
    'bytes=a-b',
    'bytes',
    'bytes=',
    'items=0-5',
    'bytes=1-2-3',
    'bytes=--5',
    'bytes=0-5,x',
    'bytes=-',
  ]) {
    test(`ignores ${range}`, async () => {
      const answer = await getRange(url, range);
      assert.deepEqual(
        [answer.status, answer.headers['content-length'], answer.headers['content-range']],
        [200, `${SIZE}`, undefined],
      );
    });
  }

  test('answers several ranges with their parts', async () => {
    const answer = await getRange(url, 'bytes=0-9,1000-1999,-5,99999999-');
    assert.equal(answer.status, 206);
    assert.match(answer.headers['content-type'] ?? '', /^multipart\/byteranges; ?boundary=/);
    assert.equal(answer.headers['content-length'], `${answer.body.length}`);
    const parts = multipartParts(answer.body, answer.headers['content-type'] ?? '');
    assert.deepEqual(
      parts.map((part) => part.range),
      [`bytes 0-9/${SIZE}`, `bytes 1000-1999/${SIZE}`, `bytes ${SIZE - 5}-${SIZE - 1}/${SIZE}`],
    );
    assert.ok(
      parts[0].content.equals(content.subarray(0, 10)) &&
        parts[1].content.equals(content.subarray(1000, 2000)) &&
        parts[2].content.equals(content.subarray(SIZE - 5)),
    );
    assert.ok(parts.every((part) => part.type === 'video/mp4'));
  });

  test('joins ranges that overlap, and takes more than 16 for the whole file', async () => {
    const joined = await getRange(url, 'bytes=0-99,50-199,200-299');
    assert.equal(joined.status, 206);
    assert.equal(joined.headers['content-range'], `bytes 0-299/${SIZE}`);
    assert.ok(joined.body.equals(content.subarray(0, 300)));
    const many = await getRange(
      url,
      `bytes=${Array.from({ length: 17 }, (_, n) => `${n * 1000}-${n * 1000 + 9}`).join(',')}`,
    );
    assert.deepEqual([many.status, many.body.length], [200, SIZE]);
    const sixteen = await getRange(
      url,
      `bytes=${Array.from({ length: 16 }, (_, n) => `${n * 1000}-${n * 1000 + 9}`).join(',')}`,
    );
    assert.equal(multipartParts(sixteen.body, sixteen.headers['content-type'] ?? '').length, 16);
  });

  test('keeps to If-Range and If-None-Match', async () => {
    const { headers } = await get(url, { method: 'HEAD' });
    const etag = headers.etag ?? '';
    assert.equal((await getRange(url, 'bytes=0-9', { 'If-Range': etag })).status, 206);
    for (const other of ['"other"', `W/${etag}`, 'Wed, 21 Oct 2015 07:28:00 GMT']) {
      assert.equal((await getRange(url, 'bytes=0-9', { 'If-Range': other })).status, 200, other);
    }
    for (const same of [etag, `"x", ${etag}`, '*', `W/${etag}`]) {
      const answer = await get(url, { headers: { 'If-None-Match': same } });
      assert.deepEqual([answer.status, answer.body.length, answer.headers.etag], [304, 0, etag], same);
    }
    assert.equal((await getRange(url, 'bytes=0-9', { 'If-None-Match': '"other"' })).status, 206);
  });

  test('answers HEAD like GET without the bytes', async () => {
    const whole = await get(url, { method: 'HEAD' });
    assert.deepEqual([whole.status, whole.headers['content-length'], whole.body.length], [200, `${SIZE}`, 0]);
    const part = await get(url, { method: 'HEAD', headers: { Range: 'bytes=10-19' } });
    assert.deepEqual(
      [part.status, part.headers['content-length'], part.headers['content-range']],
      [206, '10', `bytes 10-19/${SIZE}`],
    );
    const none = await get(url, { method: 'HEAD', headers: { Range: `bytes=${SIZE}-` } });
    assert.equal(none.status, 416);
  });

  test('does not look at the name at the end of the path', async () => {
    const bare = url.slice(0, url.lastIndexOf('/'));
    for (const same of [bare, `${bare}/anything.html`])
      assert.equal((await getRange(same, 'bytes=0-9')).headers['content-type'], 'video/mp4');
  });

  test('serves two requests on one connection', async () => {
    const { port, pathname } = new URL(url);
    const request = (/** @type {string} */ more) =>
      `GET ${pathname} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nRange: bytes=0-3\r\n${more}\r\n`;
    const text = await exchange(Number(port), request('') + request('Connection: close\r\n'));
    assert.equal(text.match(/HTTP\/1\.1 206/g)?.length, 2);
  });

  test('is served inline only when it is media', async () => {
    const files = [
      ['page.html', Buffer.from('<script>alert(1)</script>')],
      ['drawing.svg', Buffer.from('<svg/>')],
      ['paper.pdf', Buffer.from('%PDF')],
      ['run.js', Buffer.from('x')],
      ['sub.srt', Buffer.from('1')],
      ['noext', Buffer.from('x')],
    ];
    const folder = join(resources.folder(), 'Mixed');
    mkdirSync(folder);
    for (const [name, bytes] of files) writeFileSync(join(folder, String(name)), bytes);
    const { files: listed } = await torrents.fetchWhole((await seed(resources, folder)).magnet);
    for (const file of listed.filter((/** @type {any} */ one) => !one.name.endsWith('.srt'))) {
      const { headers, status } = await get(file.url);
      assert.equal(status, 200);
      assert.deepEqual(
        [headers['content-type'], (headers['content-disposition'] ?? '').split(';')[0]],
        ['application/octet-stream', 'attachment'],
        file.name,
      );
    }
  });

  test('of no bytes is served', async () => {
    const { torrent } = makeTorrent({
      name: 'Empty one',
      files: [
        { path: 'empty.mp4', content: Buffer.alloc(0) },
        { path: 'b.mp4', content: Buffer.alloc(10) },
      ],
    });
    const added = await world.client.request('torrents.add', { torrent: torrent.toString('base64') });
    const { files } = await world.client.request('torrents.files', { id: added.id });
    const answer = await get(files[0].url);
    assert.deepEqual([answer.status, answer.headers['content-length']], [200, '0']);
    const part = await getRange(files[0].url, 'bytes=0-');
    assert.ok([200, 416].includes(part.status) && part.body.length === 0, `${part.status}`);
  });

  test('stands in a playlist in natural order', async () => {
    const folder = join(resources.folder(), 'Series');
    mkdirSync(folder);
    for (const name of ['e10.mp4', 'e2.mp4', 'e1.mp4', 'info.txt'])
      writeFileSync(join(folder, name), randomBytes(100, 1));
    const series = await torrents.add((await seed(resources, folder)).magnet);
    const { playlist } = await world.client.request('streams.open', { id: series });
    const { status, headers, body } = await get(playlist);
    assert.deepEqual([status, headers['content-type']?.split(';')[0]], [200, 'audio/x-mpegurl']);
    const urls = body
      .toString()
      .split(/\r?\n/)
      .filter((line) => line.startsWith('http'));
    assert.deepEqual(
      urls.map((line) => line.split('/').at(-1)),
      ['e1.mp4', 'e2.mp4', 'e10.mp4'],
    );
    assert.equal((await get(urls[0])).body.length, 100);
  });
});
