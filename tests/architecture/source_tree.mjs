// Reads what the checks look at: files of a folder, and the includes of a C++ file.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const SKIPPED = new Set(['node_modules', 'build', '.git']);

/** All files below a folder whose names end so, as paths relative to `root`. @param {string} root @param {string} folder @param {RegExp} name @returns {string[]} */
export function filesBelow(root, folder, name) {
  const start = join(root, folder);
  if (!existsSync(start)) return [];
  return readdirSync(start, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : filesBelow(root, path, name);
    return name.test(entry.name) ? [path] : [];
  });
}

/** @param {string} root @param {string} path */
export function read(root, path) {
  return readFileSync(join(root, path), 'utf8');
}

/** @param {string} text @returns {Array<{header: string, own: boolean}>} `own`: written with quotes */
export function includesOf(text) {
  return [...text.matchAll(/^\s*#\s*include\s*([<"])([^>"]+)[>"]/gm)].map(([, mark, header]) => ({
    header,
    own: mark === '"',
  }));
}

/** The room a file of native-host/ belongs to, or null for files beside the rooms. @param {string} path */
export function roomOf(path) {
  return /^native-host\/([^/]+)\//.exec(path)?.[1] ?? null;
}
