// The route of the viewer: files of strangers come under a media type of ours, in a sandbox, whatever is in them.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { get, getRange } from '../support/http.mjs';
import { Resources } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { Torrents } from '../support/torrents.mjs';
import { startUser } from '../support/user.mjs';

const ORIGIN = 'chrome-extension://abcdefghijklmnopabcdefghijklmnop';
const PAGE = '<!doctype html><script>fetch("https://evil.example/")</script>';
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
const XML = '<?xml version="1.0"?><?xml-stylesheet href="data:text/xsl,x" type="text/xsl"?><a xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></a>';
const SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'";

/** Names that are shown, with their media type. @type {Record<string, [content: string | Buffer, type: string]>} */
const SHOWN = {
  'page.html.txt': [PAGE, 'text/plain; charset=utf-8'],
  'PAGE.NFO': [PAGE, 'text/plain; charset=utf-8'],
  'feed.json': [`{"a": "${SVG.replaceAll('"', "'")}"}`, 'text/plain; charset=utf-8'],
  'list.csv': ['=cmd|calc!A0', 'text/plain; charset=utf-8'],
  'drawing.svg.png': [SVG, 'image/png'],
  'page.jpg': [PAGE, 'image/jpeg'],
  'both.gif': [`GIF89a/*${'\0'.repeat(20)}*/=1;alert(1)//${PAGE}`, 'image/gif'],
  'xml.bmp': [XML, 'image/bmp'],
  'page.pdf': [`%PDF-1.4\n${PAGE}`, 'application/pdf'],
};

/** Names that are only saved. */
const SAVED = ['drawing.svg', 'page.html', 'page.htm', 'page.xhtml', 'feed.xml', 'style.xsl', 'all.mht', 'run.js', 'run.exe', 'book.epub', 'page.txt.html', 'noname'];

describe('the viewer', () => {
  const resources = new Resources();
  /** @type {Awaited<ReturnType<typeof startUser>>} */ let world;
  /** @type {string} */ let id;
  /** @type {any[]} */ let files;
  /** @type {(name: string) => any} */
  const file = (name) => files.find((one) => one.name === name);
  /** @param {string} name @param {Record<string, string>} [headers] */
  const view = (name, headers = {}) => get(`${world.client.httpBase}torrents/${id}/view/${file(name).index}`, { headers });

  before(async () => {
    world = await startUser(resources);
    const folder = join(resources.folder(), 'A folder of everything');
    mkdirSync(folder);
    for (const [name, [content]] of Object.entries(SHOWN)) writeFileSync(join(folder, name), content);
    for (const name of SAVED) writeFileSync(join(folder, name), `${PAGE}${name}`);
    writeFileSync(join(folder, 'long.log'), 'line\n'.repeat(300_000));
    writeFileSync(join(folder, 'old.txt'), Buffer.from('Gr\xfc\xdfe aus M\xfcnchen und K\xf6ln', 'latin1'));
    const peer = await seed(resources, folder);
    id = await (await Torrents.of(world.client)).add(peer.magnet);
    ({ files } = await world.client.request('torrents.files', { id }));
    await world.user.connect({ origin: ORIGIN });
  });
  after(() => resources.dispose());

  test('the type comes from a short list by the name, and the answer is a sandbox without script', async () => {
    for (const [name, [content, type]] of Object.entries(SHOWN)) {
      const { status, headers, body } = await view(name);
      assert.deepEqual([name, status, headers['content-type'], body.toString()], [name, 200, type, String(content)]);
      assert.equal(headers['x-content-type-options'], 'nosniff');
      assert.match(String(headers['content-security-policy']), /^sandbox; default-src 'none'; frame-ancestors /, name);
      assert.equal(headers['cross-origin-resource-policy'], 'same-origin');
      assert.equal(headers['cross-origin-opener-policy'], 'same-origin');
      assert.doesNotMatch(headers['content-disposition'] ?? 'inline', /attachment/);
    }
  });

  test('what a browser would run or lay out by itself is not shown, and is an attachment as a file', async () => {
    for (const name of SAVED) {
      assert.equal((await view(name)).status, 404, name);
      const { headers } = await get(file(name).url);
      assert.match(headers['content-disposition'] ?? '', /^attachment/, name);
      assert.equal(headers['content-type'], 'application/octet-stream', name);
      assert.equal(headers['content-security-policy'], SANDBOX, name);
    }
  });

  test('the list of files tells what each is shown as', () => {
    const told = Object.fromEntries(files.map(({ name, view: form }) => [name, form]));
    assert.deepEqual(
      [told['page.html.txt'], told['page.jpg'], told['page.pdf'], told['drawing.svg'], told['run.exe']],
      ['text', 'picture', 'pdf', 'none', 'none'],
    );
  });

  test('text is UTF-8 whatever it was, and long text is cut and says so', async () => {
    assert.equal((await view('old.txt')).body.toString(), 'Grüße aus München und Köln');
    const { headers, body } = await view('long.log', { Origin: ORIGIN, 'Sec-Fetch-Site': 'cross-site' });
    assert.deepEqual([body.length, headers['magnetar-left-out']], [1_048_576, String(1_500_000 - 1_048_576)]);
    assert.match(headers['access-control-expose-headers'] ?? '', /Magnetar-Left-Out/);
  });

  test('a PDF has ranges, and pages of announced origins alone may frame it', async () => {
    const url = `${world.client.httpBase}torrents/${id}/view/${file('page.pdf').index}`;
    const part = await getRange(url, 'bytes=0-4');
    assert.deepEqual([part.status, part.headers['content-type'], part.body.toString()], [206, 'application/pdf', '%PDF-']);
    assert.equal(part.headers['content-security-policy'], `sandbox; default-src 'none'; frame-ancestors ${ORIGIN}`);
    for (const name of ['page.jpg', 'page.html.txt'])
      assert.equal((await view(name)).headers['content-security-policy'], SANDBOX, name);
  });

  test('a frame of another site may ask for what is viewed and for nothing else', async () => {
    const frame = { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Dest': 'iframe', 'Sec-Fetch-Mode': 'navigate' };
    assert.equal((await view('page.pdf', frame)).status, 200);
    assert.equal((await get(file('page.pdf').url, { headers: frame })).status, 403);
    for (const dest of ['document', 'embed', 'object', 'image', 'script', 'empty'])
      assert.equal((await view('page.pdf', { ...frame, 'Sec-Fetch-Dest': dest })).status, 403, dest);
    assert.equal((await view('page.pdf', { ...frame, Origin: 'https://evil.example' })).status, 403);
    const { pathname, origin } = new URL(`${world.client.httpBase}torrents/${id}/view/${file('page.pdf').index}`);
    const guessed = pathname.replace(/^\/[0-9a-f]{32}/, `/${'0'.repeat(32)}`);
    assert.equal((await get(origin + guessed, { headers: frame })).status, 403);
  });
});
