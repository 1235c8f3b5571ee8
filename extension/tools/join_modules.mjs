// Joins the modules and the styles of each page into one file each, so that a tab asks for few files before its first picture. Nothing is
// renamed or shortened: a module becomes a function's body that gives what it exports, under its path as its name, with its comments.

import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

const kImport = /^import \{([^}]*)\} from "(\.[^"]+)";\n/gm;
const kExport = /^export (?=(?:async )?(?:function|class|const) (\w+))/gm;
const kScript = /^[ \t]*<script type="module" src="([^"]+)"(?: async)?><\/script>\n/gm;
const kStyle = /^[ \t]*<link rel="stylesheet" href="([^"]+)" \/>\n/gm;
const kStyleImport = /^@import url\("([^"]+)"\);\n/gm;

/** @param {string} from @param {string} to */
function pathBetween(from, to) {
  const path = relative(from, to).split(sep).join("/");
  return path.startsWith(".") ? path : `./${path}`;
}

/** @param {string} path */
function importsOf(path) {
  const imports = [...readFileSync(path, "utf8").matchAll(kImport)];
  return imports.map(([, names, module]) => ({ names: names.replace(/\s+/g, " ").trim(), path: join(dirname(path), module) }));
}

/**
 * The modules that some are made of, each behind those it imports; what is imported only when it is needed is not among them.
 * @param {string[]} entries paths
 * @returns {string[]}
 */
export function modulesInOrder(entries) {
  /** @type {Map<string, "begun" | "done">} */
  const seen = new Map();
  /** @type {string[]} */
  const order = [];
  const visit = (/** @type {string} */ path) => {
    if (seen.get(path) === "done") return;
    if (seen.has(path)) throw new Error(`${path} imports itself, by way of others`);
    seen.set(path, "begun");
    for (const imported of importsOf(path)) visit(imported.path);
    seen.set(path, "done");
    order.push(path);
  };
  entries.forEach(visit);
  return order;
}

/** @param {string} root @param {string} path */
function nameOf(root, path) {
  return relative(root, path).replace(/\.js$/, "").replace(/\W/g, "_");
}

/** The module's own lines, and what it exports. @param {string} root @param {string} path @param {string} folder of the joined file */
function partOf(root, path, folder) {
  const exported = /** @type {string[]} */ ([]);
  const text = readFileSync(path, "utf8")
    .replaceAll(kImport, "")
    .replaceAll(/^export \{\};\n/gm, "")
    .replaceAll(kExport, (_, name) => (exported.push(name), ""))
    .replaceAll("import.meta.url", `new URL("${pathBetween(folder, path)}", import.meta.url).href`)
    .replaceAll(/\bawait import\("(\.[^"]+)"\)/g, (_, module) => `await import("${pathBetween(folder, join(dirname(path), module))}")`);
  const left = /^(?:import|export)\b.*/m.exec(text);
  if (left) throw new Error(`${path}: "${left[0]}" is not written as this tool joins it`);
  const imports = importsOf(path).map(({ names, path: module }) => `const { ${names.replace(/,$/, "").trim()} } = ${nameOf(root, module)};\n`);
  return { text: imports.join("") + text, exported };
}

/**
 * One module that does what some do, in their order.
 * @param {string} root of all modules
 * @param {string[]} entries paths; the last may wait (top-level await)
 * @param {string} folder where the result is going to lie
 */
export function joinModules(root, entries, folder) {
  const last = entries.at(-1);
  const parts = modulesInOrder(entries).map((path) => {
    const { text, exported } = partOf(root, path, folder);
    const head = `// ${relative(root, path).split(sep).join("/")}\n`;
    if (path === last) return `${head}{\n${text}}\n`;
    return `${head}const ${nameOf(root, path)} = (() => {\n${text}return { ${exported.join(", ")} };\n})();\n`;
  });
  return parts.join("\n");
}

/** @param {string} path of a style sheet */
function styleOf(path) {
  const text = readFileSync(path, "utf8").replaceAll(kStyleImport, (_, imported) => styleOf(join(dirname(path), imported)));
  if (/@import|url\(/.test(text)) throw new Error(`${path}: an address would not fit where the joined file lies`);
  return text;
}

/** The page with its scripts and styles joined, which are written beside it. @param {string} root @param {string} path */
function joinPage(root, path) {
  const folder = dirname(path);
  const html = readFileSync(path, "utf8");
  const scripts = [...html.matchAll(kScript)].map(([, source]) => join(folder, source));
  const styles = [...html.matchAll(kStyle)].map(([, source]) => join(folder, source));
  const name = path.slice(folder.length + 1).replace(/\.html$/, "");
  writeFileSync(join(folder, `${name}.joined.js`), joinModules(root, scripts, folder));
  writeFileSync(join(folder, `${name}.joined.css`), styles.map(styleOf).join("\n"));
  const own = `    <link rel="stylesheet" href="${name}.joined.css" />\n    <script type="module" src="${name}.joined.js"></script>\n`;
  writeFileSync(path, html.replaceAll(kScript, "").replaceAll(kStyle, "").replace("  </head>\n", `${own}  </head>\n`));
}

/** Changes every page under a folder, and takes away what no page asks for any more. @param {string} root @param {string[]} others modules that are no page's */
export function joinPages(root, others) {
  const names = readdirSync(root, { recursive: true, encoding: "utf8" });
  for (const name of names) if (name.endsWith(".html")) joinPage(root, join(root, name));
  const kept = new Set(modulesInOrder(others.filter((path) => existsSync(path))));
  for (const name of names) {
    const path = join(root, name);
    const isOurs = !name.startsWith(`vendor${sep}`) && !name.startsWith(`content${sep}`);
    if (isOurs && /\.(?:js|css)$/.test(name) && !kept.has(path)) rmSync(path);
  }
}
