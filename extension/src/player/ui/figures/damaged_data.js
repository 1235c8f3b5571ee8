// Whether the part that the film waits for came damaged and is fetched again. Said only if it lasts.

/** @typedef {import("../../source/stream_figures.js").StreamFigures} StreamFigures */

/** A part that is fetched again at the swarm's rate is mostly here sooner. */
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

  /** Whether to say so. */
  get lasts() {
    return this.#cancel !== null && (this.figures.swarm?.fetched_again ?? 0) > 0;
  }
}
