// A MediaSource with its one SourceBuffer, whose operations come one after the other and tell when they are done.

import { EngineError } from "../../shared/errors.js";

/** Every time in what the daemon sends is this much later than in the film, so that none is negative (docs/protocol.md). */
const kShiftSeconds = 10;

/** The browser cannot make sense of what it got. The video element fails for the same reason, and tells. */
export const kRefused = "segment_refused";

export class SegmentBuffer {
  #source = new MediaSource();
  /** @type {SourceBuffer | null} */
  #buffer = null;
  #mime = "";

  /** @param {number} duration of the film in seconds, 0 when nobody knows it */
  constructor(duration) {
    this.url = URL.createObjectURL(this.#source);
    /** Once a video element has taken the address. @type {Promise<void>} */
    this.opened = new Promise((resolve) => {
      const begin = () => {
        URL.revokeObjectURL(this.url);
        if (duration > 0) this.#source.duration = duration;
        resolve();
      };
      this.#source.addEventListener("sourceopen", begin, { once: true });
    });
  }

  /** What is there, in order. @returns {{start: number, end: number}[]} seconds */
  get ranges() {
    if (!this.#buffer || this.#source.readyState === "closed") return [];
    const { buffered } = this.#buffer;
    return Array.from({ length: buffered.length }, (_, i) => ({ start: buffered.start(i), end: buffered.end(i) }));
  }

  /** What comes from now on begins with an initialization segment of this type. @param {string} mime */
  begin(mime) {
    if (!MediaSource.isTypeSupported(mime)) throw new EngineError({ name: "unplayable", message: mime });
    if (!this.#buffer) {
      this.#buffer = this.#source.addSourceBuffer(mime);
      this.#buffer.timestampOffset = -kShiftSeconds;
    } else {
      if (this.#source.readyState === "open") this.#buffer.abort(); // the last one may have stopped within a box
      if (mime !== this.#mime) this.#buffer.changeType(mime);
    }
    this.#mime = mime;
  }

  /** @param {Uint8Array<ArrayBuffer>} bytes @throws QuotaExceededError when the browser has no room for more */
  async append(bytes) {
    if (bytes.length > 0) await this.#done((buffer) => buffer.appendBuffer(bytes));
  }

  /** @param {number} start seconds @param {number} [end] seconds */
  async remove(start, end = Infinity) {
    const touched = this.ranges.some((range) => range.end > start && range.start < end);
    if (touched) await this.#done((buffer) => buffer.remove(start, end));
  }

  /** There is nothing after what is here. */
  end() {
    if (this.#source.readyState === "open") this.#source.endOfStream();
  }

  /** @param {(buffer: SourceBuffer) => void} start */
  #done(start) {
    const buffer = this.#buffer;
    if (!buffer) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const refused = () => reject(new EngineError({ name: kRefused, message: this.#mime }));
      buffer.addEventListener("error", refused, { once: true });
      const finish = () => {
        buffer.removeEventListener("error", refused);
        resolve(undefined);
      };
      buffer.addEventListener("updateend", finish, { once: true });
      try {
        start(buffer);
      } catch (error) {
        buffer.removeEventListener("error", refused);
        buffer.removeEventListener("updateend", finish);
        reject(error);
      }
    });
  }
}
