// A viewer of a film: reads it over HTTP as a player does and compares every byte with the film itself.
import { openSync, readSync, closeSync } from 'node:fs';
import { Playback } from './playback.mjs';
import { readFrom } from './sources.mjs';

const MEBIBYTE = 1024 * 1024;
/** Greatest wait for a byte, in seconds; a longer wait counts as this. */
export const PATIENCE = 60;
const seconds = () => performance.now() / 1000;

/** The number of bytes that differ. @param {Buffer} got @param {Buffer} expected */
export function wrongBytes(got, expected) {
  if (got.equals(expected)) return 0;
  let wrong = Math.abs(got.length - expected.length);
  for (let i = 0; i < Math.min(got.length, expected.length); i++) if (got[i] !== expected[i]) wrong += 1;
  return wrong;
}

export class Viewer {
  wrong = 0;
  /** @type {string[]} */
  problems = [];

  #file;
  /** @type {import('./sources.mjs').Source | null} */
  #connection = null;
  /** @type {Playback | null} */
  #playback = null;
  #start = 0;
  #received = 0;
  #failed = false;
  #wakeup = () => {};
  /** @type {NodeJS.Timeout | undefined} */
  #resume;

  /** @param {string} url @param {import('./film.mjs').Film} film */
  constructor(url, film) {
    this.url = url;
    this.film = film;
    this.#file = openSync(film.path, 'r');
  }

  /**
   * Seeks to a position: closes the open request and requests the rest of the film.
   * @param {number} position
   * @param {{pace: 'media' | 'full'}} how
   * @param {number} [asked] time of the seek; seconds of performance.now()
   * @returns {Promise<{firstByte: number, firstMebibyte: number}>} seconds since asked, at most PATIENCE
   */
  async go(position, { pace }, asked = seconds()) {
    this.#connection?.close();
    clearTimeout(this.#resume);
    this.#start = Math.floor(position);
    this.#received = 0;
    this.#failed = false;
    this.#playback = pace === 'media' ? new Playback(this.film.bitrate, this.film.size - this.#start, seconds()) : null;
    const problem = (/** @type {string} */ text) => {
      if (this.#start + this.#received >= this.film.size) return;
      this.#failed = true;
      this.problems.push(text);
      this.#wakeup();
    };
    this.#connection = readFrom(this.url, this.#start, (bytes) => this.#take(bytes), problem);
    const firstByte = (await this.receivedAtLeast(1, asked)) - asked;
    const mebibyte = Math.min(MEBIBYTE, this.film.size - this.#start);
    const firstMebibyte = (await this.receivedAtLeast(mebibyte, asked)) - asked;
    return { firstByte, firstMebibyte };
  }

  /**
   * Watches for a duration.
   * @param {number} duration
   * @returns {Promise<{stalls: number, stalledSeconds: number, started: boolean, bytes: number}>}
   */
  async watch(duration) {
    await new Promise((resolve) => setTimeout(resolve, duration * 1000));
    this.#playback?.advance(seconds());
    const { stalls = 0, stalledSeconds = 0 } = this.#playback ?? {};
    return { stalls, stalledSeconds, started: this.#playback?.startedAt != null, bytes: this.#received };
  }

  close() {
    clearTimeout(this.#resume);
    this.#connection?.close();
    if (this.#file >= 0) closeSync(this.#file);
    this.#file = -1;
  }

  /** Pauses or resumes reading. @param {boolean} paused */
  hold(paused) {
    if (paused) this.#connection?.pause();
    else this.#connection?.resume();
  }

  /** @param {Buffer} bytes */
  #take(bytes) {
    const expected = Buffer.allocUnsafe(bytes.length);
    const length = readSync(this.#file, expected, 0, bytes.length, this.#start + this.#received);
    this.wrong += wrongBytes(bytes, expected.subarray(0, length));
    this.#received += bytes.length;
    this.#playback?.receive(bytes.length, seconds());
    this.#wakeup();
    this.#rest();
  }

  /** A player with a full buffer stops reading until some of it is played. */
  #rest() {
    const playback = this.#playback;
    if (!playback || playback.received < playback.limit || playback.atEnd) return;
    const connection = this.#connection;
    connection?.pause();
    const excess = playback.received - playback.limit + playback.bitrate / 10;
    this.#resume = setTimeout(
      () => {
        playback.advance(seconds());
        connection?.resume();
      },
      (excess / playback.bitrate) * 1000,
    );
  }

  /**
   * Waits for this many bytes since the last go().
   * @param {number} bytes
   * @param {number} [since]
   * @returns {Promise<number>} the time of their arrival, or of the end of patience
   */
  receivedAtLeast(bytes, since = seconds()) {
    return new Promise((resolve) => {
      const give = (/** @type {number} */ when) => {
        clearTimeout(deadline);
        this.#wakeup = () => {};
        resolve(when);
      };
      const patience = Math.max(0, since + PATIENCE - seconds());
      const deadline = setTimeout(() => give(since + PATIENCE), patience * 1000);
      this.#wakeup = () => {
        if (this.#received >= bytes) give(seconds());
        else if (this.#failed) give(since + PATIENCE);
      };
      this.#wakeup();
    });
  }
}
