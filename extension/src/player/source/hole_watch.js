// Notices a picture that stands still behind a hole in the buffer. Audio that covers the hole keeps the clock running, and Chromium
// shows no frame behind it until the next seek. Holes are at joints of recordings that do not begin with a keyframe.

/** So many seconds of the film without a new frame are no slow machine. */
const kStandsSeconds = 0.2;

export class HoleWatch {
  #time = Infinity;
  /** The clock's time after it passed a hole; infinity: it passed none. */
  #behind = Infinity;
  #pictures = 0;

  /** @param {HTMLVideoElement} video */
  constructor(video) {
    this.video = video;
  }

  /**
   * Compares the picture with the clock; to be called as time passes. @param {{start: number}[]} ranges what is here
   * @returns {boolean} whether the picture stands and has to be begun anew; once for each hole
   */
  stands(ranges) {
    const { currentTime: now, seeking } = this.video;
    const before = this.#time;
    this.#time = seeking ? Infinity : now;
    if (seeking || now < before) this.#behind = Infinity;
    else if (ranges.some(({ start }) => before < start && start <= now)) this.#note(now);
    if (now < this.#behind + kStandsSeconds) return false;
    this.#behind = Infinity;
    return this.#shown === this.#pictures;
  }

  /** @param {number} now */
  #note(now) {
    this.#behind = now;
    this.#pictures = this.#shown;
  }

  get #shown() {
    return this.video.getVideoPlaybackQuality().totalVideoFrames;
  }
}
