// A small disk that can be filled: a tmpfs for the films.
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../support/process.mjs';

const PART = Buffer.alloc(1 << 20);

export class SmallDisk {
  #ballast;

  /** @param {string} folder */
  constructor(folder) {
    this.#ballast = join(folder, 'ballast');
  }

  /**
   * @param {import('../support/resources.mjs').Resources} resources
   * @param {string} folder an empty one
   * @param {number} bytes
   * @returns {Promise<SmallDisk | null>} null when it cannot be made
   */
  static async make(resources, folder, bytes) {
    if (process.getuid?.() !== 0) return null;
    mkdirSync(folder, { recursive: true });
    const { code } = await run('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'magnetar-soak', folder]);
    if (code !== 0) return null;
    resources.defer(() => run('umount', ['--lazy', folder]));
    return new SmallDisk(folder);
  }

  /** Fills the disk. */
  async fill() {
    const file = openSync(this.#ballast, 'w');
    try {
      for (;;) if (writeSync(file, PART) === 0) break;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOSPC') throw error;
    } finally {
      closeSync(file);
    }
  }

  async empty() {
    rmSync(this.#ballast, { force: true });
  }
}
