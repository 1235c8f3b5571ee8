// The popup's texts about a torrent, and the options page's reading of typed values.

import assert from "node:assert/strict";
import { test } from "node:test";
import { installFakeBrowser } from "./support/fakes.mjs";

installFakeBrowser();
const { factsOf, isStopped, progressOf } = await import("../../extension/src/popup/torrent_facts.js");
const { readValue, shownValue } = await import("../../extension/src/options/fields.js");

const kIdle = { state: "idle", paused: false, progress: 0.25, download_rate: 0, upload_rate: 0, peers: 0, eta: null, viewers: 0 };

test("one line says what means something now", () => {
  const lines = [
    [{ state: "downloading", download_rate: 2_100_000, peers: 12, eta: 400 }, "Downloading · 25% · 6 min 40 sec left · 2.1 MB/s"],
    [{ state: "downloading", viewers: 1, peers: 1 }, "Being watched · 25%"],
    [{ state: "complete", upload_rate: 400_000, peers: 2 }, "Complete"],
    [{ state: "finding_peers", eta: 5 }, "Finding people who have this"],
    [{ state: "paused" }, "Paused · 25%"],
    [{ state: "downloading", eta: 9e9 }, "Downloading · 25%"],
  ];
  for (const [torrent, line] of lines) assert.equal(factsOf({ ...kIdle, ...torrent }), line);
});

test("a search has no measure, and what failed can be resumed", () => {
  assert.equal(progressOf({ state: "finding_peers", progress: 0 }), null);
  assert.equal(progressOf({ state: "downloading", progress: 0.5 }), 0.5);
  assert.equal(isStopped({ state: "error", paused: false }), true);
  assert.equal(isStopped({ state: "downloading", paused: false }), false);
});

test("a setting is shown in the unit of its field and read back from it", () => {
  assert.equal(shownValue("gigabytes", 21_474_836_480), "21.47");
  assert.equal(shownValue("minutes", 300), "5");
  assert.equal(shownValue("path", "/home/me"), "/home/me");
  const limits = { min: 0, max: 1000 };
  assert.deepEqual(readValue("gigabytes", " 20 ", limits), { value: 20_000_000_000 });
  assert.deepEqual(readValue("megabytes", "1.5", limits), { value: 1_500_000 });
  assert.deepEqual(readValue("minutes", "0", limits), { value: 0 });
});

test("what does not fit is refused with words that say why", () => {
  const limits = { min: 2, max: 100 };
  const refused = [
    ["whole", "", "options_error_number"],
    ["whole", "many", "options_error_number"],
    ["whole", "1", "options_error_range"],
    ["whole", "101", "options_error_range"],
    ["path", "films", "options_error_path"],
    ["path", "  ", "options_error_empty"],
  ];
  for (const [kind, typed, error] of refused) assert.deepEqual(readValue(kind, typed, limits), { error });
});
