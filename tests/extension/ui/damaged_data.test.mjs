// The player's text about damaged data, and its time.
import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeTime, installFakeBrowser } from "../support/fakes.mjs";

installFakeBrowser();
const kPlayer = "../../../extension/src/player";
const { DamagedData } = await import(`${kPlayer}/ui/figures/damaged_data.js`);
const { describe } = await import(`${kPlayer}/ui/describe.js`);

const kWaiting = {
  link: { state: "ready", detail: "", httpBase: "http://127.0.0.1:1/t/", hostVersion: "0.1.0" },
  torrent: { state: "downloading", notice: null, has_metadata: true, paused: false, progress: 0, download_rate: 1, peers: 12 },
  problem: null, canAddAgain: true, wholeFileFirst: false, preparing: null, damaged: true,
  phase: "waiting", begun: true, bufferedShare: null,
};

test("damaged data is spoken of when the film has waited for it for three seconds, and no longer than it waits", () => {
  const time = new FakeTime();
  const figures = { swarm: null, start: () => (figures.swarm = { fetched_again: 1 }), stop: () => (figures.swarm = null) };
  const damaged = new DamagedData(figures, time.after);
  damaged.update(false);
  assert.equal(time.waiting, 0);
  damaged.update(true);
  damaged.update(true);
  assert.deepEqual([damaged.lasts, time.waiting], [false, 1]);
  time.advance(3000);
  assert.equal(damaged.lasts, true);
  damaged.update(false);
  assert.deepEqual([damaged.lasts, figures.swarm], [false, null]);
});

test("the player says that damaged data is fetched again, but not of a film that is here", () => {
  const sentence = (progress) => describe({ ...kWaiting, torrent: { ...kWaiting.torrent, progress } }).sentence;
  assert.equal(sentence(0.5), "Somebody sends damaged data; fetching that part again");
  assert.doesNotMatch(sentence(1), /damaged/);
});
