// Runs every test of tests/extension with the runner of Node.js; the list is made here because the versions of Node.js
// differ in what they take for a folder. The Node.js that the tests bring is preferred to the one that runs this, since
// TextDecoder of several releases (20.20 is one) reads windows-1252 as ISO 8859-1 (nodejs/node#56542), as no browser does.

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const folder = resolve(dirname(fileURLToPath(import.meta.url)), "../../tests/extension");
const tests = readdirSync(folder, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith(".test.mjs"))
  .sort()
  .map((name) => join(folder, name));
const own = join(folder, `../node_modules/node-linux-${process.arch}/bin/node`);
const { status } = spawnSync(existsSync(own) ? own : process.execPath, ["--test", ...tests], { stdio: "inherit" });
process.exit(status ?? 1);
