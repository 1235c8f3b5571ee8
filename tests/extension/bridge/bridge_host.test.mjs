// The opening and closing of the bridge by the background: in Chromium's offscreen document, and in Firefox's own page.

import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { FakeBridgeWorld, hexId } from "../support/fake_bridge.mjs";
import { FakeWorld, answerHello, installFakeBrowser, settled } from "../support/fakes.mjs";

installFakeBrowser();
const { BridgeHost } = await import("../../../extension/src/background/bridge_host.js");
const { offscreenContext, pageContext } = await import("../../../extension/src/background/bridge_contexts.js");
const { Engine } = await import("../../../extension/src/background/engine.js");

const kUrl = "ws://127.0.0.1:1/token";
const kNewUrl = "ws://127.0.0.1:2/other";
const kOrigin = "chrome-extension://abc/";

let world, engine, calls;

beforeEach(() => {
  world = new FakeWorld();
  engine = new Engine(world);
  calls = [];
});

const context = () => ({
  open: async (url) => void calls.push(`open ${url}`),
  close: async () => void calls.push("close"),
  holdsHost: () => false,
});
const notify = async (wish) => {
  world.port.say({ jsonrpc: "2.0", method: "bridge.changed", params: wish });
  await settled();
};
const asked = () => world.port.sent.filter(({ method }) => method === "bridge.get");

/** A background whose link is ready. */
async function ready(place = context()) {
  const host = new BridgeHost(engine, place, world.after);
  engine.setNeeded(true);
  answerHello(world.port);
  await settled();
  return host;
}

async function answer(result) {
  world.port.say({ jsonrpc: "2.0", id: asked().at(-1).id, ...result });
  await settled();
}

describe("the daemon's wish", () => {
  test("is asked for when the link becomes ready, each time", async () => {
    await ready();
    assert.deepEqual(asked().map(({ params }) => params), [{}]);
    await answer({ result: { wanted: true, url: kUrl } });
    assert.deepEqual(calls, [`open ${kUrl}`]);
    world.port.say({ method: "host.daemon_lost" });
    world.port.say({ method: "host.daemon_ready" });
    answerHello(world.port);
    await settled();
    assert.equal(asked().length, 2);
  });

  test("is unknown to an older daemon", async () => {
    await ready();
    await answer({ error: { code: -32601, message: "no", data: { name: "method_not_found" } } });
    world.advance(120_000);
    await settled();
    assert.deepEqual(calls, []);
  });

  test("changes by notification, to a new URL too", async () => {
    await ready();
    await notify({ wanted: true, url: kUrl });
    await notify({ wanted: true, url: kNewUrl });
    assert.deepEqual(calls, [`open ${kUrl}`, `open ${kNewUrl}`]);
  });

  test("of another notification is none", async () => {
    await ready();
    world.port.say({ jsonrpc: "2.0", method: "other.changed", params: { wanted: true, url: kUrl } });
    await settled();
    assert.deepEqual(calls, []);
  });

  test("to close is fulfilled after 60 s, counted from the first", async () => {
    await ready();
    await notify({ wanted: true, url: kUrl });
    await notify({ wanted: false, url: kUrl });
    world.advance(30_000);
    await notify({ wanted: false, url: kUrl });
    world.advance(29_999);
    await settled();
    assert.deepEqual(calls, [`open ${kUrl}`]);
    world.advance(1);
    await settled();
    assert.deepEqual(calls, [`open ${kUrl}`, "close"]);
  });

  test("to close is cancelled by another to open, and may come again", async () => {
    await ready();
    await notify({ wanted: false, url: kUrl });
    world.advance(59_999);
    await notify({ wanted: true, url: kUrl });
    world.advance(120_000);
    await settled();
    assert.deepEqual(calls, [`open ${kUrl}`]);
    await notify({ wanted: false, url: kUrl });
    world.advance(60_000);
    await settled();
    assert.equal(calls.at(-1), "close");
  });

  for (const url of ["ws://evil.example:1/token", "http://127.0.0.1:1/token", undefined]) {
    test(`to open ${url} is refused`, async () => {
      await ready();
      await notify({ wanted: true, url });
      assert.deepEqual(calls, []);
    });
  }

  test("is fulfilled also when the browser refused the one before", async () => {
    const place = context();
    let refused = 0;
    place.open = async (url) => {
      calls.push(url);
      if (++refused === 1) throw new Error("refused");
    };
    await ready(place);
    await notify({ wanted: true, url: kUrl });
    await notify({ wanted: true, url: kNewUrl });
    assert.deepEqual(calls, [kUrl, kNewUrl]);
  });

  test("waits for the one before", async () => {
    const place = context();
    let end;
    place.open = (url) => {
      calls.push(url);
      return new Promise((resolve) => (end = resolve));
    };
    await ready(place);
    await notify({ wanted: true, url: kUrl });
    await notify({ wanted: true, url: kNewUrl });
    assert.deepEqual(calls, [kUrl]);
    end();
    await settled();
    assert.deepEqual(calls, [kUrl, kNewUrl]);
  });
});

describe("the offscreen document", () => {
  let api, document;

  beforeEach(() => {
    document = undefined;
    api = {
      runtime: {
        getURL: (path) => kOrigin + path,
        getContexts: async ({ contextTypes }) => {
          assert.deepEqual(contextTypes, ["OFFSCREEN_DOCUMENT"]);
          return document ? [{ documentUrl: kOrigin + document }] : [];
        },
      },
      offscreen: {
        async createDocument({ url, reasons, justification }) {
          if (document) throw new Error("Only a single offscreen document may be created.");
          assert.deepEqual([reasons, justification.length > 0], [["WEB_RTC"], true]);
          document = url;
          calls.push("create");
        },
        async closeDocument() {
          if (!document) throw new Error("No current offscreen document.");
          document = undefined;
          calls.push("close");
        },
      },
    };
  });

  test("has the URL of the daemon in its own", async () => {
    await offscreenContext(api).open(kUrl);
    assert.equal(document, "bridge/bridge.html#ws%3A%2F%2F127.0.0.1%3A1%2Ftoken");
  });

  test("is created once, also by a worker that does not know of it", async () => {
    await offscreenContext(api).open(kUrl);
    await offscreenContext(api).open(kUrl);
    assert.deepEqual(calls, ["create"]);
  });

  test("is created again when it closed itself", async () => {
    const place = offscreenContext(api);
    await place.open(kUrl);
    document = undefined;
    await place.open(kUrl);
    assert.deepEqual(calls, ["create", "create"]);
  });

  test("is replaced when the URL is another", async () => {
    const place = offscreenContext(api);
    await place.open(kUrl);
    await place.open(kNewUrl);
    assert.deepEqual(calls, ["create", "close", "create"]);
    assert.match(document, /other$/);
  });

  test("is closed if it is there, and needs no host to live", async () => {
    const place = offscreenContext(api);
    await place.open(kUrl);
    assert.equal(place.holdsHost(), false);
    await place.close();
    await place.close();
    assert.deepEqual(calls, ["create", "close"]);
  });
});

describe("the bridge in the background page", () => {
  let bridges, place, changes;

  beforeEach(() => {
    bridges = new FakeBridgeWorld();
    changes = [];
    place = pageContext(bridges, () => changes.push(place.holdsHost()));
  });

  test("holds the host while it is open", async () => {
    assert.equal(place.holdsHost(), false);
    await place.open(kUrl);
    await place.close();
    assert.deepEqual(changes, [true, false]);
    assert.equal(bridges.sockets[0].isClosed, true);
  });

  test("is opened once, and anew for another URL", async () => {
    await place.open(kUrl);
    await place.open(kUrl);
    assert.equal(bridges.sockets.length, 1);
    await place.open(kNewUrl);
    assert.deepEqual(bridges.sockets.map(({ url, isClosed }) => [url, isClosed]), [
      [`${kUrl}/control`, true],
      [`${kNewUrl}/control`, false],
    ]);
    assert.equal(place.holdsHost(), true);
  });

  test("closes itself when it has nothing to do for 60 s, and may be opened again", async () => {
    await place.open(kUrl);
    bridges.advance(60_000);
    assert.equal(place.holdsHost(), false);
    assert.equal(bridges.waiting, 0);
    await place.open(kUrl);
    assert.equal(place.holdsHost(), true);
  });

  test("stays while it has a swarm", async () => {
    await place.open(kUrl);
    bridges.sockets[0].open();
    bridges.sockets[0].say({ swarms: [{ info_hash: hexId(1), trackers: [], left: null }], stun: [], peers: 1 });
    bridges.advance(600_000);
    assert.deepEqual(changes, [true]);
  });

  test("keeps the port of the host open until it is closed", async () => {
    const host = await ready(pageContext(bridges, () => engine.setNeeded(host.holdsHost)));
    await notify({ wanted: true, url: kUrl });
    engine.setNeeded(host.holdsHost);
    assert.equal(world.port.disconnected, false);
    await notify({ wanted: false, url: kUrl });
    world.advance(60_000);
    await settled();
    assert.equal(world.port.disconnected, true);
  });
});
