import assert from "node:assert/strict";
import { test } from "node:test";
import { chosenSource, findSource, kLongestSource, readLink, recognise } from "../../extension/src/shared/magnet.js";

const kHex = "08ada5a7a6183aae1e09d831df6748d566095a10";
const kBase32 = "BCW2LJ5GDA5K4HQJ3AY56Z2I2VTASWQQ";
const kV2 = "caf1e1c30e81cb361b9ee167c4aa64228a7fa4fa9f6105232b28ad099f3a302e";

const kMagnets = [
  ["40 hex digits", `magnet:?xt=urn:btih:${kHex}`, kHex],
  ["upper case hex", `magnet:?xt=urn:btih:${kHex.toUpperCase()}&dn=Sintel`, kHex],
  ["32 base32 characters", `magnet:?xt=urn:btih:${kBase32}`, kHex],
  ["lower case base32", `magnet:?xt=urn:btih:${kBase32.toLowerCase()}`, kHex],
  ["a v2 hash", `magnet:?xt=urn:btmh:1220${kV2}`, kV2],
  ["both hashes, v1 is the key", `magnet:?xt=urn:btmh:1220${kV2}&xt=urn:btih:${kHex}`, kHex],
  ["numbered topics", `magnet:?xt.1=urn:btih:${kHex}&xt.2=urn:sha1:ABC`, kHex],
  ["an upper case scheme", `MAGNET:?xt=urn:btih:${kHex}`, kHex],
  ["percent-encoded topic", `magnet:?xt=urn%3Abtih%3A${kHex}`, kHex],
  ["the topic at the end", `magnet:?dn=a&tr=udp%3A%2F%2Ft.example%3A80&xt=urn:btih:${kHex}`, kHex],
  ["spaces in its name, as forums leave them", `magnet:?dn=a b&xt=urn:btih:${kHex}`, kHex],
  ["a word on the line below", `magnet:?xt=urn:btih:${kHex}&dn=a\nb`, kHex],
  ["spaces around it", `  magnet:?xt=urn:btih:${kHex}\n`, kHex],
];

for (const [what, link, key] of kMagnets) {
  test(`a magnet link with ${what} is recognised`, () => {
    const source = recognise(link);
    assert.equal(source?.kind, "magnet");
    assert.equal(source?.key, key);
    assert.ok(source?.source.startsWith("magnet:?"));
  });
}

const kOthers = [
  ["nothing", ""],
  ["a word", "magnet"],
  ["a magnet link of another network", "magnet:?xt=urn:sha1:YNCKHTQCWBTRNJIV4WNAE52SJUQCZO5C"],
  ["a magnet link without a topic", "magnet:?dn=film"],
  ["a magnet link with 39 digits", `magnet:?xt=urn:btih:${kHex.slice(1)}`],
  ["a v2 hash with another hash function", `magnet:?xt=urn:btmh:1320${kV2}`],
  ["a source above 16 KiB", `magnet:?xt=urn:btih:${kHex}&dn=${"a".repeat(16 * 1024)}`],
  ["a web page", "https://example.org/films"],
  ["a file address", "file:///tmp/film.torrent"],
  ["a script address", "javascript:alert(1)//.torrent"],
];

for (const [what, text] of kOthers) {
  test(`${what} is not recognised`, () => assert.equal(recognise(text), null));
}

test("16 KiB are allowed and one byte more is not", () => {
  const head = `magnet:?xt=urn:btih:${kHex}&dn=`;
  assert.equal(recognise(head + "a".repeat(16384 - head.length))?.key, kHex);
  assert.equal(recognise(head + "a".repeat(16385 - head.length)), null);
  assert.equal(recognise(head + "é".repeat((16386 - head.length) / 2)), null);
});

for (const hash of [kHex, kBase32, `urn:btih:${kHex}`, `btih:${kHex}`]) {
  test(`the bare info-hash ${hash} becomes a magnet link`, () => {
    assert.equal(recognise(hash)?.source, `magnet:?xt=urn:btih:${kHex}`);
  });
}

for (const hash of [kV2, `1220${kV2}`, `urn:btmh:1220${kV2}`]) {
  test(`the bare v2 info-hash ${hash} becomes a magnet link`, () => {
    assert.equal(recognise(hash)?.source, `magnet:?xt=urn:btmh:1220${kV2}`);
  });
}

test("the address of a torrent file is recognised by its path or its query", () => {
  assert.equal(recognise("https://example.org/a/Film%201.torrent?x=1")?.kind, "torrent_url");
  assert.equal(recognise("http://example.org/get?file=film.torrent")?.name, "film.torrent");
  assert.equal(recognise("https://example.org/film.torrent.html"), null);
});

test("the name of a magnet link is what dn says", () => {
  assert.equal(recognise(`magnet:?xt=urn:btih:${kHex}&dn=The+Film+%282010%29`)?.name, "The Film (2010)");
});

test("a magnet link goes before a hash in a selection", () => {
  const text = `Hash: ${kBase32} or use (magnet:?xt=urn:btih:${"1".repeat(40)}&dn=x) today.`;
  assert.equal(findSource(text)?.key, "1".repeat(40));
});

test("a hash at the end of a sentence is found", () => {
  assert.equal(findSource(`The info-hash is ${kHex}.`)?.key, kHex);
});

test("nothing is found in a text without a source", () => {
  assert.equal(findSource("The quick brown fox jumps over the lazy dog."), null);
});

const kOften = { "a row": "0-4999", "the same row again and again": Array(1500).fill("0-4998").join(","), "every second one": Array.from({ length: 3000 }, (_, i) => 2 * i).join(",") };
for (const [what, files] of Object.entries(kOften)) {
  test(`a link that chooses thousands of files is one that the daemon takes: ${what}`, () => {
    const text = `magnet:?xt=urn:btih:${kHex}&so=${files}`;
    const begin = process.cpuUsage().user;
    const source = chosenSource(text)?.source ?? "";
    assert.ok(source.length <= kLongestSource);
    const [chosen, read] = [readLink(text).selected_files, readLink(source).selected_files];
    assert.ok(read.length > 2500 && process.cpuUsage().user - begin < 1_000_000);
    assert.deepEqual(read, chosen.slice(0, read.length));
  });
}

test("a link with dozens of long trackers is one that the daemon takes", () => {
  const trackers = Array.from({ length: 50 }, (_, n) => `&tr=http://t${n}.example/${"/".repeat(250)}`).join("");
  const source = chosenSource(`magnet:?xt=urn:btih:${kHex}${trackers}`)?.source ?? "";
  assert.ok(source.length <= kLongestSource);
  assert.ok(readLink(source).trackers.length > 10);
});
