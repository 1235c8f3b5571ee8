// The extension's parser of links over texts that people may paste: a result keeps its limits, and parses again.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fuzz } from './loop.mjs';

const SHARED = '../../../extension/src/shared';
const { chosenSource, findSource, kLongestSource, readLink, whyRefused } = await import(`${SHARED}/magnet.js`);
const { magnetCandidates, percentDecode, plainText, words } = await import(`${SHARED}/link_text.js`);
const { isHttpUrl, tidyUrl } = await import(`${SHARED}/web_address.js`);
const { readableName } = await import(`${SHARED}/names.js`);

const TABLES = ['../../links/cases.json', '../../corpus/links.json'];
const inputs = TABLES.flatMap((table) => JSON.parse(readFileSync(new URL(table, import.meta.url), 'utf8'))).map(({ text }) => text);
const WORDS = [
  'magnet:?', 'xt=urn:btih:08ada5a7a6183aae1e09d831df6748d566095a10', '&so=0-4998', ',0-4998', '&tr=', '&ws=', '&xs=', '&x.pe=1.2.3.4:5',
  '&dn=', 'udp://t.example:1', 'https://t.example/a.torrent', '%26', '%25', '&amp;', '&#38;', '\u200b', '\u200d', '\ufeff', '\n> ', '\r\n',
];

/** @param {string} url */
function checkAddress(url) {
  assert.match(url, /^[\x21-\x7e]+$/, 'an address is printable');
  assert.equal(tidyUrl(url), url, 'an address that is tidy stays as it is');
}

/** @param {any} link */
function checkLink(link) {
  if (link.refused !== undefined) return;
  if (link.url !== undefined) return assert.ok(isHttpUrl(link.url), 'an address is one of the web');
  assert.match(link.v1 ?? '', /^([0-9a-f]{40})?$/, 'a v1 hash is 40 digits');
  assert.match(link.v2 ?? '', /^([0-9a-f]{64})?$/, 'a v2 hash is 64 digits');
  const limits = { trackers: 50, web_seeds: 10, peers: 50, files: 5000 };
  for (const [name, most] of Object.entries(limits)) assert.ok((link[name]?.length ?? 0) <= most, `${name} keep their limit`);
  for (const url of [...(link.trackers ?? []), ...(link.web_seeds ?? [])]) checkAddress(url);
  assert.ok(Buffer.byteLength(link.name ?? '') <= 256 * 3, 'a name keeps its limit');
}

/** The link for the daemon parses to the same link again. @param {string} text */
function checkSource(text) {
  const found = chosenSource(text);
  if (found === null) return;
  assert.ok(Buffer.byteLength(found.source) <= kLongestSource, 'a source keeps its limit');
  const [link, again] = [readLink(text), readLink(found.source)];
  assert.deepEqual([again.v1, again.v2], [link.v1, link.v2], 'it is the same torrent');
}

/** @param {Buffer} input */
function check(input) {
  const text = input.subarray(0, 32_768).toString('utf8');
  checkLink(readLink(text));
  checkSource(text);
  assert.ok(chosenSource(text) !== null || whyRefused(text) !== null, 'what is not taken has a reason');
  if (findSource(text) !== null) assert.notEqual(chosenSource(text), null, 'what is found may be chosen');
  for (const candidate of magnetCandidates(text)) assert.match(candidate, /^magnet:\?[^\n]*$/, 'a link is one line');
  for (const word of words(text)) assert.notEqual(word, '', 'a word is not empty');
  assert.equal(percentDecode(encodeURIComponent(text)), text, 'what is encoded is decoded');
  assert.equal(plainText(plainText(text)), plainText(text), 'a plain text stays as it is');
  assert.ok(readableName(text).length <= 400, 'a name keeps its limit');
}

test('links keep their limits whatever is pasted', (t) => fuzz(t, { inputs, words: WORDS, check }));
