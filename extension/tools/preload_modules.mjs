// Tells a page's browser of all modules at once. It would find them one layer of imports after the other, and a tab
// would wait for each layer.

import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

const kScript = /^([ \t]*)<script type="module" src="([^"]+)"(?: async)?><\/script>$/gm;
const kImport = /(?:^|;)\s*(?:import|export)\b(?:[^"';]*?\bfrom)?\s*"(\.{1,2}\/[^"]+)"/gm;

/**
 * The modules that one is made of, itself left out; what is imported only when it is needed is not among them.
 * @param {string} path of the first module
 * @returns {string[]} paths, in the order in which they are found
 */
export function modulesOf(path) {
  /** @type {Set<string>} */
  const found = new Set([path]);
  for (const module of found) {
    for (const [, imported] of readFileSync(module, "utf8").matchAll(kImport)) {
      const target = join(dirname(module), imported);
      if (existsSync(target)) found.add(target);
    }
  }
  found.delete(path);
  return [...found];
}

/**
 * The page with a link to each of its modules (HTML, "modulepreload") before the script that first needs it.
 * @param {string} html
 * @param {string} folder where the page lies
 */
export function withPreloads(html, folder) {
  /** @type {Set<string>} */
  const named = new Set();
  return html.replace(kScript, (script, indent, source) => {
    const path = join(folder, source);
    const paths = modulesOf(path).filter((other) => !named.has(other));
    for (const other of [path, ...paths]) named.add(other);
    const hrefs = paths.map((other) => relative(folder, other).split(sep).join("/"));
    return [...hrefs.map((href) => `${indent}<link rel="modulepreload" href="${href}" />`), script].join("\n");
  });
}

/** Changes every page under a folder. @param {string} folder */
export function preloadModules(folder) {
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".html")) continue;
    const path = join(folder, name);
    writeFileSync(path, withPreloads(readFileSync(path, "utf8"), dirname(path)));
  }
}
