// The video element, seen as one phase and as what is buffered in front of the picture.

/** @typedef {"none" | "loading" | "waiting" | "playing" | "paused" | "ended" | "failed"} Phase */

/** So many seconds in front make a start that does not stop again at once. */
const kComfortSeconds = 5;

export class Playback {
  /** @type {Phase} */
  phase = "none";
  /** The browser wants a click before it lets anything sound. */
  blocked = false;
  /** A picture or sound of this film has been there. */
  begun = false;
  /** When the first picture was shown, in milliseconds since the tab was opened. @type {number | null} */
  firstPictureAt = null;

  /** How often, and for how many seconds, the film stood still for want of data after it had begun. */
  stalls = { count: 0, seconds: 0 };

  /** When the phase began, as performance.now() tells. */
  #since = performance.now();
  /** When the film that is played came to stand still. @type {number | null} */
  #stalledAt = null;
  #startAt = 0;
  /** Where the film was when it still went well: Chromium's clock shows the end of it after a failure. */
  #lastTime = 0;
  #wantsToPlay = true;
  #last = 0;

  /**
   * @param {HTMLVideoElement} video
   * @param {{onChange: () => void, onFailure: (code: number) => void}} events
   */
  constructor(video, { onChange, onFailure }) {
    this.video = video;
    this.onChange = onChange;
    this.onFailure = onFailure;
    this.#listen();
  }

  /**
   * Loads an address and starts at a position.
   * @param {string} url
   * @param {{at?: number, play?: boolean, begun?: boolean, last?: number}} [options] begun: the same film, from another address; last: so
   *   many seconds before the end are the last place that has a picture
   */
  open(url, { at = 0, play = true, begun = false, last = 0 } = {}) {
    this.#last = last;
    this.#startAt = at;
    this.#lastTime = at;
    this.#wantsToPlay = play;
    this.begun = begun;
    if (!begun) this.stalls = { count: 0, seconds: 0 };
    this.blocked = false;
    this.#enter("loading");
    const { playbackRate } = this.video;
    this.video.src = url;
    this.video.playbackRate = playbackRate;
    if (play) void this.play();
  }

  close() {
    if (this.phase === "none") return;
    this.video.removeAttribute("src");
    this.video.load();
    this.begun = false;
    this.#enter("none");
  }

  async play() {
    this.#wantsToPlay = true;
    try {
      await this.video.play();
      this.blocked = false;
    } catch (error) {
      if (/** @type {Error} */ (error).name !== "NotAllowedError") return; // else the error event tells
      this.blocked = true;
      this.#wantsToPlay = false;
      this.#enter("paused");
    }
  }

  pause() {
    this.#wantsToPlay = false;
    this.video.pause();
  }

  toggle() {
    if (this.video.paused || this.video.ended) void this.play();
    else this.pause();
  }

  get wantsToPlay() {
    return this.#wantsToPlay;
  }

  /** Seconds; the wanted position as long as the film has not been opened. */
  get time() {
    return this.video.readyState >= 1 && this.phase !== "failed" ? this.video.currentTime : this.#startAt;
  }

  /** Seconds, 0 while unknown. */
  get duration() {
    return Number.isFinite(this.video.duration) ? this.video.duration : 0;
  }

  /** @param {number} seconds */
  seek(seconds) {
    const last = this.duration > 0 ? this.duration - this.#last : seconds;
    const wanted = Math.max(0, Math.min(seconds, last));
    if (this.video.readyState >= 1) this.video.currentTime = wanted;
    else this.#startAt = wanted;
    this.onChange();
  }

  /** Seconds that can be shown from here without anything more arriving. */
  get bufferedAhead() {
    const { buffered, currentTime } = this.video;
    for (let i = 0; i < buffered.length; i++) {
      if (buffered.start(i) <= currentTime + 0.1 && currentTime < buffered.end(i)) return buffered.end(i) - currentTime;
    }
    return 0;
  }

  /** How much of what is needed to go on is here, 0…1; null while the browser has not understood the file. */
  get bufferedShare() {
    if (this.video.readyState < 1) return null;
    const left = this.duration > 0 ? Math.max(0.1, this.duration - this.video.currentTime) : kComfortSeconds;
    return Math.min(1, this.bufferedAhead / Math.min(kComfortSeconds, left));
  }

  /** @param {Phase} phase */
  #enter(phase) {
    const waits = phase === "waiting" || phase === "loading";
    const waited = this.phase === "waiting" || this.phase === "loading";
    if (!(waits && waited)) this.#since = performance.now();
    this.phase = phase;
    this.#measureStall();
    this.onChange();
  }

  /** Seconds that the phase lasts; loading and waiting are one. */
  get phaseSeconds() {
    return (performance.now() - this.#since) / 1000;
  }

  /** A jump is no stall: there the person waits for what they asked for. */
  #measureStall() {
    const stands = this.phase === "waiting" && this.begun && !this.video.seeking;
    if (stands && this.#stalledAt === null) {
      this.#stalledAt = performance.now();
      this.stalls.count += 1;
    } else if (!stands && this.#stalledAt !== null) {
      this.stalls.seconds += (performance.now() - this.#stalledAt) / 1000;
      this.#stalledAt = null;
    }
  }

  #listen() {
    const { video } = this;
    video.requestVideoFrameCallback?.((now) => {
      this.firstPictureAt = now;
      performance.mark("first-picture", { startTime: now });
    });
    video.addEventListener("loadedmetadata", () => {
      if (this.#startAt > 0) video.currentTime = this.#startAt;
      this.onChange();
    });
    video.addEventListener("playing", () => {
      this.begun = true;
      this.#enter("playing");
    });
    video.addEventListener("canplay", () => video.paused && this.#rest());
    video.addEventListener("waiting", () => !video.paused && this.#enter("waiting"));
    video.addEventListener("pause", () => this.#paused());
    video.addEventListener("ended", () => this.#enter("ended"));
    video.addEventListener("error", () => this.#failed());
    for (const name of ["timeupdate", "seeking"]) video.addEventListener(name, () => this.#remember());
    for (const name of ["progress", "timeupdate", "durationchange", "volumechange", "ratechange", "seeked"]) {
      video.addEventListener(name, () => this.onChange());
    }
  }

  /** Loading, failing and ending pause the element too; they are phases of their own. */
  #paused() {
    if (!this.video.ended && (this.phase === "playing" || this.phase === "waiting")) this.#enter("paused");
  }

  /** The film can be shown and stands still: on the person's wish, or because the browser wants a click first. */
  #rest() {
    if (this.#wantsToPlay || this.phase === "ended") return;
    this.begun = true;
    this.#enter("paused");
  }

  #remember() {
    if (!this.video.error && this.video.readyState >= 1) this.#lastTime = this.video.currentTime;
  }

  #failed() {
    if (!this.video.error || this.phase === "none") return;
    this.#startAt = this.#lastTime;
    this.#enter("failed");
    this.onFailure(this.video.error.code);
  }
}
