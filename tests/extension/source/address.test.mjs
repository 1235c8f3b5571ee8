// The request in the address of a player, and the proof that the extension made it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { installFakeBrowser } from "../support/fakes.mjs";

installFakeBrowser();
const { needsNonce, readAddress } = await import("../../../extension/src/player/source/address.js");

test("an address names a source, or a torrent with a file", () => {
  const read = (address, memory = null) => readAddress(new URL(address, "chrome-extension://x"), memory);
  const magnet = "magnet:?xt=urn:btih:08ada5a7a6183aae1e09d831df6748d566095a10&dn=A%20B";
  assert.deepEqual(read(`/player.html#${encodeURIComponent(magnet)}`), { source: magnet, torrent: null, file: null });
  assert.deepEqual(read("/player.html?torrent=a1&file=0"), { source: "", torrent: "a1", file: 0 });
  assert.deepEqual(read("/player.html?torrent=a1", { source: magnet }), { source: magnet, torrent: "a1", file: null });
  assert.deepEqual(read("/player.html?torrent=../x&file=-1", 7), { source: "", torrent: null, file: null });
});

test("an address with something new needs a nonce once, and then is this history entry's", () => {
  const needs = (address, memory = null) => needsNonce(new URL(address, "chrome-extension://x"), memory);
  const magnet = "magnet:?xt=urn:btih:08ada5a7a6183aae1e09d831df6748d566095a10";
  const address = `/player.html?nonce=1#${encodeURIComponent(magnet)}`;
  assert.equal(needs(address), true);
  assert.equal(needs(address, { source: magnet }), false);
  assert.equal(needs(address, { source: `${magnet}&dn=other` }), true);
  assert.equal(needs(`/player.html?torrent=a1#${encodeURIComponent(magnet)}`), true);
  assert.equal(needs("/player.html?torrent=a1"), false);
});
