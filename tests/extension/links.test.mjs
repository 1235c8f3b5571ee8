// The rules for links in tests/links/cases.json; the daemon's test reads the same table.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { chosenSource, readLink } from "../../extension/src/shared/magnet.js";

/** The fields of a link, without the empty ones. @param {string} text */
function read(text) {
  return Object.fromEntries(
    Object.entries(readLink(text)).filter(([name, value]) => name !== "topics" && value !== "" && value.length !== 0),
  );
}

for (const table of ["../links/cases.json", "../corpus/links.json"]) {
  /** @type {{people_see: string, text: string, expect: Record<string, unknown>}[]} */
  const cases = JSON.parse(readFileSync(new URL(table, import.meta.url), "utf8"));
  describe(table, () => {
    for (const { people_see, text, expect } of cases) {
      test(people_see, () => assert.deepEqual(read(text), expect));
      if ("v1" in expect || "v2" in expect) {
        test(`the daemon is given the same: ${people_see}`, () => {
          assert.deepEqual(read(chosenSource(text)?.source ?? ""), expect);
        });
      }
    }
  });
}
