// The result of a run: failures, and counts of all events.

const SHOWN = 20;

export class Verdict {
  /** @type {string[]} */
  failures = [];
  /** @type {Map<string, number>} */
  counts = new Map();
  longestWait = 0;
  /** @type {Set<string>} */
  #seen = new Set();
  #begin = Date.now();

  /** @param {string} what */
  fail(what) {
    this.failures.push(what);
    if (this.failures.length <= SHOWN) console.log(`${this.#time()} WRONG ${what}`);
  }

  /** @param {string} what */
  tell(what) {
    console.log(`${this.#time()} ${what}`);
  }

  /** @param {string} what @param {number} [more] */
  count(what, more = 1) {
    this.counts.set(what, (this.counts.get(what) ?? 0) + more);
  }

  /** @param {string} what @param {number} value */
  most(what, value) {
    this.counts.set(what, Math.max(this.counts.get(what) ?? 0, value));
  }

  /**
   * Counts an event once for each subject.
   * @param {string} what
   * @param {string} who
   * @returns {boolean} whether it is new
   */
  once(what, who) {
    if (this.#seen.has(what + who)) return false;
    this.#seen.add(what + who);
    this.count(what);
    return true;
  }

  /** @param {number} milliseconds wait of a viewer for a byte that could have come */
  waited(milliseconds) {
    this.longestWait = Math.max(this.longestWait, milliseconds);
  }

  #time() {
    const seconds = Math.round((Date.now() - this.#begin) / 1000);
    return `${String(Math.floor(seconds / 60)).padStart(3)}:${String(seconds % 60).padStart(2, '0')}`;
  }
}
