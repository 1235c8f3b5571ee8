// The state that the background keeps beyond the end of its worker, and the icon in the toolbar.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { installFakeBrowser, settled } from "./support/fakes.mjs";

installFakeBrowser();
const { Memory } = await import("../../extension/src/background/memory.js");

let look, toolbar;

beforeEach(() => {
  look = { active: 3, missing: true };
  toolbar = {
    showActive: (active) => (look.active = active),
    showHostMissing: (missing) => (look.missing = missing),
  };
});

const keep = (seen) => globalThis.browser.storage.local.set({ last_seen: seen });
const kept = async () => (await globalThis.browser.storage.local.get("last_seen")).last_seen;

test("a host that is faster than the memory replaces what was there, also by nothing", async () => {
  await keep({ active: 3, hostMissing: true });
  const memory = new Memory(toolbar);
  memory.setActive(0);
  memory.setHostMissing(false);
  assert.deepEqual(await memory.recall(), { active: 0, hostMissing: false });
  await settled();
  assert.deepEqual([look, await kept()], [{ active: 0, missing: false }, { active: 0, hostMissing: false }]);
});

test("what the host has not told is that of the last worker", async () => {
  await keep({ active: 3, hostMissing: true });
  look = {};
  const memory = new Memory(toolbar);
  memory.setHostMissing(false);
  assert.deepEqual(await memory.recall(), { active: 3, hostMissing: false });
  await settled();
  assert.deepEqual([look, await kept()], [{ active: 3, missing: false }, { active: 3, hostMissing: false }]);
});

test("a new installation remembers nothing", async () => {
  await globalThis.browser.storage.local.remove("last_seen");
  assert.deepEqual(await new Memory(toolbar).recall(), { active: 0, hostMissing: false });
  assert.deepEqual(look, { active: 0, missing: false });
});
