// The units of the background together: engine, pages, torrents.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { FakePort, FakeWorld, answerHello, installFakeBrowser, settled } from "./support/fakes.mjs";

installFakeBrowser();
const { Engine } = await import("../../extension/src/background/engine.js");
const { Pages, isOwnPage } = await import("../../extension/src/background/pages.js");
const { Torrents } = await import("../../extension/src/background/torrents.js");

const kOrigin = "chrome-extension://abcdefghijklmnopabcdefghijklmnop";

let world, engine;

beforeEach(() => {
  world = new FakeWorld();
  engine = new Engine(world);
});

function pagePort(url = `${kOrigin}/popup/popup.html`) {
  return new FakePort({ name: "page-bg", sender: { url, id: "abcdefghijklmnopabcdefghijklmnop" } });
}

/** Returns a page whose host is ready. */
function connectedPage() {
  const pages = new Pages(engine, { origin: kOrigin, onCount: () => engine.setNeeded(pages.count > 0) });
  const page = pagePort();
  pages.accept(page);
  answerHello(world.port);
  return { pages, page };
}

for (const [what, sender] of [
  ["a web page", { url: "https://evil.example/", origin: "https://evil.example" }],
  ["a content script", { url: "https://evil.example/x", id: "abcdefghijklmnopabcdefghijklmnop" }],
  ["a page with our address inside its own", { url: `https://evil.example/${kOrigin}/` }],
  ["an address that begins like ours", { url: `${kOrigin}evil/` }],
  ["a foreign origin under our address", { url: `${kOrigin}/a.html`, origin: "null" }],
  ["nobody", undefined],
]) {
  test(`${what} is not a page of ours`, () => assert.equal(isOwnPage(sender, kOrigin), false));
}

test("a port of a foreign page is closed and learns nothing", () => {
  const pages = new Pages(engine, { origin: kOrigin, onCount: () => {} });
  const port = pagePort("https://evil.example/");
  pages.accept(port);
  assert.deepEqual([port.disconnected, port.sent, pages.count], [true, [], 0]);
});

test("a page hears how the link stands, at once and on each change", () => {
  const { page } = connectedPage();
  assert.deepEqual(page.sent.map(({ type, link }) => [type, link.state]), [
    ["bg-page:link", "connecting"],
    ["bg-page:link", "ready"],
  ]);
});

test("a page's request is answered under the page's own id", async () => {
  const { page } = connectedPage();
  page.say({ type: "page-bg:request", id: 41, method: "status.get", params: {} });
  const { id } = world.port.last;
  world.port.say({ jsonrpc: "2.0", id, result: { pid: 1 } });
  await settled();
  assert.deepEqual(page.last, { type: "bg-page:answer", id: 41, result: { pid: 1 } });
});

test("a page's failed request carries the error as an object", async () => {
  const { page } = connectedPage();
  page.say({ type: "page-bg:request", id: 1, method: "torrents.get", params: { id: "x" } });
  const error = { code: 1203, message: "No such torrent.", data: { name: "unknown_torrent" } };
  world.port.say({ jsonrpc: "2.0", id: world.port.last.id, error });
  await settled();
  assert.deepEqual(page.last.error, { code: 1203, name: "unknown_torrent", message: "No such torrent.", data: {} });
});

test("one page cannot end the notifications of the others", async () => {
  const { page } = connectedPage();
  const before = world.port.sent.length;
  page.say({ type: "page-bg:request", id: 1, method: "torrents.unsubscribe", params: {} });
  await settled();
  assert.deepEqual(page.last, { type: "bg-page:answer", id: 1, result: {} });
  assert.equal(world.port.sent.length, before);
});

test("notifications reach every page, and a page that left gets none", () => {
  const { pages, page } = connectedPage();
  const second = pagePort(`${kOrigin}/player/player.html`);
  pages.accept(second);
  second.onDisconnect.fire(second);
  const heard = second.sent.length;
  world.port.say({ jsonrpc: "2.0", method: "torrents.removed", params: { id: "a", reason: "user" } });
  assert.deepEqual(page.last, {
    type: "bg-page:notification",
    method: "torrents.removed",
    params: { id: "a", reason: "user" },
  });
  assert.equal(second.sent.length, heard);
});

test("the host is let go when the last page leaves", () => {
  const { page } = connectedPage();
  page.onDisconnect.fire(page);
  assert.equal(world.port.disconnected, true);
});

test("what was asked of a daemon that was lost is rejected as daemon_lost", async () => {
  const { page } = connectedPage();
  page.say({ type: "page-bg:request", id: 5, method: "status.get", params: {} });
  world.port.say({ jsonrpc: "2.0", method: "host.daemon_lost", params: {} });
  await settled();
  assert.equal(page.sent.find(({ type }) => type === "bg-page:answer").error.name, "daemon_lost");
});

test("a page opened while the host is missing tries again", () => {
  const { pages } = connectedPage();
  world.port.close("Specified native messaging host not found.");
  pages.accept(pagePort());
  assert.equal(world.ports.length, 2);
});

const torrent = (id, state, viewers = 0) => ({ id, state, viewers });

async function subscribed(torrents, total = torrents.length) {
  const watch = new Torrents(engine);
  const counts = [];
  watch.onCounted((active) => counts.push(active));
  engine.setNeeded(true);
  answerHello(world.port);
  assert.equal(world.port.last.method, "torrents.subscribe");
  world.port.say({ jsonrpc: "2.0", id: world.port.last.id, result: { torrents, total } });
  await settled();
  return { watch, counts };
}

test("torrents at work or watched are active, the others are not", async () => {
  const states = ["finding_peers", "fetching_metadata", "fetching_torrent", "downloading", "checking"];
  const resting = ["idle", "complete", "paused", "error"];
  const all = [...states, ...resting].map((state, index) => torrent(`t${index}`, state));
  const { watch } = await subscribed([...all, torrent("watched", "complete", 1)]);
  assert.equal(watch.active, 6);
});

test("the number follows what is added, changed and removed", async () => {
  const { watch, counts } = await subscribed([torrent("a", "downloading")]);
  notify("torrents.added", { torrent: torrent("b", "finding_peers") });
  notify("torrents.changed", { torrents: [{ id: "a", progress: 0.5 }] });
  notify("torrents.changed", { torrents: [{ id: "a", state: "complete" }, { id: "unknown", viewers: 3 }] });
  notify("torrents.removed", { id: "b", reason: "user" });
  assert.deepEqual(counts, [1, 2, 2, 1, 0]);
  assert.equal(watch.active, 0);
});

test("more torrents than one answer holds are asked for in pages", async () => {
  const { watch } = await subscribed(page(0, 200), 201);
  assert.deepEqual(world.port.last.params, { offset: 200, limit: 200 });
  world.port.say({ jsonrpc: "2.0", id: world.port.last.id, result: { torrents: page(200, 1), total: 201 } });
  await settled();
  assert.equal(watch.active, 201);
});

const page = (from, count) => Array.from({ length: count }, (_, index) => torrent(`t${from + index}`, "downloading"));
const answerLast = (result) => world.port.say({ jsonrpc: "2.0", id: world.port.last.id, result });
const notify = (method, params) => world.port.say({ jsonrpc: "2.0", method, params });

test("what changes while the pages come is not undone by them", async () => {
  const { watch } = await subscribed(page(0, 200), 202);
  notify("torrents.removed", { id: "t0", reason: "user" });
  notify("torrents.changed", { torrents: [{ id: "t1", state: "complete" }] });
  notify("torrents.added", { torrent: torrent("new", "downloading") });
  answerLast({ torrents: [torrent("t0", "downloading"), ...page(200, 2)], total: 202 });
  await settled();
  answerLast({ torrents: page(201, 1), total: 202 });
  await settled();
  assert.equal(watch.active, 201);
});

test("a torrent that moves up because another is removed is not missed", async () => {
  const { watch } = await subscribed(page(0, 200), 201);
  notify("torrents.removed", { id: "t0", reason: "user" });
  answerLast({ torrents: [], total: 200 });
  await settled();
  assert.deepEqual(world.port.last.params, { offset: 199, limit: 200 });
  answerLast({ torrents: page(200, 1), total: 200 });
  await settled();
  assert.equal(watch.active, 200);
});

test("pages that come when the host is gone bring nothing back", async () => {
  const { watch } = await subscribed(page(0, 200), 201);
  const late = world.port;
  const { id } = late.last;
  late.close("Specified native messaging host not found.");
  late.say({ jsonrpc: "2.0", id, result: { torrents: page(200, 1), total: 201 } });
  await settled();
  assert.equal(watch.active, 0);
});

test("a missing host means that nothing is active", async () => {
  const { watch } = await subscribed([torrent("a", "downloading")]);
  world.port.close("Specified native messaging host not found.");
  assert.equal(watch.active, 0);
});
