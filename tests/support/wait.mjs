// Waiting with a deadline: every wait of the tests ends, and says what it waited for.
import { SLOW } from './paths.mjs';

const STRETCH = SLOW ? 4 : 1;

/**
 * The promise's value, or an error that names what did not happen in time.
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
 * Asks again and again until the answer is truthy, for worlds that tell nobody when they change (the process table, a page).
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

/** Lets the given time pass; only for showing that nothing happens in it, and between two questions of until(). @param {number} milliseconds */
export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
