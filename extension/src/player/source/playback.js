// The state of the video element: one phase, and the buffer in front of the picture.

/** @typedef {"none" | "loading" | "waiting" | "playing" | "paused" | "ended" | "failed"} Phase */

/** Seconds of buffer that make a start without an early stall. */
const kComfortSeconds = 5;

export class Playback {
  /** @type {Phase} */
  phase = "none";
  /** The browser's autoplay policy wants a click before it plays sound. */
  blocked = false;
  /** Whether a picture or sound of this film was played. */
  begun = false;
  /** The time of the first picture, in milliseconds since the tab was opened. @type {number | null} */
  firstPictureAt = null;

  /** Stalls for want of data after the film had begun: their number, and their seconds in total. */
  stalls = { count: 0, seconds: 0 };

  /** Beginning of the phase, by performance.now(). */
  #since = performance.now();
  /** Beginning of the current stall. @type {number | null} */
  #stalledAt = null;
  #startAt = 0;
  /** The last position that played well: after a failure, Chromium's clock shows the film's end. */
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
      if (/** @type {Error} */ (error).name !== "NotAllowedError") return; // other errors come as an error event
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

  /** Position in seconds; the wanted position as long as the film has not been opened. */
  get time() {
    return this.video.readyState >= 1 && this.phase !== "failed" ? this.video.currentTime : this.#startAt;
  }

  /** Length in seconds, 0 while unknown. */
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

  /** Buffered seconds ahead of the position. */
  get bufferedAhead() {
    const { buffered, currentTime } = this.video;
    for (let i = 0; i < buffered.length; i++) {
      if (buffered.start(i) <= currentTime + 0.1 && currentTime < buffered.end(i)) return buffered.end(i) - currentTime;
    }
    return 0;
  }

  /** The buffered share of the data that the browser needs to go on, 0…1; null before it has read the metadata. */
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

  /** Seconds since the phase began; loading and waiting count as one phase. */
  get phaseSeconds() {
    return (performance.now() - this.#since) / 1000;
  }

  /** A seek is no stall: it waits for a place that the person chose. */
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

  /** The film can be shown and stands still: on the person's wish, or because autoplay is blocked. */
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
