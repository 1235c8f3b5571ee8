// Puts what the player draws scripts of subtitles with into a folder: jassub, bundled for an extension page and its worker, libass
// as WebAssembly, a font, and what their licences ask for.

import { cpSync, existsSync, mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const kRoot = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const kPackage = join(kRoot, "node_modules/jassub/dist");

/** Whether the packages are there: `npm ci` in extension/ brings them. */
export function canVendor() {
  return existsSync(kPackage) && existsSync(join(kRoot, "node_modules/esbuild"));
}

/** @param {string} folder */
export async function vendor(folder) {
  const { build } = await import("esbuild");
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: { jassub: join(kPackage, "jassub.js"), "jassub-worker": join(kPackage, "worker/worker.js") },
    outdir: folder,
    bundle: true,
    format: "esm",
    target: "es2023",
    logLevel: "error",
    // Fonts from the network, under the GPL, and what browsers of today have themselves: neither is used.
    alias: { "lfa-ponyfill": join(kRoot, "tools/no_remote_fonts.mjs"), "rvfc-polyfill": join(kRoot, "tools/nothing.mjs") },
  });
  cpSync(join(kPackage, "wasm/jassub-worker.wasm"), join(folder, "jassub.wasm"));
  cpSync(join(kPackage, "default.woff2"), join(folder, "default.woff2"));
  cpSync(join(kRoot, "licences"), folder, { recursive: true });
}
