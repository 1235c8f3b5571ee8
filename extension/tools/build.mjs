// Builds the two folders browsers load: OUT/chromium and OUT/firefox. The same input gives the same bytes.
// Use: node build.mjs --out FOLDER

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { joinPages } from "./join_modules.mjs";
import { mergeManifest } from "./merge_manifest.mjs";
import { canVendor, vendor } from "./vendor.mjs";

const kRoot = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const kBrowsers = ["chromium", "firefox"];
const kIcons = ["magnetar", "magnetar-grey"];
const kSizes = [16, 32, 48, 128];

/** @param {string} name */
function readManifest(name) {
  return JSON.parse(readFileSync(join(kRoot, "manifest", `${name}.json`), "utf8"));
}

/** @param {string} folder */
function renderIcons(folder) {
  mkdirSync(folder, { recursive: true });
  for (const icon of kIcons) {
    const svg = join(kRoot, "icons", `${icon}.svg`);
    cpSync(svg, join(folder, `${icon}.svg`));
    for (const size of kSizes) {
      const png = join(folder, `${icon}-${size}.png`);
      execFileSync("rsvg-convert", ["--width", `${size}`, "--height", `${size}`, "--output", png, svg]);
    }
  }
}

/** @param {string} browser @param {string} folder */
async function buildFor(browser, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(join(kRoot, "src"), folder, { recursive: true, filter: (path) => !path.endsWith(".d.ts") });
  cpSync(join(kRoot, "_locales"), join(folder, "_locales"), { recursive: true });
  if (canVendor()) await vendor(join(folder, "vendor"));
  joinPages(folder, [join(folder, "background/main.js")]);
  renderIcons(join(folder, "icons"));
  const manifest = mergeManifest(readManifest("base"), readManifest(browser));
  writeFileSync(join(folder, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

const [option, out] = process.argv.slice(2);
if (option !== "--out" || !out) {
  console.error("usage: node build.mjs --out FOLDER");
  process.exit(2);
}
try {
  if (!canVendor()) console.error("without npm ci in extension/ the styles of ASS subtitles are not drawn");
  for (const browser of kBrowsers) await buildFor(browser, join(resolve(out), browser));
} catch (error) {
  const missing = error.code === "ENOENT" && error.path === "rsvg-convert";
  console.error(missing ? "rsvg-convert is missing: apt-get install librsvg2-bin" : error.message);
  process.exit(1);
}
