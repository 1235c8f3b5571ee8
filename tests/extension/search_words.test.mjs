// The texts of the player's waiting page about the search for peers.

import assert from "node:assert/strict";
import { test } from "node:test";
import { installFakeBrowser } from "./support/fakes.mjs";

installFakeBrowser();
const { describe } = await import("../../extension/src/player/ui/describe.js");

const kReady = { state: "ready", detail: "", httpBase: "http://127.0.0.1:1/t/", hostVersion: "0.1.0" };
const kTorrent = { id: "a1", name: "Sintel", notice: null, paused: false, download_rate: 0, progress: 0 };

/** The player's view while a film is being opened. */
function shown(circumstances) {
  return describe({
    link: kReady, problem: null, canAddAgain: true, wholeFileFirst: false, preparing: null, phase: "loading", begun: false,
    bufferedShare: null, ...circumstances,
  });
}

const kSearch = {
  known: 14, connecting: 3, dialled: 20, dht: true, lsd: true,
  trackers: [
    { host: "a.example", status: "answered", message: "", next_seconds: 1800 },
    { host: "b.example", status: "answered", message: "", next_seconds: 1800 },
    { host: "c.example", status: "failed", message: "refused", next_seconds: 9 },
  ],
};

test("the waiting page says who was asked, who answered, and how many people are being connected to", () => {
  const searching = { ...kTorrent, has_metadata: false, state: "finding_peers", peers: 0 };
  const words = "Asked 3 trackers, 2 answered · 14 people are known · connecting to 3";
  assert.equal(shown({ torrent: searching, search: kSearch }).facts, words);
  const mid = { ...kTorrent, has_metadata: true, state: "downloading", peers: 0, progress: 0.4 };
  assert.equal(shown({ torrent: mid, search: kSearch }).facts, words);
});

test("a search that can ask nobody says so at once, with the way to the options", () => {
  const searching = { ...kTorrent, has_metadata: false, state: "finding_peers", peers: 0 };
  const nobody = { ...kSearch, known: 0, connecting: 0, dht: false, trackers: [] };
  const view = shown({ torrent: searching, search: nobody });
  assert.match(view.advice, /^DHT is off/);
  assert.deepEqual(view.actions, ["settings"]);
  assert.equal(shown({ torrent: searching, search: { ...nobody, known: 1 } }).advice, "");
});
