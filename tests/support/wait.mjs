// Waits with a deadline: every wait ends, and names the event it waited for.
import { SLOW } from './paths.mjs';

const STRETCH = SLOW ? 4 : 1;

/**
 * The promise's value, or after the deadline an error that names the missing event.
 * @template T
 * @param {Promise<T>} promise
 * @param {number} milliseconds
 * @param {string | (() => string)} what
 * @returns {Promise<T>}
 */
export function within(promise, milliseconds, what) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`not within ${milliseconds * STRETCH} ms: ${typeof what === 'string' ? what : what()}`)),
      milliseconds * STRETCH,
    );
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/**
 * Polls until the value is truthy, for sources without events (the process table, a page).
 * @template T
 * @param {() => T | Promise<T>} probe
 * @param {number} milliseconds
 * @param {string | (() => string)} what
 * @returns {Promise<Exclude<Awaited<T>, false | 0 | '' | null | undefined>>}
 */
export async function until(probe, milliseconds, what) {
  const end = Date.now() + milliseconds * STRETCH;
  for (;;) {
    const value = await probe();
    if (value) return /** @type {any} */ (value);
    if (Date.now() > end) {
      throw new Error(`not within ${milliseconds * STRETCH} ms: ${typeof what === 'string' ? what : what()}`);
    }
    await pause(20);
  }
}

/**
 * Lets time pass; only for showing that nothing happens in it, and between two polls of until().
 * @param {number} milliseconds
 */
export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
