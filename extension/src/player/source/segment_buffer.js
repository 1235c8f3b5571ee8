// A MediaSource with one SourceBuffer, whose operations are queued and return promises.

import { EngineError } from "../../shared/errors.js";

/**
 * The timestamps of the daemon's segments are this many seconds later than the film's, so that none is negative
 * (docs/protocol.md).
 */
const kShiftSeconds = 10;

/** The browser cannot parse a segment. The video element raises an error for the same reason. */
export const kRefused = "segment_refused";

export class SegmentBuffer {
  #source = new MediaSource();
  /** @type {SourceBuffer | null} */
  #buffer = null;
  #mime = "";

  /** @param {number} duration of the film in seconds, 0 when unknown */
  constructor(duration) {
    this.url = URL.createObjectURL(this.#source);
    /** Resolves once a video element has opened the URL. @type {Promise<void>} */
    this.opened = new Promise((resolve) => {
      const begin = () => {
        URL.revokeObjectURL(this.url);
        if (duration > 0) this.#source.duration = duration;
        resolve();
      };
      this.#source.addEventListener("sourceopen", begin, { once: true });
    });
  }

  /** The buffered ranges, in order. @returns {{start: number, end: number}[]} seconds */
  get ranges() {
    if (!this.#buffer || this.#source.readyState === "closed") return [];
    const { buffered } = this.#buffer;
    return Array.from({ length: buffered.length }, (_, i) => ({ start: buffered.start(i), end: buffered.end(i) }));
  }

  /** The bytes from now on begin with an initialization segment of this type. @param {string} mime */
  begin(mime) {
    if (!MediaSource.isTypeSupported(mime)) throw new EngineError({ name: "unplayable", message: mime });
    if (!this.#buffer) {
      this.#buffer = this.#source.addSourceBuffer(mime);
      this.#buffer.timestampOffset = -kShiftSeconds;
    } else {
      if (this.#source.readyState === "open") this.#buffer.abort(); // the last append may have stopped within a box
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

  /** Marks the buffered end as the end of the stream. */
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
