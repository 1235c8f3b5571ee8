// Samples of the daemon's resources.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { residentBytes } from '../support/process.mjs';

/** @typedef {Record<string, number>} Sample by the names of limits.mjs */

/** @param {() => number} look @returns {number} 0 when there is nothing to read */
function orNothing(look) {
  try {
    return look();
  } catch {
    return 0;
  }
}

/** Disk space of the files below a folder. @param {string} folder @returns {number} */
function bytesBelow(folder) {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.reduce((sum, entry) => {
    const path = join(folder, entry.name);
    if (entry.name === 'ballast') return sum;
    return sum + orNothing(() => (entry.isDirectory() ? bytesBelow(path) : statSync(path).blocks * 512));
  }, 0);
}

/** @param {number} pid */
function threads(pid) {
  return Number(/^Threads:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

/** @param {string} folder of the state */
function libraryBytes(folder) {
  const sizes = ['', '-wal'].map((ending) => orNothing(() => statSync(join(folder, `library.db${ending}`)).size));
  return sizes[0] + sizes[1];
}

/** @param {number} pid @param {import('../support/user.mjs').User} user @returns {Sample | null} null while there is no daemon */
export function sampleOf(pid, user) {
  const resident = orNothing(() => residentBytes(pid));
  if (resident === 0) return null;
  return {
    'resident memory': resident,
    descriptors: orNothing(() => readdirSync(`/proc/${pid}/fd`).length),
    threads: orNothing(() => threads(pid)),
    'disk use': orNothing(() => bytesBelow(user.cache)),
    'library.db': libraryBytes(join(user.state, 'magnetar')),
    'state folder': orNothing(() => bytesBelow(join(user.state, 'magnetar'))),
  };
}
