// Feeds a video element with the chunks of media sessions: pulls some 25 seconds ahead, begins a new session where a
// seek needs one, and continues in place when the daemon or the connection was lost. One loop does all of it, one step
// at a time; events only leave an order and wake the loop.

import { asEngineError, EngineError, isLinkTrouble } from "../../shared/errors.js";
import { HoleWatch } from "./hole_watch.js";
import { kRefused, SegmentBuffer } from "./segment_buffer.js";

/** @typedef {import("./pull_session.js").PullSession} PullSession */

/**
 * Order to the loop, carried out before it pulls more.
 * @typedef {object} Order
 * @property {number} at seconds; where the daemon begins
 * @property {number} keep seconds; what is buffered from here on goes first. Infinity: nothing does
 * @property {number} [forget] seconds; what is buffered up to here goes too
 * @property {boolean} [search] it overtook one that had brought no media: the person is looking for a place
 */

/** Seconds of buffer ahead of the position after which the loop rests. */
const kAheadSeconds = 25;
/** Seconds behind the position that stay when played media is removed to make room. */
const kBehindSeconds = 10;
/**
 * A seek to less than this many seconds behind the buffered end waits for the running session, which is sooner there
 * than a new one.
 */
const kNearSeconds = 5;
/** While seeks follow each other, a session is opened once no other seek came within this time. */
const kSearchMs = 200;
/** Seconds of the old audio that play on while the new track is on its way. */
const kSwitchSeconds = 5;
/** The number of sessions lost in a row, with nothing arriving in between, after which the source gives up. */
const kMostLosses = 3;
/** Firefox starts to wait at most this many seconds before the buffered end. */
const kEdgeSeconds = 0.1;
/** With less buffer than this many seconds the picture is about to stop. */
const kEmptySeconds = 0.5;

/**
 * Errors after which a new session may do better: the session is gone, its bytes did not come, or the daemon stumbled
 * over a place in the file.
 */
const kLost = new Set(["unknown_session", "chunk_lost", "io_error", "media_unreadable"]);

export class PulledSource {
  #buffer;
  #holes;
  /** @type {PullSession | null} */
  #session = null;
  /** @type {Order | null} */
  #order;
  /** The running order will empty the buffer, and has not yet. */
  #clearing = false;
  /** Position at which the last order begins. */
  #from;
  /** Target of the last seek whose event has come; the browser sends it a little after the seek has begun. */
  #soughtTo = -1;
  /** Whether media has arrived since the last order. */
  #delivered = false;
  /** Seconds to step back when a session at the end had no media. */
  #stepBack = 5;
  /** @type {EngineError | null} */
  #failure = null;
  #suspended = false;
  #closed = false;
  #losses = 0;
  #endAtLoss = 0;
  #wake = () => {};
  #listening = new AbortController();

  /**
   * @param {object} parts
   * @param {HTMLVideoElement} parts.video
   * @param {() => number} parts.time where the film is or is going to begin
   * @param {(at: number) => Promise<PullSession>} parts.open
   * @param {number} parts.duration seconds, 0 while unknown
   * @param {number} parts.at seconds
   * @param {{onSession: (session: PullSession) => void, onFailure: (error: EngineError) => void}} parts.events
   *     onFailure: nothing more comes, and what had come has been played
   */
  constructor({ video, time, open, duration, at, events }) {
    this.video = video;
    this.time = time;
    this.open = open;
    this.events = events;
    this.#buffer = new SegmentBuffer(duration);
    this.#holes = new HoleWatch(video);
    this.#from = at;
    this.#order = { at, keep: 0 };
  }

  /** The object URL for the video element. */
  get url() {
    return this.#buffer.url;
  }

  /** Starts the loop; it fills the buffer once the video element has opened the URL. */
  start() {
    const { signal } = this.#listening;
    this.video.addEventListener("seeking", () => this.#sought(), { signal });
    this.video.addEventListener("timeupdate", () => this.#passHole(), { signal });
    for (const name of ["timeupdate", "waiting", "pause"]) this.video.addEventListener(name, () => this.#wake(), { signal });
    void this.#run();
  }

  /**
   * Opens a new session from the position on, with another audio track for example. The buffered media plays on until
   * the new one arrives.
   * @param {{forget?: boolean}} [how] forget: what was played comes anew as well after a seek back to it
   */
  renew({ forget = false } = {}) {
    const at = this.time();
    this.#command({ at, keep: at + kSwitchSeconds, forget: forget ? at - kBehindSeconds : 0 });
  }

  /** Tries again after an error or suspend(). */
  resume() {
    if (!this.#suspended && !this.#failure) return;
    this.#losses = 0;
    this.#continue();
  }

  /** Pulls no chunk until resume(). */
  suspend() {
    this.#suspended = true;
    this.#session?.close();
    this.#session = null;
  }

  close() {
    this.#closed = true;
    this.#listening.abort();
    this.#session?.close();
    this.#wake();
  }

  /** @param {Order} order */
  #command(order) {
    this.#order = order;
    this.#from = order.at;
    this.#clearing ||= order.keep <= 0;
    this.#suspended = false;
    this.#failure = null;
    this.#session?.close();
    this.#session = null;
    this.#wake();
  }

  async #run() {
    await this.#buffer.opened;
    while (!this.#closed) {
      try {
        await this.#step();
      } catch (error) {
        this.#lost(error);
      }
    }
  }

  #step() {
    if (this.#order) return this.#begin(this.#order);
    if (this.#session && !this.#session.ended && this.#ahead < kAheadSeconds) return this.#pull(this.#session);
    if (this.#failure && this.#ahead < kEmptySeconds) this.#tell(this.#failure);
    this.#crossGap();
    return new Promise((resolve) => {
      this.#wake = () => resolve(undefined);
    });
  }

  /** @param {Order} order */
  async #begin(order) {
    this.#order = null;
    await this.#buffer.remove(order.keep);
    if (order.forget && order.forget > 0) await this.#buffer.remove(0, order.forget);
    if (this.#replaced) return;
    this.#clearing = false;
    this.#delivered = false;
    if (order.search) await new Promise((resolve) => setTimeout(resolve, kSearchMs));
    if (this.#replaced) return;
    try {
      const session = await this.open(order.at);
      if (this.#replaced || this.#suspended) return session.close();
      this.#session = session;
      this.events.onSession(session);
    } catch (error) {
      if (!this.#replaced && isLinkTrouble(error)) this.#suspended = true;
      else throw error;
    }
  }

  /** Whether a newer order overtook the running one. */
  get #replaced() {
    return this.#closed || this.#order !== null;
  }

  /** @param {PullSession} session */
  async #pull(session) {
    const { bytes, mime } = await session.next();
    if (this.#replaced || this.#suspended) return;
    this.#delivered = true;
    if (mime !== undefined) this.#buffer.begin(mime);
    await this.#append(bytes);
    if (this.#end > this.#endAtLoss + 1) this.#losses = 0;
    if (session.ended && !this.#replaced) this.#finish(session);
    this.#crossGap();
  }

  /** @param {Uint8Array<ArrayBuffer>} bytes */
  async #append(bytes) {
    while (!this.#replaced) {
      try {
        return await this.#buffer.append(bytes);
      } catch (error) {
        if (/** @type {Error} */ (error).name !== "QuotaExceededError") throw error;
      }
      await this.#makeRoom();
    }
  }

  /** Removes played media; when that is little, waits until more was played. */
  async #makeRoom() {
    const before = this.time() - kBehindSeconds;
    const start = this.#buffer.ranges[0]?.start ?? Infinity;
    if (start < before - 1) return this.#buffer.remove(0, before);
    await new Promise((resolve) => {
      this.#wake = () => resolve(undefined);
    });
  }

  /**
   * Ends the stream. Picture and sound may end before the film's length; a session behind their end has no media, and
   * another begins further back.
   * @param {PullSession} session
   */
  #finish(session) {
    if (this.#buffer.ranges.length > 0 || session.at === 0) return this.#buffer.end();
    this.#command({ at: Math.max(0, session.at - this.#stepBack), keep: 0 });
    this.#stepBack *= 2;
  }

  /** End of the last buffered range. */
  get #end() {
    return this.#buffer.ranges.at(-1)?.end ?? 0;
  }

  get #ahead() {
    return this.#end - this.time();
  }

  #sought() {
    const at = this.video.currentTime;
    this.#soughtTo = at;
    if (!this.#covers(at)) this.#command({ at, keep: 0, search: !this.#delivered });
    this.#wake();
  }

  /** Whether a moment is buffered or about to be. @param {number} time */
  #covers(time) {
    const ranges = this.#clearing ? [] : this.#buffer.ranges;
    if (ranges.some(({ start, end }) => start <= time && time < end)) return true;
    const coming = this.#order !== null || !this.#session?.ended;
    const next = ranges.at(-1)?.end ?? this.#from;
    return coming && time >= next - 0.1 && time < next + kNearSeconds;
  }

  /** Seeks over a gap that will not be filled, because the media behind it is buffered already. */
  #crossGap() {
    const { currentTime: now, readyState, seeking } = this.video;
    if (seeking && now !== this.#soughtTo) return; // the buffer is not of this seek yet
    if (this.#clearing || readyState === 0 || readyState > 2) return;
    const next = this.#buffer.ranges.find(({ end }) => end > now + kEdgeSeconds);
    if (next && next.start > now) this.video.currentTime = next.start + 0.01;
  }

  /** A seek to the current position makes the browser show frames again. */
  #passHole() {
    if (this.#holes.stands(this.#buffer.ranges)) this.video.currentTime += 0.01;
  }

  /** Orders the media behind the buffered range. */
  #continue() {
    const now = this.time();
    const here = this.#buffer.ranges.find(({ start, end }) => start <= now && now < end);
    this.#command(here ? { at: here.end, keep: Infinity } : { at: now, keep: 0 });
  }

  /** @param {unknown} thrown */
  #lost(thrown) {
    if (this.#replaced || this.#suspended) return; // this side ended the session
    const error = asEngineError(thrown);
    this.#session = null;
    if (error.name === kRefused || this.video.error) {
      this.#suspended = true; // the video element reports the error
    } else if (kLost.has(error.name) && this.#losses < kMostLosses) {
      this.#losses++;
      this.#endAtLoss = this.#end;
      this.#continue();
    } else {
      const broken = kLost.has(error.name) && error.name !== "media_unreadable";
      this.#failure = broken ? new EngineError({ name: "stream_broken" }) : error;
    }
  }

  /** @param {EngineError} failure */
  #tell(failure) {
    this.#failure = null;
    this.#suspended = true;
    queueMicrotask(() => this.events.onFailure(failure)); // the loop rests whatever the handler does
  }
}
