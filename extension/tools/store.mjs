// Makes what is uploaded to the stores out of the built folders: OUT/magnetar-chromium-VERSION.zip and OUT/magnetar-firefox-VERSION.zip.
// The same folders give the same bytes. Use: node store.mjs --from BUILT --out OUT

import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { storeManifest } from "./store_manifest.mjs";
import { zip } from "./zip.mjs";

/** @param {string} folder */
function filesUnder(folder) {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name));
  return names.filter((path) => statSync(path).isFile());
}

/** @param {string} folder */
function contentsOf(folder) {
  return filesUnder(folder).map((file) => {
    const path = relative(folder, file).split(sep).join("/");
    const bytes = readFileSync(file);
    return path === "manifest.json" ? { path, bytes: Buffer.from(storeManifest(bytes.toString())) } : { path, bytes };
  });
}

const [, from, , out] = process.argv.slice(2);
if (process.argv[2] !== "--from" || process.argv[4] !== "--out" || !from || !out) {
  console.error("usage: node store.mjs --from BUILT --out OUT");
  process.exit(2);
}
mkdirSync(out, { recursive: true });
for (const browser of ["chromium", "firefox"]) {
  const folder = join(from, browser);
  const { version } = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
  const path = join(out, `magnetar-${browser}-${version}.zip`);
  writeFileSync(path, await zip(contentsOf(folder)));
  console.log(path);
}
