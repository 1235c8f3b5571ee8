import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { disconnectReason } from "../../extension/src/background/disconnect_reason.js";
import { NativePort } from "../../extension/src/background/native_port.js";
import { FakeWorld, answerHello } from "./support/fakes.mjs";

let world, links, messages, port;

beforeEach(() => {
  world = new FakeWorld();
  links = [];
  messages = [];
  port = new NativePort(world, { onLink: (link) => links.push(link), onMessage: (message) => messages.push(message) });
});

const state = () => port.link.state;

const kReasons = [
  ["Specified native messaging host not found.", false, "not_installed"],
  ["Access to the specified native messaging host is forbidden.", false, "not_allowed"],
  ["No such native application magnetar.host", false, "not_installed"],
  ["An unexpected error occurred", false, "not_installed"],
  ["An unexpected error occurred", true, "crashed"],
  ["Native host has exited.", false, "crashed"],
  ["Native host has exited.", true, "crashed"],
  ["Error when communicating with the native messaging host.", true, "protocol"],
  ["Native application tried to send a message of 1048577 bytes, which exceeds the limit of 1048576 bytes.", true, "protocol"],
  ["", true, "crashed"],
];

for (const [text, heard, expected] of kReasons) {
  test(`"${text}" ${heard ? "after" : "before"} the first message means ${expected}`, () => {
    assert.equal(disconnectReason(text, heard), expected);
  });
}

test("nothing is opened before somebody needs it", () => {
  assert.equal(world.ports.length, 0);
});

test("hello is the first message and carries version and origin", () => {
  port.hold();
  assert.deepEqual(world.port.sent, [
    {
      jsonrpc: "2.0",
      id: "hello-1",
      method: "hello",
      params: {
        protocol: { min: 1, max: 1 },
        client: { name: "extension", version: "0.1.0" },
        origin: "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
      },
    },
  ]);
});

test("a good answer to hello makes the link ready", () => {
  port.hold();
  answerHello(world.port);
  assert.deepEqual(links.at(-1), {
    state: "ready",
    detail: "",
    httpBase: "http://127.0.0.1:40123/0123456789abcdef0123456789abcdef/",
    hostVersion: "0.1.0",
  });
  assert.equal(world.waiting, 0);
});

for (const base of ["https://evil.example/", "http://127.0.0.1.evil.example:1/0123456789abcdef0123456789abcdef/", 7]) {
  test(`an address of films like ${base} is refused`, () => {
    port.hold();
    answerHello(world.port, { http: { base } });
    assert.equal(state(), "protocol");
    assert.equal(world.ports[0].disconnected, true);
  });
}

test("a missing host is told with the browser's words and not tried again", () => {
  port.hold();
  world.port.close("Specified native messaging host not found.");
  assert.equal(state(), "not_installed");
  assert.equal(links.at(-1).detail, "Specified native messaging host not found.");
  world.advance(3_600_000);
  assert.equal(world.ports.length, 1);
});

test("a retry finds the host that was installed meanwhile", () => {
  port.hold();
  world.port.close("Specified native messaging host not found.");
  port.retry();
  assert.equal(state(), "connecting");
  answerHello(world.port);
  assert.equal(state(), "ready");
});

test("a retry while the host is being asked starts no second one", () => {
  port.hold();
  port.retry();
  assert.deepEqual([world.ports.length, world.port.disconnected], [1, false]);
});

test("waking does nothing while an attempt is under way and tries again at rest", () => {
  port.hold();
  port.wake();
  assert.equal(world.ports.length, 1);
  world.port.close("No such native application magnetar.host");
  port.wake();
  assert.equal(world.ports.length, 2);
});

test("a crash is answered with a new attempt after 250 ms", () => {
  port.hold();
  answerHello(world.port);
  world.port.close("Native host has exited.");
  assert.equal(state(), "crashed");
  world.advance(249);
  assert.equal(world.ports.length, 1);
  world.advance(1);
  assert.equal(world.ports.length, 2);
  answerHello(world.port);
  assert.equal(state(), "ready");
});

test("the pauses between crashes double, and after eight the port rests", () => {
  port.hold();
  const pauses = [];
  for (let attempt = 0; attempt < 8; attempt += 1) {
    const before = world.now();
    world.port.close("Native host has exited.");
    const opened = world.ports.length;
    while (world.ports.length === opened) world.advance(1);
    pauses.push(world.now() - before);
  }
  assert.deepEqual(pauses, [250, 500, 1000, 2000, 4000, 8000, 16000, 30000]);
  world.port.close("Native host has exited.");
  assert.equal(world.waiting, 0);
});

test("a host that was healthy for ten seconds starts the pauses anew", () => {
  port.hold();
  for (let round = 0; round < 20; round += 1) {
    answerHello(world.port);
    world.advance(10_000);
    world.port.close("");
    world.advance(250);
  }
  assert.equal(world.ports.length, 21);
});

test("a lost daemon is greeted again when it is back", () => {
  port.hold();
  answerHello(world.port);
  world.port.say({ jsonrpc: "2.0", method: "host.daemon_lost", params: {} });
  assert.equal(state(), "lost");
  assert.equal(links.at(-1).httpBase, null);
  world.port.say({ jsonrpc: "2.0", method: "host.daemon_ready", params: {} });
  assert.equal(world.port.last.id, "hello-2");
  answerHello(world.port);
  assert.equal(state(), "ready");
  assert.equal(world.ports.length, 1);
});

test("an answer to an old hello is not taken for the new one", () => {
  port.hold();
  world.port.say({ jsonrpc: "2.0", method: "host.daemon_lost", params: {} });
  world.port.say({ jsonrpc: "2.0", method: "host.daemon_ready", params: {} });
  world.port.say({ jsonrpc: "2.0", id: "hello-1", result: { protocol: 1 } });
  assert.equal(state(), "lost");
});

test("a relay that refuses us is not tried again", () => {
  port.hold();
  world.port.say({
    jsonrpc: "2.0",
    method: "host.unavailable",
    params: { code: 1102, name: "not_allowed", message: "This extension is not one of ours." },
  });
  world.port.close("Native host has exited.");
  assert.deepEqual([state(), links.at(-1).detail], ["not_allowed", "This extension is not one of ours."]);
  assert.equal(world.waiting, 0);
});

test("a daemon that cannot be started is tried again, with the relay's words", () => {
  port.hold();
  const params = { code: 1101, name: "daemon_unavailable", message: "magnetar is missing beside magnetar-host." };
  world.port.say({ jsonrpc: "2.0", method: "host.unavailable", params });
  world.port.close("Native host has exited.");
  assert.deepEqual([state(), links.at(-1).detail], ["crashed", "magnetar is missing beside magnetar-host."]);
  assert.equal(world.waiting, 1);
});

test("another protocol means outdated", () => {
  port.hold();
  const error = { code: 1002, message: "No common protocol.", data: { name: "protocol_mismatch", min: 2, max: 3 } };
  world.port.say({ jsonrpc: "2.0", id: "hello-1", error });
  assert.equal(state(), "outdated");
  assert.equal(world.ports[0].disconnected, true);
  assert.equal(world.waiting, 0);
});

test("a host that never answers hello is given up after ten seconds", () => {
  port.hold();
  world.advance(9_999);
  assert.equal(state(), "connecting");
  world.advance(1);
  assert.equal(state(), "crashed");
});

test("messages are handed on only while ready", () => {
  port.hold();
  world.port.say({ jsonrpc: "2.0", id: 1, result: {} });
  answerHello(world.port);
  world.port.say({ jsonrpc: "2.0", id: 2, result: {} });
  assert.deepEqual(messages, [{ jsonrpc: "2.0", id: 2, result: {} }]);
});

test("a released port closes and its late messages are ignored", () => {
  port.hold();
  answerHello(world.port);
  port.release();
  assert.equal(world.port.disconnected, true);
  world.port.say({ jsonrpc: "2.0", id: 2, result: {} });
  world.port.close("");
  assert.deepEqual(messages, []);
  assert.equal(world.waiting, 0);
});
