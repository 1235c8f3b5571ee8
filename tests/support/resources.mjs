// Resources of a test, released in reverse order after success and failure.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export class Resources {
  /** @type {Array<() => unknown>} */
  #undo = [];

  /** @param {() => unknown} undo */
  defer(undo) {
    this.#undo.push(undo);
  }

  /** A new empty folder, removed after the test. */
  folder() {
    const path = mkdtempSync(join(tmpdir(), 'magnetar-test-'));
    this.defer(() => rmSync(path, { recursive: true, force: true, maxRetries: 5 }));
    return path;
  }

  async dispose() {
    const errors = [];
    for (const undo of this.#undo.splice(0).reverse()) {
      try {
        await undo();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }
}

/**
 * Resources that are released at the end of the given test.
 * @param {import('node:test').TestContext} t
 */
export function resourcesOf(t) {
  const resources = new Resources();
  t.after(() => resources.dispose());
  return resources;
}
