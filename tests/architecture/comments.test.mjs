// Comments name their subject, and the check notices when they do not.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { commentsOf, commentsWithoutSubject, FOLDERS } from './comments.mjs';
import { filesBelow } from './source_tree.mjs';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

describe('the source', () => {
  test('has a subject in each comment', () => {
    const wrong = commentsWithoutSubject(ROOT);
    assert.deepEqual(wrong, [], wrong.join('\n'));
  });
  test('has each folder that is checked', () => {
    const empty = FOLDERS.filter((folder) => filesBelow(ROOT, folder, /./).length === 0);
    assert.deepEqual(empty, []);
  });
});

describe('the check', () => {
  /** Faults of one file. @param {import('node:test').TestContext} t @param {string} name @param {string} text */
  function faultsOf(t, name, text) {
    const root = mkdtempSync(join(tmpdir(), 'magnetar-comments-'));
    t.after(() => rmSync(root, { recursive: true }));
    const path = join('native-host/base', name);
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), text);
    return commentsWithoutSubject(root).map((fault) => fault.replace(`${path}:`, ''));
  }

  for (const word of ['nobody', 'Somebody', 'whoever']) {
    test(`notices "${word}"`, (t) => {
      assert.deepEqual(faultsOf(t, 'a.h', `// A thing\n// that ${word} reads.\nint x;\n`), [`1: a comment says "${word}"`]);
    });
  }
  for (const word of ['Who', 'What', 'Whose', 'Where', 'Here']) {
    test(`notices a comment that begins with "${word}"`, (t) => {
      const fault = `2: a comment begins with "${word}"`;
      assert.deepEqual(faultsOf(t, 'a.h', `int x;\n/// ${word} it is.\nint y;\n`), [fault]);
      assert.deepEqual(faultsOf(t, 'a.js', `x();\n/** ${word} it is. @param {string} x */\n`), [fault]);
      assert.deepEqual(faultsOf(t, 'a.js', `/**\n * @param {string} x\n */\n`), []);
    });
  }
  test('notices a later sentence', (t) => {
    assert.deepEqual(faultsOf(t, 'a.h', '// A thing.\n// Where it is, it stays.\n'), ['1: a comment begins with "Where"']);
  });
  test('notices a comment behind code, and one of a script', (t) => {
    assert.deepEqual(faultsOf(t, 'a.cpp', 'int x = 1\'000;\nint y;  ///< What it is\n'), ['2: a comment begins with "What"']);
    assert.deepEqual(faultsOf(t, 'a.sh', '#!/bin/sh\n# Here it is.\n'), ['2: a comment begins with "Here"']);
  });
  test('accepts the words in strings, and comments with a subject', (t) => {
    const text = 'f("// nobody", \'/* whoever */\', `// What`);\n// The client that asked; none of what it sent is kept.\n';
    assert.deepEqual(faultsOf(t, 'a.mjs', text), []);
  });
  test('reads comments with their lines', () => {
    assert.deepEqual(commentsOf('// One\n// two.\n\nx();  // three\n/** Four. */\n'), [
      { line: 1, text: 'One two.' },
      { line: 4, text: 'three' },
      { line: 5, text: 'Four.' },
    ]);
  });
});
