// Web pages and programs without the token get nothing from the HTTP endpoint.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { exchange, get } from '../support/http.mjs';
import { randomBytes } from '../support/random.mjs';
import { Resources } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { Torrents } from '../support/torrents.mjs';
import { startUser } from '../support/user.mjs';

const ORIGIN = 'chrome-extension://abcdefghijklmnopabcdefghijklmnop';
const FIREFOX = 'moz-extension://11111111-2222-4333-8444-555555555555';

describe('the HTTP endpoint', () => {
  const resources = new Resources();
  /** @type {Awaited<ReturnType<typeof startUser>>} */ let world;
  /** @type {string} */ let url;
  /** @type {string} */ let id;
  /** @type {number} */ let port;
  before(async () => {
    world = await startUser(resources);
    const path = join(resources.folder(), 'film.mp4');
    writeFileSync(path, randomBytes(100_000, 1));
    const torrents = await Torrents.of(world.client);
    ({ id } = await torrents.fetchWhole((await seed(resources, path)).magnet));
    ({ url } = (await world.client.request('streams.open', { id })).file);
    port = Number(new URL(url).port);
    await world.user.connect({ origin: ORIGIN });
  });
  after(() => resources.dispose());

  /**
   * The status and all other distinguishable parts of an answer.
   * @param {{status: number, headers: object, body: Buffer}} answer
   */
  const shape = ({ status, headers, body }) => {
    const { date, ...rest } = /** @type {Record<string, string>} */ (headers);
    return { status, headers: rest, body: body.toString() };
  };
  const refused = async (/** @type {Record<string, string>} */ headers, method = 'GET') => {
    const answer = await get(url, { headers, method });
    assert.deepEqual(
      [answer.status, answer.body.length, answer.headers['access-control-allow-origin'], answer.headers.server],
      [403, 0, undefined, undefined],
      JSON.stringify(headers),
    );
  };

  test('answers an announced origin, and names it', async () => {
    for (const origin of [ORIGIN, FIREFOX]) {
      if (origin === FIREFOX) await world.user.connect({ origin });
      const { status, headers } = await get(url, {
        headers: { Origin: origin, 'Sec-Fetch-Site': 'cross-site', Range: 'bytes=0-1' },
      });
      assert.deepEqual([status, headers['access-control-allow-origin']], [206, origin]);
      assert.match(headers.vary ?? '', /origin/i);
      assert.equal(headers['access-control-expose-headers'], 'Content-Range, Content-Length, Accept-Ranges');
    }
  });

  test('refuses any other origin', async () => {
    for (const origin of [
      'https://evil.example',
      'null',
      `http://127.0.0.1:${port}`,
      `${ORIGIN}.evil.example`,
      ORIGIN.toUpperCase(),
      'chrome-extension://ponmlkjihgfedcbaponmlkjihgfedcba',
      '',
    ]) {
      await refused({ Origin: origin });
    }
  });

  test('refuses any other host, as after DNS rebinding', async () => {
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1',
      `127.0.0.1:${port + 1}`,
      `127.0.0.1.evil.example:${port}`,
      `localhost.:${port}`,
      `[::1]:${port}`,
      `0.0.0.0:${port}`,
      `127.0.0.1:${port}@evil.example`,
    ]) {
      await refused({ Host: host });
    }
    assert.equal((await get(url, { headers: { Host: `localhost:${port}` } })).status, 200);
  });

  test('refuses two hosts and none', async () => {
    const { pathname } = new URL(url);
    for (const hosts of ['', `Host: 127.0.0.1:${port}\r\nHost: evil.example\r\n`]) {
      assert.match(
        await exchange(port, `GET ${pathname} HTTP/1.1\r\n${hosts}Connection: close\r\n\r\n`),
        /^HTTP\/1\.1 4\d\d /,
      );
    }
  });

  test('refuses what a browser says comes from another site', async () => {
    for (const site of ['cross-site', 'same-site', 'nonsense']) {
      for (const dest of ['video', 'image', 'empty', 'document', 'iframe'])
        await refused({ 'Sec-Fetch-Site': site, 'Sec-Fetch-Dest': dest, 'Sec-Fetch-Mode': 'no-cors' });
    }
    for (const site of ['none', 'same-origin'])
      assert.equal((await get(url, { headers: { 'Sec-Fetch-Site': site } })).status, 200);
  });

  test('answers every wrong path alike, whatever is guessed', async () => {
    const token = new URL(url).pathname.split('/')[1];
    const base = `http://127.0.0.1:${port}`;
    const paths = [
      '/',
      '/favicon.ico',
      '/status',
      `/${'0'.repeat(32)}/`,
      `/${'0'.repeat(32)}/torrents/${id}/files/0`,
      `/${token.slice(0, 31)}/torrents/${id}/files/0`,
      `/${token.toUpperCase()}x/torrents/${id}/files/0`,
      `/x/${token}/torrents/${id}/files/0`,
      `/${token}`,
      `/${token}/`,
      `/${token}/torrents`,
      `/${token}/torrents/nobody/files/0`,
      `/${token}/torrents/${id}/files/9`,
      `/${token}/torrents/${id}/files/-1`,
      `/${token}/torrents/${id}/files/0x0`,
      `/${token}/torrents/${id}/files/99999999999999999999`,
      `/${token}/torrents/${id}`,
      `/${token}/../${token}/torrents/nobody`,
      `/${token}/torrents/${id}/files/0/a/b`,
      `/%2e%2e/etc/passwd`,
      `/${token}/torrents/..%2f..%2fetc/files/0`,
    ];
    const first = shape(await get(`${base}/`));
    assert.deepEqual([first.status, first.body], [404, '']);
    for (const path of paths) assert.deepEqual(shape(await get(base + path)), first, path);
  });

  test('takes no method that could change something', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'PROPFIND']) {
      const answer = await get(url, { method, headers: { 'Content-Length': '0' } });
      assert.deepEqual([answer.status, answer.body.length], [405, 0], method);
      assert.deepEqual((answer.headers.allow ?? '').split(/, ?/).sort(), ['GET', 'HEAD', 'OPTIONS']);
    }
    assert.equal((await world.client.request('torrents.list')).total, 1);
  });

  test('answers a preflight of an announced origin only', async () => {
    const asked = { 'Access-Control-Request-Method': 'GET', 'Access-Control-Request-Headers': 'range' };
    const { status, headers } = await get(url, { method: 'OPTIONS', headers: { Origin: ORIGIN, ...asked } });
    assert.deepEqual(
      [
        status,
        headers['access-control-allow-origin'],
        headers['access-control-allow-methods'],
        headers['access-control-allow-headers'],
      ],
      [204, ORIGIN, 'GET, HEAD', 'Range, If-Range'],
    );
    await refused({ Origin: 'https://evil.example', ...asked }, 'OPTIONS');
  });

  test('keeps its limits', async () => {
    const { pathname } = new URL(url);
    const host = `Host: 127.0.0.1:${port}\r\n`;
    const cases = /** @type {Array<[string, string]>} */ ([
      ['a request line over 8 KiB', `GET ${pathname}/${'x'.repeat(9000)} HTTP/1.1\r\n${host}\r\n`],
      [
        '65 headers',
        `GET ${pathname} HTTP/1.1\r\n${host}${Array.from({ length: 65 }, (_, n) => `X-${n}: 1\r\n`).join('')}\r\n`,
      ],
      [
        'headers over 16 KiB',
        `GET ${pathname} HTTP/1.1\r\n${host}${Array.from({ length: 20 }, (_, n) => `X-${n}: ${'y'.repeat(1000)}\r\n`).join('')}\r\n`,
      ],
      ['a body', `GET ${pathname} HTTP/1.1\r\n${host}Content-Length: 5\r\n\r\nhello`],
      [
        'a chunked body',
        `GET ${pathname} HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`,
      ],
      ['no HTTP', 'hello\r\n\r\n'],
    ]);
    for (const [what, bytes] of cases) {
      const text = await exchange(port, bytes);
      assert.match(text, /^(HTTP\/1\.1 4(00|13|14|31) |$)/, `${what}: ${text.slice(0, 200)}`);
    }
    assert.equal((await get(url)).status, 200);
  });

  test('listens on loopback only', async () => {
    const { readFileSync } = await import('node:fs');
    const hex = port.toString(16).toUpperCase().padStart(4, '0');
    const listening = ['/proc/net/tcp', '/proc/net/tcp6']
      .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
      .filter((line) => new RegExp(`^ *\\d+: [0-9A-F]+:${hex} 0+:0000 0A`).test(line));
    assert.deepEqual(
      listening.map((line) => line.trim().split(/\s+/)[1]),
      [`0100007F:${hex}`],
    );
  });

  test('has a new token after each start of the daemon', async () => {
    const before = world.client.httpBase;
    await world.client.request('daemon.stop');
    await world.daemon.exit(10_000);
    await world.user.startDaemon();
    assert.notEqual(new URL((await world.user.connect()).httpBase).pathname, new URL(before).pathname);
  });
});
