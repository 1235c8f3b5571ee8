// Whether the piece that the film waits for failed its hash check and is downloaded again. It is told only when it
// lasts.

/** @typedef {import("../../source/stream_figures.js").StreamFigures} StreamFigures */

/** Milliseconds of waiting before it is told; at the swarm's rate a piece is mostly downloaded again sooner. */
const kLastsMs = 3000;

/** @param {number} ms @param {() => void} run @returns {() => void} */
function afterwards(ms, run) {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}

export class DamagedData {
  /** Ends the wait; null: the film does not wait. @type {(() => void) | null} */
  #cancel = null;

  /**
   * @param {Pick<StreamFigures, "swarm" | "start" | "stop">} figures asked while the film has waited for long
   * @param {typeof afterwards} [after]
   */
  constructor(figures, after = afterwards) {
    this.figures = figures;
    this.after = after;
  }

  /** @param {boolean} waits whether the film stands still for want of data */
  update(waits) {
    if (waits && !this.#cancel) this.#cancel = this.after(kLastsMs, () => this.figures.start());
    if (waits || !this.#cancel) return;
    this.#cancel();
    this.#cancel = null;
    this.figures.stop();
  }

  /** Whether the film has waited for long and for a damaged piece. */
  get lasts() {
    return this.#cancel !== null && (this.figures.swarm?.fetched_again ?? 0) > 0;
  }
}
