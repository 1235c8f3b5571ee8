import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { joinModules, joinPages } from "../../extension/tools/join_modules.mjs";

/** @param {import("node:test").TestContext} t @param {Record<string, string>} files */
function tree(t, files) {
  const root = mkdtempSync(join(tmpdir(), "magnetar-"));
  t.after(() => rmSync(root, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(root, dirname(name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

test("a page of several modules does the same as one, and each module runs once", (t) => {
  const root = tree(t, {
    "shared/count.js": "// Counts.\n\nconst kStep = 1;\nlet count = 0;\n\nexport function next() {\n  return (count += kStep);\n}\n",
    "page/early.js": 'import { next } from "../shared/count.js";\n\nexport const first = next();\n',
    "page/own.js": "const kStep = 10;\n\nexport class Own {\n  step = kStep;\n}\n\nexport async function later() {\n  const { rare } = await import(\"../rare/rare.js\");\n  return rare;\n}\n\nexport const place = import.meta.url;\n",
    "page/late.js": 'import {\n  next,\n} from "../shared/count.js";\nimport { first } from "./early.js";\nimport { later, Own, place } from "./own.js";\n\nconsole.log(JSON.stringify([first, next(), new Own().step, await later(), place]));\n',
    "rare/rare.js": "export const rare = 7;\n",
    "package.json": '{ "type": "module" }',
  });
  const joined = joinModules(root, [join(root, "page/early.js"), join(root, "page/late.js")], join(root, "page"));
  writeFileSync(join(root, "page/joined.js"), joined);
  const seen = JSON.parse(execFileSync(process.execPath, [join(root, "page/joined.js")], { encoding: "utf8" }));
  assert.deepEqual(seen, [1, 2, 10, 7, pathToFileURL(join(root, "page/own.js")).href]);
  assert.match(joined, /^\/\/ shared\/count\.js\nconst shared_count = \(\(\) => \{\n\/\/ Counts\./, "names and comments stay");
});

test("a page asks for one script and one style, and what it was made of is gone", (t) => {
  const root = tree(t, {
    "style/tokens.css": ":root {}\n",
    "style/base.css": '@import url("tokens.css");\n\nbody {}\n',
    "page/page.css": "main {}\n",
    "page/page.js": 'import { a } from "../shared/a.js";\n\na();\n',
    "page/page.html":
      '<html>\n  <head>\n    <link rel="stylesheet" href="../style/base.css" />\n    <link rel="stylesheet" href="page.css" />\n    <script type="module" src="page.js"></script>\n  </head>\n</html>\n',
    "shared/a.js": "export function a() {}\n",
    "shared/b.js": "export const b = 1;\n",
    "background/main.js": 'import { b } from "../shared/b.js";\n\nb;\n',
    "content/catch.js": "// as it is\n",
  });
  joinPages(root, [join(root, "background/main.js")]);
  assert.equal(
    readFileSync(join(root, "page/page.html"), "utf8"),
    '<html>\n  <head>\n    <link rel="stylesheet" href="page.joined.css" />\n    <script type="module" src="page.joined.js"></script>\n  </head>\n</html>\n',
  );
  assert.equal(readFileSync(join(root, "page/page.joined.css"), "utf8"), ":root {}\n\nbody {}\n\nmain {}\n");
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => /\.\w+$/.test(name));
  assert.deepEqual(files.sort(), ["background/main.js", "content/catch.js", "page/page.html", "page/page.joined.css", "page/page.joined.js", "shared/b.js"]);
});

test("what cannot be joined as it is stops the build", (t) => {
  const refused = {
    'import * as all from "./b.js";\n': /not written as this tool joins it/,
    "export default 1;\n": /not written as this tool joins it/,
    'import { b } from "./b.js";\n': /imports itself/,
  };
  for (const [text, why] of Object.entries(refused)) {
    const root = tree(t, { "a.js": text, "b.js": 'import { a } from "./a.js";\n' });
    assert.throws(() => joinModules(root, [join(root, "a.js")], root), why);
  }
});
