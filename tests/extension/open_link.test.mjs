// Opening links: the person's own clicks, links that a page opens, the answer after a refusal, and the player's
// address.

import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeTime, installFakeBrowser } from "./support/fakes.mjs";

installFakeBrowser();
const { LinkOpener } = await import("../../extension/src/background/open_link.js");
const { publicCommand } = await import("../../extension/src/background/public_commands.js");
const { LostNavigations } = await import("../../extension/src/background/lost_navigations.js");
const { playerForSource } = await import("../../extension/src/shared/places.js");
const { takeNonce } = await import("../../extension/src/shared/nonce.js");
const { chosenText } = await import("../../extension/src/background/context_menu.js");

const kOrigin = "chrome-extension://abcdefghijklmnopabcdefghijklmnop";
const kHash = "08ada5a7a6183aae1e09d831df6748d566095a10";
const kMagnet = `magnet:?xt=urn:btih:${kHash}`;
const kTab = { id: 7, index: 3, windowId: 1 };

function openerWith({ failing = () => false, memory = [] } = {}) {
  const time = new FakeTime();
  const tabs = [];
  const asking = new Set();
  const refused = [];
  const opener = new LinkOpener({
    now: time.now,
    isAsking: async (tab) => asking.has(tab),
    recall: async () => memory,
    remember: async (questions) => void memory.splice(0, Infinity, ...structuredClone(questions)),
    showRefused: async (tab) => void refused.push(tab),
    hideRefused: async (tab) => void refused.splice(0, Infinity, ...refused.filter((other) => other !== tab)),
    createTab: async (properties) => {
      if (failing(properties)) throw new Error("No tab with id: 7.");
      tabs.push(properties);
      asking.add(100 + tabs.length);
      return { id: 100 + tabs.length };
    },
  });
  return { opener, tabs, time, asking, refused };
}

test("a person's click opens the player beside the tab it came from", async () => {
  const { opener, tabs } = openerWith();
  await opener.open({ text: kMagnet, trusted: true, where: "current", opener: kTab });
  const [{ url, ...properties }] = tabs;
  assert.match(url, new RegExp(`^${kOrigin}/player/player\\.html\\?nonce=[0-9a-f-]{36}#magnet%3A%3Fxt%3Durn%3Abtih%3A${kHash}$`));
  assert.deepEqual(properties, { active: true, openerTabId: 7, windowId: 1, index: 4 });
});

test("a middle click opens the player in the background", async () => {
  const { opener, tabs } = openerWith();
  await opener.open({ text: kMagnet, trusted: true, where: "background", opener: kTab });
  assert.equal(tabs[0].active, false);
});

test("one click seen twice opens one tab, a click two seconds later another", async () => {
  const { opener, tabs, time } = openerWith();
  const click = { text: kMagnet, trusted: true, where: "current", opener: kTab };
  await opener.open(click);
  await opener.open({ ...click, text: `${kMagnet}&dn=other+words` });
  assert.equal(tabs.length, 1);
  time.advance(2001);
  await opener.open(click);
  assert.equal(tabs.length, 2);
});

test("the same link in two tabs opens two players", async () => {
  const { opener, tabs } = openerWith();
  await opener.open({ text: kMagnet, trusted: true, where: "current", opener: kTab });
  await opener.open({ text: kMagnet, trusted: true, where: "current", opener: { ...kTab, id: 8 } });
  assert.equal(tabs.length, 2);
});

test("a link the page opened leads to the page that asks", async () => {
  const { opener, tabs } = openerWith();
  await opener.open({ text: kMagnet, trusted: false, where: "current", opener: kTab });
  assert.equal(tabs[0].url, `${kOrigin}/confirm/confirm.html#magnet%3A%3Fxt%3Durn%3Abtih%3A${kHash}`);
});

test("a page gets one question at a time", async () => {
  const { opener, tabs, asking } = openerWith();
  const link = (digit) => `magnet:?xt=urn:btih:${digit.repeat(40)}`;
  await opener.open({ text: link("1"), trusted: false, where: "current", opener: kTab });
  await opener.open({ text: link("2"), trusted: false, activated: true, where: "current", opener: kTab });
  assert.equal(tabs.length, 1);
  asking.clear();
  await opener.open({ text: link("3"), trusted: false, activated: true, where: "current", opener: kTab });
  assert.equal(tabs.length, 2);
});

const kLinks = [..."123456789"].map((digit) => `magnet:?xt=urn:btih:${digit.repeat(40)}`);
/** No person did anything on the page. */
const kUnasked = { trusted: false, activated: false, where: "current", opener: kTab, origin: "https://example.org" };

test("a page that opens many links at once gets one question", async () => {
  const { opener, tabs } = openerWith();
  await Promise.all(kLinks.map((text) => opener.open({ ...kUnasked, text })));
  assert.equal(tabs.length, 1);
});

test("after a no the page gets a sign on the toolbar and no tab, until the person does something on it", async () => {
  const { opener, tabs, asking, refused } = openerWith();
  await opener.open({ ...kUnasked, text: kLinks[0] });
  asking.clear();
  await opener.open({ ...kUnasked, text: kLinks[1] });
  assert.equal(tabs.length, 1);
  assert.deepEqual(refused, [7]);
  await opener.open({ ...kUnasked, activated: true, text: kLinks[2] });
  assert.equal(tabs.length, 2);
  assert.deepEqual(refused, [], "the sign is taken back");
});

test("a no holds for a page whose first wish was a failed navigation, which has no origin", async () => {
  const { opener, tabs, asking, refused } = openerWith();
  await opener.open({ ...kUnasked, origin: undefined, text: kLinks[0] });
  asking.clear();
  await opener.open({ ...kUnasked, text: kLinks[1] });
  assert.deepEqual([tabs.length, refused], [1, [7]]);
  await opener.open({ ...kUnasked, trusted: true, text: kLinks[2] });
  assert.deepEqual(refused, [], "the person's own click takes the sign back");
});

test("a no is for this page: another origin in the same tab, and another tab, ask anew", async () => {
  const { opener, tabs, asking } = openerWith();
  await opener.open({ ...kUnasked, text: kLinks[0] });
  asking.clear();
  await opener.open({ ...kUnasked, origin: "https://other.example", text: kLinks[1] });
  asking.clear();
  await opener.open({ ...kUnasked, opener: { ...kTab, id: 8 }, text: kLinks[2] });
  assert.equal(tabs.length, 3);
});

test("a no is remembered while the background sleeps", async () => {
  const memory = [];
  await openerWith({ memory }).opener.open({ ...kUnasked, text: kLinks[0] });
  const { opener, tabs, refused } = openerWith({ memory });
  await opener.open({ ...kUnasked, text: kLinks[1] });
  assert.deepEqual([tabs.length, refused.length], [0, 1]);
});

test("after a yes, and after the person's own click, the page may ask again", async () => {
  const { opener, tabs, asking, refused } = openerWith();
  await opener.open({ ...kUnasked, text: kLinks[0] });
  await opener.questions.accepted(101);
  asking.clear();
  await opener.open({ ...kUnasked, text: kLinks[1] });
  assert.equal(tabs.length, 2);
  asking.clear();
  await opener.open({ ...kUnasked, trusted: true, text: kLinks[2] });
  await opener.open({ ...kUnasked, text: kLinks[3] });
  assert.deepEqual([tabs.length, refused.length], [4, 0]);
});

test("a question that could not be opened does not keep the next one away", async () => {
  let failing = true;
  const { opener, tabs } = openerWith({ failing: () => failing });
  await opener.open({ ...kUnasked, text: kLinks[0] });
  failing = false;
  await opener.open({ ...kUnasked, text: kLinks[1] });
  assert.equal(tabs.length, 1);
});

test("a sandboxed frame opens no tab by itself, a file does", async () => {
  const { opener, tabs, refused } = openerWith();
  const unasked = { ...kOpen, trusted: false, activated: false };
  await publicCommand(opener, unasked, { ...kContent, origin: "null" }, kOwnId, kUsual);
  assert.deepEqual([tabs.length, refused.length], [0, 1]);
  await publicCommand(opener, { ...unasked, link: kLinks[0] }, { ...kContent, url: "file:///a.html", origin: "null" }, kOwnId, kUsual);
  assert.equal(tabs.length, 1);
});

test("the address of a player is good once, and for nothing that the extension did not make", async () => {
  const address = new URL(await playerForSource(kMagnet));
  const nonce = address.searchParams.get("nonce");
  assert.equal(await takeNonce("11111111-1111-4111-8111-111111111111"), false);
  assert.equal(await takeNonce(null), false);
  assert.equal(await takeNonce(nonce), true);
  assert.equal(await takeNonce(nonce), false);
});

test("of two pages that open one address at once, one is the player", async () => {
  const nonce = new URL(await playerForSource(kMagnet)).searchParams.get("nonce");
  const taken = await Promise.all([takeNonce(nonce), takeNonce(nonce), takeNonce(nonce)]);
  assert.deepEqual(taken.filter(Boolean), [true]);
});

test("addresses that are never opened do not pile up", async () => {
  const nonces = [];
  for (let count = 0; count < 60; count++) nonces.push(new URL(await playerForSource(kMagnet)).searchParams.get("nonce"));
  const kept = Object.keys(await globalThis.browser.storage.session.get(null)).filter((key) => key.startsWith("nonce_"));
  assert.equal(kept.length, 50);
  assert.equal(await takeNonce(nonces.at(-1)), true);
});

test("what cannot be streamed is said, never swallowed", async () => {
  const { opener, tabs } = openerWith();
  await opener.open({ text: "https://example.org/", trusted: true, where: "current", opener: undefined });
  assert.deepEqual(tabs, [
    { url: `${kOrigin}/confirm/confirm.html?why=not-a-torrent#https%3A%2F%2Fexample.org%2F`, active: true },
  ]);
});

test("a tab that is gone does not lose the click", async () => {
  const { opener, tabs } = openerWith({ failing: ({ openerTabId }) => openerTabId !== undefined });
  await opener.open({ text: kMagnet, trusted: true, where: "current", opener: kTab });
  assert.deepEqual(Object.keys(tabs[0]), ["url", "active"]);
});

test("a link that only a failed navigation shows leads to the page that asks, beside the tab it came from", async () => {
  const { opener, tabs } = openerWith();
  const lost = new LostNavigations(opener, async (id) => ({ ...kTab, id }), async () => false);
  lost.created({ tabId: 50, sourceTabId: 7 });
  await lost.failed({ tabId: 50, url: kMagnet });
  assert.match(tabs[0].url, /confirm\.html#magnet/);
  assert.equal(tabs[0].openerTabId, 7);
});

test("a link that is cut is said to be so, and other networks' links are left alone", async () => {
  const { opener, tabs } = openerWith();
  const lost = new LostNavigations(opener, async () => undefined, async () => false);
  await lost.failed({ tabId: 7, url: "magnet:?xt=urn:sha1:YNCKHTQCWBTRNJIV4WNAE52SJUQCZO5C" });
  await lost.failed({ tabId: 7, url: "magnet:?dn=A" });
  assert.equal(tabs.length, 0);
  await lost.failed({ tabId: 7, url: "magnet:?xt=urn:btih:08ada" });
  assert.match(tabs[0].url, /why=not-a-torrent/);
});

test("a link that a person leaves to the system is not asked about", async () => {
  const { opener, tabs } = openerWith();
  const lost = new LostNavigations(opener, async (id) => ({ ...kTab, id }), async () => false);
  await publicCommand(opener, { type: "content-bg:pass", link: kMagnet }, kContent, kOwnId, kUsual);
  await lost.failed({ tabId: kTab.id, url: kMagnet });
  assert.equal(tabs.length, 0);
});

const kOwnId = "abcdefghijklmnopabcdefghijklmnop";
const kUsual = { asksAlways: async () => false, catching: async () => ({ files: false }) };
const kContent = { id: kOwnId, url: "https://example.org/", tab: kTab };
const kOpen = { type: "content-bg:open", link: kMagnet, trusted: true, where: "current" };

for (const [what, message, sender] of [
  ["another extension", kOpen, { ...kContent, id: "someone" }],
  ["a sender without a tab", kOpen, { id: kOwnId }],
  ["another command", { ...kOpen, type: "page-bg:request", method: "torrents.remove" }, kContent],
  ["a .torrent file that is not to be caught", { ...kOpen, link: "https://example.org/film.torrent" }, kContent],
  ["a link that is no text", { ...kOpen, link: { toString: () => kMagnet } }, kContent],
  ["a link above 16 KiB", { ...kOpen, link: kMagnet + "a".repeat(16384) }, kContent],
]) {
  test(`${what} opens nothing`, async () => {
    const { opener, tabs } = openerWith();
    await publicCommand(opener, message, sender, kOwnId, kUsual);
    assert.deepEqual(tabs, []);
  });
}

test("the opener knows whether one of its tabs is still there", async () => {
  const { opener } = openerWith();
  assert.equal(opener.hasTabs, false);
  await opener.open({ text: kMagnet, trusted: true, where: "current", opener: kTab });
  assert.equal(opener.hasTabs, true);
  opener.closed(101);
  assert.equal(opener.hasTabs, false);
});

test("only the value true makes a link trusted", async () => {
  const { opener, tabs } = openerWith();
  await publicCommand(opener, { ...kOpen, trusted: "yes" }, kContent, kOwnId, kUsual);
  assert.match(tabs[0].url, /confirm\.html/);
});

test("a person who wants to be asked always is asked for their own clicks", async () => {
  const { opener, tabs } = openerWith();
  await publicCommand(opener, kOpen, kContent, kOwnId, { ...kUsual, asksAlways: async () => true });
  assert.match(tabs[0].url, /confirm\.html/);
});

test("the context menu prefers a link that can be streamed to the selection", () => {
  assert.equal(chosenText({ linkUrl: kMagnet, selectionText: "x" }), kMagnet);
  assert.equal(chosenText({ linkUrl: "https://example.org/", selectionText: kHash }), kHash);
  assert.equal(chosenText({ linkUrl: "https://example.org/", selectionText: "x" }), "https://example.org/");
});
