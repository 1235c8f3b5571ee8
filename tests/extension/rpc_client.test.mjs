import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { FakeTime, installFakeBrowser } from "./support/fakes.mjs";

installFakeBrowser();
const { RpcClient } = await import("../../extension/src/background/rpc_client.js");

let time, sent, rpc;

beforeEach(() => {
  time = new FakeTime();
  sent = [];
  rpc = new RpcClient({ send: (message) => sent.push(message), after: time.after });
});

test("a request waits until the host is ready", async () => {
  const answer = rpc.request("torrents.list", { limit: 5 });
  assert.deepEqual(sent, []);
  rpc.ready();
  assert.deepEqual(sent, [{ jsonrpc: "2.0", id: 1, method: "torrents.list", params: { limit: 5 } }]);
  rpc.receive({ jsonrpc: "2.0", id: 1, result: { torrents: [], total: 0 } });
  assert.deepEqual(await answer, { torrents: [], total: 0 });
});

test("answers find their request in any order", async () => {
  rpc.ready();
  const [first, second] = [rpc.request("status.get", {}), rpc.request("settings.get", {})];
  rpc.receive({ jsonrpc: "2.0", id: 2, result: "second" });
  rpc.receive({ jsonrpc: "2.0", id: 1, result: "first" });
  assert.deepEqual(await Promise.all([first, second]), ["first", "second"]);
});

test("an error keeps code, name, message and data", async () => {
  rpc.ready();
  const answer = rpc.request("settings.set", {});
  const error = { code: 1302, message: "Not a number.", data: { name: "bad_setting", key: "dht", expected: "boolean" } };
  rpc.receive({ jsonrpc: "2.0", id: 1, error });
  await assert.rejects(answer, {
    code: 1302,
    name: "bad_setting",
    message: "Not a number.",
    data: { key: "dht", expected: "boolean" },
  });
});

test("a request without an answer times out, and its late answer is dropped", async () => {
  rpc.ready();
  const late = rpc.request("status.get", {}, { timeoutMs: 500 });
  time.advance(500);
  await assert.rejects(late, { code: 1005, name: "timed_out" });
  rpc.receive({ jsonrpc: "2.0", id: 1, result: {} });
  const next = rpc.request("status.get", {});
  rpc.receive({ jsonrpc: "2.0", id: 2, result: "fine" });
  assert.equal(await next, "fine");
  assert.equal(time.waiting, 0);
});

test("a lost daemon rejects what was sent and keeps what was not", async () => {
  rpc.ready();
  const before = rpc.request("status.get", {});
  rpc.wait();
  const after = rpc.request("status.get", {});
  await assert.rejects(before, { name: "daemon_lost" });
  rpc.ready();
  assert.deepEqual(sent.map(({ id }) => id), [1, 2]);
  rpc.receive({ jsonrpc: "2.0", id: 2, result: "back" });
  assert.equal(await after, "back");
});

test("a missing host rejects at once, until it is there", async () => {
  const waiting = rpc.request("status.get", {});
  rpc.fail("not_installed");
  await assert.rejects(waiting, { name: "not_installed" });
  await assert.rejects(rpc.request("status.get", {}), { name: "not_installed" });
  rpc.wait();
  const again = rpc.request("status.get", {});
  rpc.ready();
  rpc.receive({ jsonrpc: "2.0", id: sent.at(-1).id, result: 1 });
  assert.equal(await again, 1);
});

test("an answer nobody asked for is dropped", () => {
  rpc.ready();
  rpc.receive({ jsonrpc: "2.0", id: 99, result: {} });
  rpc.receive({ jsonrpc: "2.0", id: null, error: { code: -32700, message: "" } });
  rpc.receive(null);
});
