// The shipped package: manifests, messages, sizes, the two built folders.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { mergeManifest } from "../../extension/tools/merge_manifest.mjs";

const kRoot = fileURLToPath(new URL("../..", import.meta.url));
const kExtension = join(kRoot, "extension");
const readText = (...path) => readFileSync(join(kRoot, ...path), "utf8");
const readJson = (...path) => JSON.parse(readText(...path));

function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? filesUnder(join(folder, entry.name)) : [join(folder, entry.name)]))
    .sort();
}

const kSources = filesUnder(join(kExtension, "src")).filter((path) => /\.(js|html)$/.test(path));
const kManifestTexts = ["base", "chromium", "firefox"].map((name) => readText("extension", "manifest", `${name}.json`));
const kText = [...kSources.map((path) => readFileSync(path, "utf8")), ...kManifestTexts].join("\n");
const kProtocol = readText("docs", "protocol.md");

/** Names that the extension itself gives to errors (extension/src/shared/errors.js). */
const kOwnErrors = ["daemon_lost", "background_lost", "not_installed", "crashed", "protocol", "outdated", "unknown"];

test("a patch adds to the base and overwrites nothing", () => {
  assert.deepEqual(mergeManifest({ a: 1 }, { b: 2 }), { a: 1, b: 2 });
  assert.throws(() => mergeManifest({ a: 1 }, { a: 2 }), /in the base and in the patch: a/);
});

test("private windows are left out, since films stay in the library", () => {
  assert.equal(readJson("extension", "manifest", "base.json").incognito, "not_allowed");
});

test("what few people use is asked for when they use it", () => {
  assert.deepEqual(readJson("extension", "manifest", "base.json").optional_permissions, ["downloads", "notifications"]);
});

test("the permissions are the three that are needed", () => {
  assert.deepEqual(readJson("extension", "manifest", "base.json").permissions, [
    "nativeMessaging",
    "contextMenus",
    "storage",
  ]);
  assert.doesNotMatch(kManifestTexts.join(), /host_permissions|web_accessible_resources/);
});

test("only Chromium is asked for the navigations that no script of a page sees, and for a document with WebRTC", () => {
  assert.deepEqual(readJson("extension", "manifest", "chromium.json").permissions, ["webNavigation", "offscreen"]);
  assert.equal(readJson("extension", "manifest", "firefox.json").permissions, undefined);
});

test("the manifest and the build have the same version", () => {
  const { version } = readJson("extension", "manifest", "base.json");
  assert.match(readText("CMakeLists.txt"), new RegExp(`VERSION ${version.replaceAll(".", "\\.")} `));
});

test("the key gives the Chromium id that the native host knows", () => {
  const { key } = readJson("extension", "manifest", "chromium.json");
  const digest = createHash("sha256").update(Buffer.from(key, "base64")).digest("hex").slice(0, 32);
  const id = [...digest].map((digit) => String.fromCharCode(97 + parseInt(digit, 16))).join("");
  assert.equal(id, "geajfcijdieipknbejhknjpdfcielnci");
  const known = join(kRoot, "native-host", "app", "relay", "extension_ids.h");
  assert.ok(readFileSync(known, "utf8").includes(id));
});

function keysOf(locale) {
  return readJson("extension", "_locales", locale, "messages.json");
}

/** Every quoted word that looks like the key of a message. */
const kQuoted = new Set([...kText.matchAll(/["'`]([a-z][a-z0-9]*(?:_[a-z0-9]+)+)["'`]/g)].map(([, word]) => word));
const kNamed = new Set([...kText.matchAll(/__MSG_([a-z0-9_]+)__/g)].map(([, word]) => word));

function protocolErrors() {
  const section = kProtocol.slice(kProtocol.indexOf("## Error codes"));
  const standard = [...section.matchAll(/−\d+ `([a-z_]+)`/g)].map(([, name]) => name);
  const own = [...section.matchAll(/^\| \d{4} \| `([a-z_]+)`/gm)].map(([, name]) => name);
  return [...standard, ...own];
}

function protocolStates() {
  const table = kProtocol.slice(kProtocol.indexOf("| `state` | meaning |"), kProtocol.indexOf("`Details`:"));
  return [...table.matchAll(/^\| `([a-z_]+)` \| [A-Za-z]/gm)].map(([, name]) => name).filter((name) => name !== "state");
}

test("the protocol's tables are read whole", () => {
  assert.equal(protocolErrors().length, 33);
  assert.equal(protocolStates().length, 9);
});

test("every error of the protocol and of the extension has words, and no other", () => {
  const words = Object.keys(keysOf("en")).filter((key) => key.startsWith("error_"));
  const names = [...protocolErrors(), ...kOwnErrors].map((name) => `error_${name}`);
  assert.deepEqual(words.sort(), names.sort());
});

test("every state of a torrent has words, and no other", () => {
  const words = Object.keys(keysOf("en")).filter((key) => key.startsWith("state_"));
  assert.deepEqual(words.sort(), protocolStates().map((name) => `state_${name}`).sort());
});

test("every notice with words is an error of the protocol", () => {
  const notices = Object.keys(keysOf("en")).filter((key) => key.startsWith("notice_"));
  const unknown = notices.filter((key) => !protocolErrors().includes(key.replace("notice_", "")));
  assert.deepEqual(unknown, []);
});

test("every key that is used exists", () => {
  const keys = keysOf("en");
  const used = [...kText.matchAll(/\btext\(\s*"([^"]+)"/g), ...kText.matchAll(/data-i18n(?:-[a-z-]+)?="([^"]+)"/g)];
  const asked = [...used.map(([, key]) => key), ...kNamed].filter((key) => !key.startsWith("@@"));
  const plurals = [...kText.matchAll(/\bplural\(\s*"([^"]+)"/g)].map(([, base]) => `${base}_other`);
  assert.ok(asked.length > 0);
  assert.deepEqual([...asked, ...plurals].filter((key) => !(key in keys)), []);
});

test("no key is unused", () => {
  const byName = /^(error|state|notice)_/;
  const unused = Object.keys(keysOf("en")).filter((key) => {
    const plural = key.replace(/_(zero|one|two|few|many|other)$/, "");
    return !byName.test(key) && !kQuoted.has(key) && !kNamed.has(key) && !kQuoted.has(plural);
  });
  assert.deepEqual(unused, []);
});

test("every language has the same keys with the same placeholders", () => {
  const english = keysOf("en");
  const shape = (messages) =>
    Object.entries(messages)
      .map(([key, { message }]) => `${key}: ${(message.match(/\$\d/g) ?? []).sort()}`)
      .sort();
  for (const locale of readdirSync(join(kExtension, "_locales"))) {
    assert.deepEqual(shape(keysOf(locale)), shape(english), locale);
  }
});

test("no message shouts, speaks of undefined things or is empty", () => {
  for (const [key, { message }] of Object.entries(keysOf("en"))) {
    assert.ok(message.trim().length > 0, key);
    assert.doesNotMatch(message, /!|undefined|null/, key);
  }
});

test("the content script stays below 14 KB and imports nothing", () => {
  const path = join(kExtension, "src", "content", "catch_links.js");
  assert.ok(statSync(path).size < 14_000);
  assert.doesNotMatch(readFileSync(path, "utf8"), /\bimport\b\s*[({"']|\bfetch\(/);
});

test("pages hold no inline script, no inline style and nothing from elsewhere", () => {
  for (const path of kSources.filter((name) => name.endsWith(".html"))) {
    const html = readFileSync(path, "utf8");
    assert.doesNotMatch(html, /<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|(?:src|href)="https?:/, path);
  }
});

test("the built folders are equal but for the manifest, and two builds are the same", () => {
  const out = mkdtempSync(join(tmpdir(), "magnetar-build-"));
  try {
    const contents = (name) => {
      execFileSync(process.execPath, [join(kExtension, "tools", "build.mjs"), "--out", join(out, name)]);
      const digests = (browser) => {
        const folder = join(out, name, browser);
        return filesUnder(folder).map((path) => {
          return `${relative(folder, path)} ${createHash("sha256").update(readFileSync(path)).digest("hex")}`;
        });
      };
      return { chromium: digests("chromium"), firefox: digests("firefox") };
    };
    const [first, second] = [contents("first"), contents("second")];
    assert.deepEqual(first, second);
    const withoutManifest = (files) => files.filter((line) => !line.startsWith("manifest.json "));
    assert.deepEqual(withoutManifest(first.chromium), withoutManifest(first.firefox));
    for (const browser of ["chromium", "firefox"]) checkBuilt(join(out, "first", browser));
  } finally {
    rmSync(out, { recursive: true });
  }
});

test("pages run no code but their own files and the WebAssembly in them, and ask this machine and trackers alone", () => {
  const { extension_pages: policy } = readJson("extension", "manifest", "base.json").content_security_policy;
  const rules = Object.fromEntries(policy.split("; ").map((rule) => [rule.split(" ")[0], rule.split(" ").slice(1).join(" ")]));
  assert.equal(rules["default-src"], "'none'");
  assert.equal(rules["script-src"], "'self' 'wasm-unsafe-eval'");
  assert.equal(rules["connect-src"], "'self' http://127.0.0.1:* ws: wss:");
});

/** Every file that a manifest names is shipped, and libass with its licences. */
function checkBuilt(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
  const named = [...JSON.stringify(manifest).matchAll(/"([a-z_/0-9-]+\.(?:js|html|png))"/g)].map(([, path]) => path);
  assert.ok(named.length > 5);
  const vendor = ["jassub.js", "jassub-worker.js", "jassub.wasm", "default.woff2", "README.txt", "LGPL-2.1.txt"];
  for (const path of [...named, ...vendor.map((name) => `vendor/${name}`)]) assert.ok(existsSync(join(folder, path)), `${folder}: ${path}`);
  assert.doesNotMatch(readFileSync(join(folder, "vendor", "jassub-worker.js"), "utf8"), /fonts\.gstatic|fonts\.json/);
}

test("what a store gets has no key of ours, and its bytes follow from the built folder alone", () => {
  const out = mkdtempSync(join(tmpdir(), "magnetar-store-"));
  try {
    const tool = (name, ...args) => execFileSync(process.execPath, [join(kExtension, "tools", name), ...args]);
    tool("build.mjs", "--out", join(out, "built"));
    for (const name of ["first", "second"]) tool("store.mjs", "--from", join(out, "built"), "--out", join(out, name));
    const zips = readdirSync(join(out, "first"));
    assert.deepEqual(zips.map((name) => name.replace(/-\d.*/, "")), ["magnetar-chromium", "magnetar-firefox"]);
    for (const name of zips) {
      assert.ok(readFileSync(join(out, "first", name)).equals(readFileSync(join(out, "second", name))), name);
      const read = "import sys, zipfile; archive = zipfile.ZipFile(sys.argv[1]); assert archive.testzip() is None; print(archive.read('manifest.json').decode())";
      const manifest = JSON.parse(execFileSync("python3", ["-c", read, join(out, "first", name)]));
      assert.equal(manifest.key, undefined);
      assert.equal(manifest.name, "Magnetar");
    }
  } finally {
    rmSync(out, { recursive: true });
  }
});
