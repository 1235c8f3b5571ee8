// The position at which a film stopped; the daemon keeps it, so that it is the same in every browser.

/** @typedef {import("../../shared/types.js").EngineClient} EngineClient */
/** @typedef {{id: string, file: number}} Place */

const kSaveEveryMs = 5000;
const kWorthResumingSeconds = 10;
const kNearlyOver = 0.95;

/**
 * The position at which to start a film that stopped at `seconds`; 0: the beginning.
 * @param {{seconds: number, duration: number}} position
 */
export function resumePoint({ seconds, duration }) {
  const over = duration > 0 && seconds > duration * kNearlyOver;
  return seconds > kWorthResumingSeconds && !over ? seconds : 0;
}

export class Positions {
  /** @type {Place | null} */
  #place = null;
  #savedSeconds = -1;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;

  /**
   * @param {EngineClient} engine
   * @param {Pick<import("./playback.js").Playback, "time" | "duration" | "phase">} playback
   */
  constructor(engine, playback) {
    this.engine = engine;
    this.playback = playback;
  }

  /** From now on, saves when the page is left. */
  start() {
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.save());
    window.addEventListener("pagehide", () => this.save());
  }

  /** Saves every few seconds while the film runs, and once when it stops. @param {boolean} runs */
  follow(runs) {
    clearInterval(this.#timer);
    this.#timer = runs ? setInterval(() => this.save(), kSaveEveryMs) : undefined;
    if (!runs) this.save();
  }

  /**
   * Sets the film whose position is saved from now on, and returns the position at which to start it.
   * @param {Place} place
   * @returns {Promise<number>} seconds
   */
  async enter(place) {
    this.#place = place;
    this.#savedSeconds = -1;
    try {
      return resumePoint(await this.engine.request("positions.get", { ...place }));
    } catch {
      return 0; // the beginning is better than no film
    }
  }

  /** Saves no position until the next enter(). */
  leave() {
    this.#place = null;
  }

  save() {
    const { time: seconds, duration } = this.playback;
    if (!this.#place || duration === 0 || Math.abs(seconds - this.#savedSeconds) < 1) return;
    this.#savedSeconds = seconds;
    this.engine.request("positions.set", { ...this.#place, seconds, duration }).catch(() => {
      this.#savedSeconds = -1; // the next save tries again
    });
  }
}
