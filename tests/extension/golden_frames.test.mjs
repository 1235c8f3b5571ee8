// The golden frames of tests/protocol, which the C++ tests read too: they match the extension's types member by member,
// and the extension's own code understands them.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { FakeTime, installFakeBrowser } from "./support/fakes.mjs";

installFakeBrowser();
const { helloRequest, isGoodHello } = await import("../../extension/src/background/hello.js");
const { RpcClient } = await import("../../extension/src/background/rpc_client.js");
const { EngineError, errorWords, stateWords } = await import("../../extension/src/shared/errors.js");

const kRoot = fileURLToPath(new URL("../..", import.meta.url));
const kFolder = join(kRoot, "tests", "protocol");
const kTypes = join(kRoot, "extension", "src", "shared", "types.d.ts");
const ts = createRequire(join(kRoot, "extension", "package.json"))("typescript");

/** The background itself answers these methods, so no page can call them. */
const kBackgroundsOwn = new Set(["hello"]);

const files = readdirSync(kFolder)
  .filter((name) => name.endsWith(".json"))
  .sort()
  .map((name) => ({ name, frame: JSON.parse(readFileSync(join(kFolder, name), "utf8")) }));

const frames = files.map(({ frame }) => frame);
const methods = frames.filter(({ request, result }) => request && result);
const notifications = frames.flatMap(({ notification }) => notification ?? []);
const errors = frames.flatMap((frame) => frame.errors ?? []);

/** The member names of one interface of types.d.ts, for example of `Methods`. */
function namesIn(interfaceName) {
  const source = ts.createSourceFile(kTypes, readFileSync(kTypes, "utf8"), ts.ScriptTarget.Latest, true);
  const found = source.statements.find(
    (statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === interfaceName,
  );
  return found.members.map((member) => member.name.text).sort();
}

/** The compiler's errors for assigning each value to the type beside it. */
function complaints(values) {
  const lines = values.map(({ type, value }, index) => `export const v${index}: ${type} = ${JSON.stringify(value)};`);
  const path = join(kRoot, "extension", "src", "shared", "golden_frames.ts");
  const text = `import type * as t from "./types.js";\n${lines.join("\n")}\n`;
  const options = { strict: true, noEmit: true, skipLibCheck: true, types: ["chrome"], target: ts.ScriptTarget.ES2022 };
  options.typeRoots = [join(kRoot, "extension", "node_modules", "@types")];
  options.moduleResolution = ts.ModuleResolutionKind.Bundler;
  options.module = ts.ModuleKind.ESNext;
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === path || fileExists(name);
  host.getSourceFile = (name, ...rest) =>
    name === path ? ts.createSourceFile(name, text, ts.ScriptTarget.Latest) : getSourceFile(name, ...rest);
  const program = ts.createProgram([path], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText, start, file }) => {
    const line = file && file.fileName === path ? lines[file.getLineAndCharacterOfPosition(start).line - 1] : "";
    return `${ts.flattenDiagnosticMessageText(messageText, " ")} ${line?.slice(0, 200)}`;
  });
}

test("the compiler notices a member that is missing, wrong or too many", () => {
  const type = 't.Methods["torrents.get"]["params"]';
  assert.equal(complaints([{ type, value: { id: "a" } }]).length, 0);
  for (const value of [{}, { id: 1 }, { id: "a", other: 1 }]) assert.equal(complaints([{ type, value }]).length, 1);
});

test("there is a frame for every method and notification the extension knows, and for no other", () => {
  const known = methods.map(({ method }) => method).filter((name) => !kBackgroundsOwn.has(name));
  assert.deepEqual([...new Set(known)].sort(), namesIn("Methods"));
  const told = notifications.map(({ method }) => method).filter((name) => !name.startsWith("host."));
  assert.deepEqual([...new Set(told)].sort(), namesIn("Notifications"));
});

test("every frame fits the extension's types", () => {
  const ofMethods = methods
    .filter(({ method }) => !kBackgroundsOwn.has(method))
    .flatMap(({ method, request, result }) => [
      { type: `t.Methods["${method}"]["params"]`, value: request.params },
      { type: `t.Methods["${method}"]["result"]`, value: result.result },
    ]);
  const ofNotifications = notifications
    .filter(({ method }) => !method.startsWith("host."))
    .map(({ method, params }) => ({ type: `t.Notifications["${method}"]`, value: params }));
  assert.ok(ofMethods.length > 0 && ofNotifications.length > 0);
  assert.deepEqual(complaints([...ofMethods, ...ofNotifications]), []);
});

test("hello is asked to the letter, and its answer taken for a good one", () => {
  const { request, result } = methods.find(({ method }) => method === "hello");
  const { client, origin } = request.params;
  assert.deepEqual(helloRequest(request.id, { version: client.version, origin }), request);
  assert.equal(isGoodHello(result.result), true);
});

/** A client that is ready, and the messages that it sends. */
function connectedClient() {
  const sent = [];
  const rpc = new RpcClient({ send: (message) => sent.push(message), after: new FakeTime().after });
  rpc.ready();
  return { rpc, sent };
}

test("every request is sent to the letter, and its answer finds the promise", async () => {
  assert.ok(methods.length > 0);
  for (const { method, request, result } of methods) {
    const { rpc, sent } = connectedClient();
    const answer = rpc.request(method, request.params);
    assert.deepEqual(sent, [{ ...request, id: 1 }]);
    rpc.receive({ ...result, id: 1 });
    assert.deepEqual(await answer, result.result);
  }
});

test("every error becomes an EngineError with its name, data and words", async () => {
  assert.ok(errors.length > 0);
  for (const { name, answer: frame } of errors) {
    const { rpc } = connectedClient();
    const answer = rpc.request("status.get", {});
    rpc.receive({ ...frame, id: 1 });
    const thrown = await answer.catch((reason) => reason);
    assert.ok(thrown instanceof EngineError);
    assert.equal(thrown.name, name);
    assert.deepEqual({ name, ...thrown.data }, frame.error.data);
    assert.notEqual(errorWords(thrown), errorWords({ name: "unknown" }), name);
  }
});

test("every state of a torrent in a frame has words of its own", () => {
  // Web seeds among the sources have states of their own.
  const told = files.filter(({ frame }) => frame.method !== "stats.get");
  const states = [...JSON.stringify(told).matchAll(/"state":"([a-z_]+)"/g)].map(([, state]) => state);
  assert.ok(states.length > 0);
  for (const state of states.filter((name) => name !== "idle")) assert.notEqual(stateWords(state), stateWords("idle"));
});
