// The source keeps to the architecture; and each check notices when it does not.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import * as contract from './contract.mjs';
import * as layers from './layers.mjs';
import * as sizes from './sizes.mjs';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

describe('the source', () => {
  const nothing = (/** @type {string[]} */ wrong) => assert.deepEqual(wrong, [], wrong.join('\n'));
  test('has arrows down the room table only', () => nothing(layers.brokenArrows(ROOT)));
  test('has each library in its room', () => nothing(layers.librariesOutOfPlace(ROOT)));
  test('keeps libraries out of the headers that rooms share', () => nothing(layers.librariesInSharedHeaders(ROOT)));
  test('says at the head of each header what it is for', () => nothing(layers.headersWithoutHead(ROOT)));
  test('has no file that does too much', () => nothing(sizes.filesTooLong(ROOT)));
  test('has no function that does too much', () => nothing(sizes.functionsTooLong(ROOT)));
  test('has no class of more methods than one purpose needs', () => nothing(sizes.classesTooLarge(ROOT)));
  test('has arrows down the rooms of the player only', () => nothing(layers.brokenPlayerArrows(ROOT)));
  test('has no folder of the extension with too many modules', () => nothing(layers.foldersTooWide(ROOT)));
  test('has a player page that joins few modules', () => nothing(layers.playerImportsTooMuch(ROOT)));
  test('has no word that the glossary has replaced', () => nothing(layers.replacedWords(ROOT)));
  test('knows the methods and notifications of docs/protocol.md and no others', () =>
    nothing(contract.methodsThatDiffer(ROOT)));
  test('has the paths of docs/http.md and no others', () => nothing(contract.pathsThatDiffer(ROOT)));
  test('knows the error codes of docs/protocol.md and no others', () => nothing(contract.errorsThatDiffer(ROOT)));
  test('has the tests that docs/security.md names', () => nothing(contract.guardsThatAreMissing(ROOT)));
  test('has what docs/people-hit.md names as tried', () => nothing(contract.neighboursThatAreMissing(ROOT)));
  test('has the tests that docs/features.md names', () => nothing(contract.featuresWithoutTest(ROOT)));
  test('knows the settings of docs/protocol.md', () => nothing(contract.settingsThatAreMissing(ROOT)));
  test('has words for every error and every state', () => nothing(contract.stringsMissing(ROOT)));
});

describe('the checks', () => {
  /** A tree with one file, or more. @param {import('node:test').TestContext} t @param {Record<string, string>} files */
  function tree(t, files) {
    const root = mkdtempSync(join(tmpdir(), 'magnetar-architecture-'));
    t.after(() => rmSync(root, { recursive: true }));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(root, dirname(path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return root;
  }
  const HEADER = '#pragma once\n// A thing.\n';
  const PROTOCOL = [
    '# Protocol',
    '',
    '## Notifications of the relay',
    '',
    '| method | params |',
    '|---|---|',
    '| `host.ready` | `{}` |',
    '',
    '## Methods',
    '',
    '| method | params |',
    '|---|---|',
    '| `hello` | |',
    '| `torrents.add` `torrents.get` | |',
    '',
    '### `Torrent`',
    '',
    '| member | |',
    '|---|---|',
    '| `id` | |',
    '',
    '| `state` | meaning |',
    '|---|---|',
    '| `paused` | x |',
    '',
    'x',
    '## Settings',
    '',
    '| key | |',
    '|---|---|',
    '| `dht` | |',
    '',
    '## Error codes',
    '',
    '−32700 `parse_error` is standard.',
    '',
    '| code | name |',
    '|---|---|',
    '| 1001 | `hello_required` | |',
    '',
  ].join('\n');

  test('notice an arrow upwards', (t) => {
    const root = tree(t, {
      'native-host/streaming/a.h': `${HEADER}#include "engine/b.h"\n`,
      'native-host/engine/b.h': HEADER,
    });
    assert.match(layers.brokenArrows(root).join(), /streaming may not include engine/);
  });
  test('notice an arrow from a deeper folder of a room', (t) => {
    const root = tree(t, { 'native-host/http/inner/a.cpp': '#include "rpc/b.h"\n', 'native-host/rpc/b.h': HEADER });
    assert.match(layers.brokenArrows(root).join(), /http may not include rpc/);
  });
  test('notice an include that is not "room/file.h"', (t) => {
    const root = tree(t, { 'native-host/base/a.cpp': '#include "a.h"\n', 'native-host/base/a.h': HEADER });
    assert.match(layers.brokenArrows(root).join(), /not written as "room\/file.h"/);
  });
  test('notice a room that is not in the table', (t) => {
    assert.match(layers.brokenArrows(tree(t, { 'native-host/utils/a.h': HEADER })).join(), /utils is not a room/);
  });
  test('accept the arrows of the table', (t) => {
    const root = tree(t, {
      'native-host/api/a.cpp': '#include "engine/b.h"\n#include <nlohmann/json.hpp>\n',
      'native-host/engine/b.h': HEADER,
    });
    assert.deepEqual([...layers.brokenArrows(root), ...layers.librariesOutOfPlace(root)], []);
  });
  for (const [header, room] of [
    ['libtorrent/session.hpp', 'api'],
    ['httplib.h', 'http'],
    ['sqlite3.h', 'engine'],
    ['boost/process.hpp', 'http'],
    ['nlohmann/json.hpp', 'library'],
  ]) {
    test(`notice <${header}> in ${room}`, (t) => {
      const root = tree(t, { [`native-host/${room}/a.cpp`]: `  #  include <${header}>\n` });
      assert.equal(layers.librariesOutOfPlace(root).length, 1);
    });
  }
  test('notice a library that travels in a shared header', (t) => {
    const root = tree(t, {
      'native-host/engine/a.h': `${HEADER}#include <libtorrent/fwd.hpp>\n`,
      'native-host/app/b.cpp': '#include "engine/a.h"\n',
    });
    assert.equal(layers.librariesInSharedHeaders(root).length, 1);
  });
  test('notice an arrow upwards in the player, also of a type', (t) => {
    const root = tree(t, {
      'extension/src/player/formats/a.js': '/** @typedef {import("../ui/b.js").B} B */\nexport {};\n',
      'extension/src/player/ui/b.js': 'import { c } from "../formats/c.js";\nimport { d } from "../player.js";\n',
      'extension/src/player/other/c.js': '',
    });
    assert.deepEqual(layers.brokenPlayerArrows(root), [
      'extension/src/player/formats/a.js: formats may not import ui ("../ui/b.js")',
      'extension/src/player/other/c.js: other is not a room of the player',
      'extension/src/player/ui/b.js: ui may not import the page ("../player.js")',
    ]);
  });
  test('notice a folder of 21 modules', (t) => {
    const names = Array.from({ length: 21 }, (_, number) => [`extension/src/popup/m${number}.js`, '']);
    assert.equal(layers.foldersTooWide(tree(t, Object.fromEntries(names))).length, 1);
  });
  test('notice a player page of 21 imports', (t) => {
    const lines = Array.from({ length: 21 }, (_, number) => `import { m${number} } from "./ui/m${number}.js";\n`);
    const player = 'extension/src/player/player.js';
    assert.deepEqual(layers.playerImportsTooMuch(tree(t, { [player]: lines.join('') })), [`${player} imports 21 modules; 20 is the limit`]);
    assert.deepEqual(layers.playerImportsTooMuch(tree(t, { [player]: lines.slice(1).join('') })), []);
  });
  test('notice a word that has been replaced', (t) => {
    const root = tree(t, { 'native-host/app/a.cpp': 'int x;\nMediaDesk desk;\n', 'native-host/app/b.cpp': 'int planes;\n' });
    assert.deepEqual(layers.replacedWords(root), ['native-host/app/a.cpp:2: "MediaDesk" has another word in the glossary']);
  });
  for (const word of ['kMostShelved', 'kMostOpening', 'withoutCage', 'caged', '#forgive', 'forgive_page']) {
    test(`notice ${word}, also in a test`, (t) => {
      const root = tree(t, { 'tests/e2e/a.test.mjs': `x(${word}, package);\n` });
      const fault = `tests/e2e/a.test.mjs:1: "${word.replace('#', '')}" has another word in the glossary`;
      assert.deepEqual(layers.replacedWords(root), [fault]);
    });
  }
  test('notice a header without a purpose', (t) => {
    const root = tree(t, {
      'native-host/base/a.h': '#pragma once\n\nint x;\n',
      'native-host/base/b.h': '// b\n#pragma once\n',
    });
    assert.equal(layers.headersWithoutHead(root).length, 2);
  });
  test('notice a file of 401 lines and not one of 400', (t) => {
    const root = tree(t, { 'tests/a.mjs': 'x\n'.repeat(400), 'tests/b.mjs': 'x\n'.repeat(401) });
    assert.match(sizes.filesTooLong(root).join(), /^tests\/b.mjs has 401 lines/);
  });
  test('notice a function of 51 lines and not one of 50', (t) => {
    const body = (/** @type {number} */ lines) => `void f() {\n${'  g();\n'.repeat(lines - 2)}}\n`;
    const root = tree(t, {
      'native-host/base/a.cpp': `namespace magnetar {\n\n${body(50)}${body(51)}\n}\n`,
      'native-host/base/b.cpp': `constexpr int kTable[] = {\n${'  1,\n'.repeat(60)}};\n`,
    });
    assert.deepEqual(sizes.functionsTooLong(root), ['native-host/base/a.cpp:53: a function of 51 lines; 50 is the limit']);
  });
  test('count the methods of a class, and nothing else', () => {
    const header = [
      'class A final : public B<int> {',
      ' public:',
      '  A() = default;',
      '  explicit A(int x) : x_(x) {}',
      '  [[nodiscard]] int x() const { return x_ > 0 ? f(x_) : g(); }',
      '  bool operator<(const A& other) const;',
      '  virtual void named(std::function<void(int)> then = [](int) {}) = 0;  // not(this)',
      '  using Done = std::function<void(int)>;',
      '  struct Inner {',
      '    int inner() const;',
      '  };',
      ' private:',
      '  std::function<void(int)> done_;',
      '  std::unique_ptr<int> made_ = std::make_unique<int>(1);',
      '  B b_{make(1)};',
      '};',
    ].join('\n');
    assert.deepEqual(sizes.classesIn(header), [
      { name: 'A', methods: 4 },
      { name: 'Inner', methods: 1 },
    ]);
  });
  test('notice a class of 41 methods and not one of 40', (t) => {
    const methods = (/** @type {number} */ count) => Array.from({ length: count }, (_, n) => `  void m${n}();\n`).join('');
    const root = tree(t, {
      'native-host/base/a.h': `${HEADER}class A {\n${methods(40)}};\nclass B {\n${methods(41)}};\nclass C {\n${methods(50)}};\n`,
    });
    assert.deepEqual(sizes.classesTooLarge(root, { C: 50 }), ['native-host/base/a.h: B has 41 methods; 40 is the limit']);
    assert.deepEqual(sizes.classesTooLarge(root, { B: 41, C: 60 }), [
      'native-host/base/a.h: C has 50 methods; 60 are noted in rooms.mjs',
    ]);
  });
  test('notice methods that only one side knows', (t) => {
    const code = 'add("hello"); add("torrents.add"); add("torrents.lost"); send("host.ready"); open("torrents.json");';
    const wrong = contract.methodsThatDiffer(tree(t, { 'docs/protocol.md': PROTOCOL, 'native-host/api/a.cpp': code }));
    assert.deepEqual(wrong, [
      'torrents.get is documented, but not in the code',
      'torrents.lost is in the code, but not in docs/protocol.md',
    ]);
  });
  test('notice paths that only one side knows', (t) => {
    const table = '| path below the token | answer |\n|---|---|\n| `a/<id>` `a/<id>/b` | x `y` |\n\n| `c` | other |\n';
    const code = 'routes.add("a/<id>", x);\nroutes.add(\n    "d", x);\n';
    const root = tree(t, { 'docs/http.md': table, 'native-host/api/a.cpp': code });
    assert.deepEqual(contract.pathsThatDiffer(root), [
      'a/<id>/b is documented, but no route',
      'd is a route, but not in docs/http.md',
    ]);
  });
  test('notice error codes that differ', (t) => {
    const root = tree(t, {
      'docs/protocol.md': PROTOCOL,
      'native-host/base/error.h': 'enum {\n  parse_error = -32701,\n  hello_required = 1001,\n  surprise = 7,\n};\n',
      'native-host/base/error.cpp': '"parse_error" "hello_required"',
    });
    assert.equal(contract.errorsThatDiffer(root).length, 3);
  });
  test('notice what docs/people-hit.md names and nobody tries', (t) => {
    const table = '| kind | neighbours | in |\n|---|---|---|\n| links | `one` · `two` | `tests/links/cases.json` |\n';
    const root = tree(t, { 'docs/people-hit.md': table, 'tests/links/cases.json': '["one"]' });
    assert.deepEqual(contract.neighboursThatAreMissing(root), ['docs/people-hit.md names "two" for links, which is not there']);
    assert.equal(contract.neighboursThatAreMissing(tree(t, { 'docs/people-hit.md': 'nothing' })).length, 1);
  });

  test('notice a feature whose test is missing, or that names none', (t) => {
    const rows = ['one | ✓ | `it is kept` | `a.test.mjs`', 'two | ✓ | `it is lost` | `a.test.mjs`', 'three | ✓ | | `a.test.mjs`', 'four | – | | later'];
    const table = `| feature | | test | in |\n|---|---|---|---|\n${rows.map((row) => `| ${row} |\n`).join('')}`;
    const root = tree(t, { 'docs/features.md': table, 'a.test.mjs': "test('it is kept', () => {});" });
    assert.deepEqual(contract.featuresWithoutTest(root), [
      'docs/features.md names "it is lost" for two, which is not there',
      'docs/features.md names no test for three',
    ]);
    assert.equal(contract.featuresWithoutTest(tree(t, { 'docs/features.md': 'nothing' })).length, 1);
  });

  test('notice a test of docs/security.md that is missing', (t) => {
    const table = '| a | b | `tests/e2e/here.test.mjs`, `tests/e2e/gone.test.mjs` |';
    const root = tree(t, { 'docs/security.md': table, 'tests/e2e/here.test.mjs': '' });
    assert.deepEqual(contract.guardsThatAreMissing(root), [
      'docs/security.md names tests/e2e/gone.test.mjs, which is not there',
    ]);
    assert.equal(contract.guardsThatAreMissing(tree(t, { 'docs/security.md': 'nothing' })).length, 1);
  });
  test('notice settings and strings that are missing', (t) => {
    const strings = '{"error_parse_error": {"message": "x"}, "error_hello_required": {"message": ""}}';
    const root = tree(t, {
      'docs/protocol.md': PROTOCOL,
      'native-host/library/a.cpp': '"lsd"',
      'extension/_locales/en/messages.json': strings,
    });
    assert.deepEqual(contract.settingsThatAreMissing(root), ['setting dht is documented, but not in the code']);
    assert.deepEqual(
      contract.stringsMissing(root).map((line) => line.split(' ').at(-1)),
      ['error_hello_required', 'state_paused'],
    );
  });
});
