// The modules that all pages use: the engine client, texts, numbers and addresses.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { FakePort, FakeTime, installFakeBrowser } from "./support/fakes.mjs";

const browser = installFakeBrowser();
const { connectEngine } = await import("../../extension/src/shared/engine_client.js");
const { EngineError, words } = await import("../../extension/src/shared/errors.js");
const i18n = await import("../../extension/src/shared/i18n.js");
const places = await import("../../extension/src/shared/places.js");

let ports;

beforeEach(() => {
  ports = [];
  browser.runtime.connect = (info) => {
    const port = new FakePort(info);
    ports.push(port);
    return port;
  };
});

const kReady = { state: "ready", detail: "", httpBase: "http://127.0.0.1:1/a/", hostVersion: "0.1.0" };

test("a request goes to the background and its answer comes back", async () => {
  const engine = connectEngine();
  const answer = engine.request("status.get", {}, { timeoutMs: 1000 });
  assert.equal(ports[0].name, "page-bg");
  assert.deepEqual(ports[0].last, {
    type: "page-bg:request",
    id: 1,
    method: "status.get",
    params: {},
    timeoutMs: 1000,
  });
  ports[0].say({ type: "bg-page:answer", id: 1, result: { pid: 5 } });
  assert.deepEqual(await answer, { pid: 5 });
  engine.close();
});

test("an error is an EngineError with its name", async () => {
  const engine = connectEngine();
  const answer = engine.request("torrents.get", { id: "x" });
  const error = { code: 1203, name: "unknown_torrent", message: "No such torrent.", data: { a: 1 } };
  ports[0].say({ type: "bg-page:answer", id: 1, error });
  await assert.rejects(answer, (thrown) => thrown instanceof EngineError && thrown.name === "unknown_torrent");
  engine.close();
});

test("a link handler is called at once and on each change, until it is taken back", () => {
  const engine = connectEngine();
  const states = [];
  const stop = engine.onLink(({ state }) => states.push(state));
  ports[0].say({ type: "bg-page:link", link: kReady });
  stop();
  ports[0].say({ type: "bg-page:link", link: { ...kReady, state: "lost" } });
  assert.deepEqual(states, ["connecting", "ready"]);
  engine.close();
});

test("a notification reaches the handlers of its method", () => {
  const engine = connectEngine();
  const heard = [];
  engine.onNotification("torrents.removed", (params) => heard.push(params));
  ports[0].say({ type: "bg-page:notification", method: "torrents.removed", params: { id: "a", reason: "user" } });
  ports[0].say({ type: "bg-page:notification", method: "settings.changed", params: {} });
  assert.deepEqual(heard, [{ id: "a", reason: "user" }]);
  engine.close();
});

/** Runs a test with mock timers instead of the machine's clock. */
async function inFakeTime(run) {
  const { setTimeout, clearTimeout } = globalThis;
  const time = new FakeTime();
  globalThis.setTimeout = (handler, ms) => time.after(ms, handler);
  globalThis.clearTimeout = (cancel) => cancel?.();
  try {
    await run(time);
  } finally {
    Object.assign(globalThis, { setTimeout, clearTimeout });
  }
}

test("a restarted background rejects what waits and is connected to again", () =>
  inFakeTime(async (time) => {
    const engine = connectEngine();
    ports[0].say({ type: "bg-page:link", link: kReady });
    const waiting = engine.request("status.get", {});
    ports[0].close();
    await assert.rejects(waiting, { name: "background_lost" });
    time.advance(0);
    assert.equal(ports.length, 2);
    assert.deepEqual(ports[1].sent, []);
    ports[1].close();
    time.advance(99);
    assert.equal(ports.length, 2);
    time.advance(1);
    assert.equal(ports.length, 3);
    engine.close();
  }));

test("a sleeping background is not woken for a missing host, but for a retry", () => {
  const engine = connectEngine();
  ports[0].say({ type: "bg-page:link", link: { ...kReady, state: "not_installed", httpBase: null } });
  const states = [];
  engine.onLink(({ state }) => states.push(state));
  ports[0].close();
  assert.deepEqual(states, ["not_installed"]);
  engine.retry();
  assert.deepEqual(ports[1].sent, [{ type: "page-bg:retry" }]);
  engine.close();
});

test("after closing nothing can be asked", async () => {
  const engine = connectEngine();
  engine.close();
  await assert.rejects(engine.request("status.get", {}), { name: "background_lost" });
  assert.equal(ports.length, 1);
});

test("an unknown error still has words", () => {
  assert.match(words(new EngineError({ name: "never_heard_of" })), /no words/);
  assert.match(words(new EngineError({ name: "disk_full" })), /disk is full/);
});

test("a notice has words of its own, or those of the error", () => {
  assert.match(words({ code: 1206, name: "no_peers", message: "" }), /keeps looking/);
  assert.match(words({ code: 1208, name: "disk_full", message: "" }), /disk is full/);
  assert.equal(words("finding_peers"), "Finding people who have this");
});

for (const [value, expected] of [
  [0, "0 bytes"],
  [1, "1 byte"],
  [999, "999 bytes"],
  [1000, "1 kB"],
  [1_449_000, "1.4 MB"],
  [734_003_200, "734 MB"],
  [1_400_000_000, "1.4 GB"],
  [25e12, "25 TB"],
  [5e15, "5,000 TB"],
]) {
  test(`${value} bytes read ${expected}`, () => assert.equal(i18n.bytes(value), expected));
}

test("rates carry their unit", () => {
  assert.equal(i18n.rate(2_100_000), "2.1 MB/s");
  assert.equal(i18n.rate(0), "0 kB/s");
  assert.equal(i18n.rate(400), "0.4 kB/s");
});

test("a percentage says 100 only when all is there", () => {
  assert.equal(i18n.percent(0.9999), "99%");
  assert.equal(i18n.percent(1), "100%");
});

for (const [seconds, expected] of [
  [0, "0 sec"],
  [40, "40 sec"],
  [65, "1 min 5 sec"],
  [3900, "1 hr 5 min"],
  [7200, "2 hr"],
  [200_000, "2 days 7 hr"],
]) {
  test(`${seconds} s last ${expected}`, () => assert.equal(i18n.duration(seconds), expected));
}

test("a position in a film reads like on a player", () => {
  assert.deepEqual([0, 65, 3845].map(i18n.clock), ["0:00", "1:05", "1:04:05"]);
});

test("addresses of pages carry their source and torrent", () => {
  const root = "chrome-extension://abcdefghijklmnopabcdefghijklmnop";
  assert.equal(places.playerForTorrent("ab1", 0), `${root}/player/player.html?torrent=ab1&file=0`);
  assert.equal(places.playerForTorrent("ab1"), `${root}/player/player.html?torrent=ab1`);
  assert.equal(places.confirmPage("a#b", "not-a-torrent"), `${root}/confirm/confirm.html?why=not-a-torrent#a%23b`);
  assert.equal(places.sourceFromHash("#magnet%3A%3Fxt%3D1"), "magnet:?xt=1");
  assert.equal(places.sourceFromHash("#%E0%A4%A"), "");
});
