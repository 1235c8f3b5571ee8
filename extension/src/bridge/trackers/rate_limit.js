// A limit on how often something may happen in a span of time that moves on.

export class RateLimit {
  /** Times of what was allowed, the oldest first. @type {number[]} */
  #times = [];

  /** @param {() => number} now milliseconds @param {number} most times in one span @param {number} span milliseconds */
  constructor(now, most, span) {
    this.now = now;
    this.most = most;
    this.span = span;
  }

  /** Counts one more and returns true, or returns false when that would be too many. */
  take() {
    const now = this.now();
    this.#times = this.#times.filter((time) => now - time < this.span);
    if (this.#times.length >= this.most) return false;
    this.#times.push(now);
    return true;
  }
}
