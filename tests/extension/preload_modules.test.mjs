import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { preloadModules } from "../../extension/tools/preload_modules.mjs";

test("a page names each of its modules once, before the script that first needs it", () => {
  const folder = mkdtempSync(join(tmpdir(), "magnetar-"));
  try {
    mkdirSync(join(folder, "page"));
    mkdirSync(join(folder, "shared"));
    const files = {
      "shared/a.js": 'export const a = 1;\n',
      "shared/b.js": 'import {\n  a,\n} from "./a.js";\nexport { a as b };\n',
      "page/early.js": 'import { a } from "../shared/a.js";\n',
      "page/late.js": '// import "./no.js"\nimport "../shared/b.js";\nexport * from "./own.js";\nconst later = () => import("./rare.js");\n',
      "page/own.js": '/** @type {import("./types.js").T} */\nexport const own = 1;\n',
      "page/rare.js": "",
      "page/types.js": "",
      "page/page.html": '<head>\n  <script type="module" src="early.js" async></script>\n  <script type="module" src="late.js"></script>\n</head>\n',
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    preloadModules(folder);
    const link = (path) => `  <link rel="modulepreload" href="${path}" />\n`;
    assert.equal(
      readFileSync(join(folder, "page/page.html"), "utf8"),
      `<head>\n${link("../shared/a.js")}  <script type="module" src="early.js" async></script>\n` +
        `${link("../shared/b.js")}${link("own.js")}  <script type="module" src="late.js"></script>\n</head>\n`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
