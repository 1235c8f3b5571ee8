// Runs Mozilla's linter over built extension folders for Firefox; Chromium's differs in the manifest alone, which that
// linter cannot judge. It needs Node.js 20: with an older one, the Node.js among the tests' packages runs it.
// Use: node lint_web_ext.mjs FOLDER…

import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const kModules = resolve(dirname(fileURLToPath(import.meta.url)), "../node_modules");
const recent = Number(process.versions.node.split(".")[0]) >= 20;
const node = recent ? process.execPath : newerNode();
const linter = join(kModules, "web-ext/bin/web-ext.js");

function newerNode() {
  const modules = resolve(kModules, "../../tests/node_modules");
  const name = readdirSync(modules).find((entry) => entry.startsWith("node-linux-")) ?? "";
  return join(modules, name, "bin/node");
}

const folders = process.argv.slice(2);
if (folders.length === 0) {
  console.error("usage: node lint_web_ext.mjs FOLDER…");
  process.exit(2);
}
let failed = false;
for (const folder of folders) {
  const { status, error } = spawnSync(node, [linter, "lint", "--source-dir", folder], { stdio: "inherit" });
  if (error) console.error(error.message);
  failed ||= status !== 0;
}
process.exit(failed ? 1 : 0);
