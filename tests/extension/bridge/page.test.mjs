// The script of the offscreen document, which closes itself.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { FakeSocket } from "../support/fake_bridge.mjs";

let sockets, closed;

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  sockets = [];
  closed = 0;
  globalThis.window = { close: () => (closed += 1) };
  globalThis.WebSocket = class extends FakeSocket {
    constructor(url) {
      super(url);
      sockets.push(this);
    }
  };
});

afterEach(() => mock.timers.reset());

test("the page opens the bridge to the URL behind its own, and closes itself when that is idle", async () => {
  globalThis.location = { hash: "#ws%3A%2F%2F127.0.0.1%3A1%2Ftoken" };
  await import("../../../extension/src/bridge/page.js?first");
  assert.deepEqual(sockets.map(({ url }) => url), ["ws://127.0.0.1:1/token/control"]);
  mock.timers.tick(59_999);
  assert.equal(closed, 0);
  mock.timers.tick(1);
  assert.equal(closed, 1);
});

test("a page for another machine closes itself at once", async () => {
  globalThis.location = { hash: "#ws%3A%2F%2Fevil.example%3A1%2Ftoken" };
  await import("../../../extension/src/bridge/page.js?second");
  assert.deepEqual([sockets, closed], [[], 1]);
});
