// A player's clock: the played position, the read-ahead limit, and stalls. Pure; times in seconds, positions in bytes
// from the start of playing.

/** Seconds that must be buffered to start, and to go on after a stall. */
const ENOUGH_TO_PLAY = 1;
/** Seconds that a player reads ahead. */
const READ_AHEAD = 2;

export class Playback {
  received = 0;
  stalls = 0;
  stalledSeconds = 0;
  /** @type {number | null} time of the first frame */
  startedAt = null;

  #played = 0;
  #now;
  #playing = false;

  /** @param {number} bitrate bytes per second @param {number} length bytes to the end of the film @param {number} now */
  constructor(bitrate, length, now) {
    this.bitrate = bitrate;
    this.length = length;
    this.#now = now;
  }

  get played() {
    return this.#played;
  }

  get atEnd() {
    return this.#played >= this.length;
  }

  /** The position up to which the player takes bytes now. */
  get limit() {
    return Math.min(this.length, this.#played + READ_AHEAD * this.bitrate);
  }

  /** @param {number} bytes @param {number} now */
  receive(bytes, now) {
    this.advance(now);
    this.received += bytes;
    this.#startWhenEnough();
  }

  /** Lets time pass. @param {number} now */
  advance(now) {
    const elapsed = now - this.#now;
    this.#now = now;
    if (!this.#playing) {
      if (this.startedAt !== null && !this.atEnd) this.stalledSeconds += elapsed;
      return;
    }
    const wanted = this.#played + elapsed * this.bitrate;
    if (wanted < this.received) {
      this.#played = wanted;
      return;
    }
    this.#played = this.received;
    this.#playing = false;
    if (this.atEnd) return;
    this.stalls += 1;
    this.stalledSeconds += (wanted - this.received) / this.bitrate;
  }

  #startWhenEnough() {
    const enough = Math.min(this.length, this.#played + ENOUGH_TO_PLAY * this.bitrate);
    if (this.#playing || this.received < enough || this.atEnd) return;
    this.#playing = true;
    this.startedAt ??= this.#now;
  }
}
