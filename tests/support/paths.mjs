// Paths of the programs under test and of the folders that tests write to.
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const TESTS = resolve(dirname(fileURLToPath(import.meta.url)), '..');
export const SOURCE = dirname(TESTS);

/** The folder with magnetar, magnetar-host and magnetar-seed; another build is chosen by MAGNETAR_BIN. */
export const BIN = resolve(process.env.MAGNETAR_BIN ?? join(SOURCE, 'build/bin'));

/** Whether a sanitizer slows the programs under test; deadlines are longer then. */
export const SLOW = /\/(asan|tsan)\//.test(`${BIN}/`);

/** @param {'magnetar' | 'magnetar-host' | 'magnetar-airlock' | 'magnetar-seed' | 'magnetar-power-journal.so' | 'magnetar-slow-writes.so'} name */
export function program(name) {
  const path = join(BIN, name);
  if (!existsSync(path)) throw new Error(`${path} is not built; run cmake --build --preset release`);
  return path;
}

/** @param {'chromium' | 'firefox'} family */
export function extensionFolder(family) {
  const path = join(SOURCE, 'build/extension', family);
  if (!existsSync(join(path, 'manifest.json'))) throw new Error(`${path} is not built`);
  return path;
}

/**
 * A folder under build/ that outlives the run; created when missing.
 * @param {'test-media' | 'media-clips' | 'test-artefacts'} name
 */
export function keptFolder(name) {
  const path = join(SOURCE, 'build', name);
  mkdirSync(path, { recursive: true });
  return path;
}

/** Node.js 22, which the WebTorrent peer needs; one of the tests' own packages. */
export function node22() {
  const modules = join(TESTS, 'node_modules');
  const found = readdirSync(modules).find((name) => name.startsWith('node-linux-'));
  if (!found) throw new Error('run npm ci in tests/');
  return join(modules, found, 'bin/node');
}
