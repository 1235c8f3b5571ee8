// Link preferences that several pages change at once.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { installFakeBrowser } from "./support/fakes.mjs";

installFakeBrowser();
const { catching, setCatchingFiles, setCatchingOff, setSiteOff, toggleCatching } = await import(
  "../../extension/src/shared/link_preferences.js"
);

beforeEach(() => globalThis.browser.storage.local.remove("catching"));

test("changes of several pages at once are all kept", async () => {
  await Promise.all([
    setSiteOff("a.example", true),
    setSiteOff("b.example", true),
    setCatchingFiles(true),
    setCatchingOff(true),
    setSiteOff("a.example", false),
  ]);
  assert.deepEqual(await catching(), { off: true, sites: ["b.example"], files: true });
});

test("two switches at once are none", async () => {
  await Promise.all([toggleCatching(), toggleCatching()]);
  assert.equal((await catching()).off, false);
});
