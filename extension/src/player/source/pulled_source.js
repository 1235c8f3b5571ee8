// Feeds a video element with what the daemon prepares: pulls as much as is needed for the next half minute, begins anew
// where a person jumps to, and goes on where it was when the daemon or the connection was lost. One loop does all of it,
// one thing at a time; everything else leaves an order and wakes the loop.

import { asEngineError, EngineError, isLinkTrouble } from "../../shared/errors.js";
import { HoleWatch } from "./hole_watch.js";
import { kRefused, SegmentBuffer } from "./segment_buffer.js";

/** @typedef {import("./pull_session.js").PullSession} PullSession */

/**
 * What the loop does next, before it pulls anything more.
 * @typedef {object} Order
 * @property {number} at seconds; where the daemon begins
 * @property {number} keep seconds; what is buffered from here on goes first. Infinity: nothing does
 * @property {number} [forget] seconds; what is buffered up to here goes too
 * @property {boolean} [search] it overtook one that had not come to anything: somebody looks for a place
 */

/** So many seconds in front of the picture are enough. */
const kAheadSeconds = 25;
/** What was played is given back first when the browser has no room, but not the last seconds of it. */
const kBehindSeconds = 10;
/** A jump by less than this behind the end of what is here is reached sooner by waiting than by beginning anew. */
const kNearSeconds = 5;
/** Somebody who looks for a place is there when no other is asked for within this time. */
const kSearchMs = 200;
/** The old sound stays for so long while the other is on its way. */
const kSwitchSeconds = 5;
/** A session that is lost so often, with nothing arriving in between, is given up. */
const kMostLosses = 3;
/** Firefox waits this little before the end of what is here, or less. */
const kEdgeSeconds = 0.1;
/** With less than this in front the picture is about to stop. */
const kEmptySeconds = 0.5;

/** The session is gone, its bytes did not come, or the daemon stumbled over a place in the file: another may do better. */
const kLost = new Set(["unknown_session", "chunk_lost", "io_error", "media_unreadable"]);

export class PulledSource {
  #buffer;
  #holes;
  /** @type {PullSession | null} */
  #session = null;
  /** @type {Order | null} */
  #order;
  /** The order that is being carried out makes the buffer empty, which it is not yet. */
  #clearing = false;
  /** Where the last order begins. */
  #from;
  /** Where the last jump went that is known here: the browser tells of one a little after it has begun. */
  #soughtTo = -1;
  /** Something has come since the last order. */
  #delivered = false;
  /** How far back to look when there turned out to be nothing at the end. */
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
   * @param {number} parts.duration seconds, 0 while nobody knows
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

  /** The address for the video element. */
  get url() {
    return this.#buffer.url;
  }

  /** Begins to fill what the video element opens. */
  start() {
    const { signal } = this.#listening;
    this.video.addEventListener("seeking", () => this.#sought(), { signal });
    this.video.addEventListener("timeupdate", () => this.#passHole(), { signal });
    for (const name of ["timeupdate", "waiting", "pause"]) this.video.addEventListener(name, () => this.#wake(), { signal });
    void this.#run();
  }

  /**
   * From here on as the daemon prepares it now, with another sound for example. What is here plays on until it comes.
   * @param {{forget?: boolean}} [how] forget: what was played comes anew as well when somebody goes back to it
   */
  renew({ forget = false } = {}) {
    const at = this.time();
    this.#command({ at, keep: at + kSwitchSeconds, forget: forget ? at - kBehindSeconds : 0 });
  }

  /** Whatever stopped it may be over. */
  resume() {
    if (!this.#suspended && !this.#failure) return;
    this.#losses = 0;
    this.#continue();
  }

  /** Pulls nothing more until resume(). */
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

  /** What is being done was overtaken by a newer order. */
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

  /** Gives back what was played; when that is little, waits until more is. */
  async #makeRoom() {
    const before = this.time() - kBehindSeconds;
    const start = this.#buffer.ranges[0]?.start ?? Infinity;
    if (start < before - 1) return this.#buffer.remove(0, before);
    await new Promise((resolve) => {
      this.#wake = () => resolve(undefined);
    });
  }

  /**
   * A film's sound and picture may end before its length says; whoever jumps there gets the last seconds of what there is.
   * @param {PullSession} session
   */
  #finish(session) {
    if (this.#buffer.ranges.length > 0 || session.at === 0) return this.#buffer.end();
    this.#command({ at: Math.max(0, session.at - this.#stepBack), keep: 0 });
    this.#stepBack *= 2;
  }

  /** Where the last of what is here ends. */
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

  /** Whether a moment is here or about to come. @param {number} time */
  #covers(time) {
    const ranges = this.#clearing ? [] : this.#buffer.ranges;
    if (ranges.some(({ start, end }) => start <= time && time < end)) return true;
    const coming = this.#order !== null || !this.#session?.ended;
    const next = ranges.at(-1)?.end ?? this.#from;
    return coming && time >= next - 0.1 && time < next + kNearSeconds;
  }

  /** Where nothing is and nothing will come, because what comes next is here already, the film goes on behind it. */
  #crossGap() {
    const { currentTime: now, readyState, seeking } = this.video;
    if (seeking && now !== this.#soughtTo) return; // what is here is not what comes next
    if (this.#clearing || readyState === 0 || readyState > 2) return;
    const next = this.#buffer.ranges.find(({ end }) => end > now + kEdgeSeconds);
    if (next && next.start > now) this.video.currentTime = next.start + 0.01;
  }

  /** A jump to its own place begins the picture anew. */
  #passHole() {
    if (this.#holes.stands(this.#buffer.ranges)) this.video.currentTime += 0.01;
  }

  /** Goes on behind what is here. */
  #continue() {
    const now = this.time();
    const here = this.#buffer.ranges.find(({ start, end }) => start <= now && now < end);
    this.#command(here ? { at: here.end, keep: Infinity } : { at: now, keep: 0 });
  }

  /** @param {unknown} thrown */
  #lost(thrown) {
    if (this.#replaced || this.#suspended) return; // it was ended from here
    const error = asEngineError(thrown);
    this.#session = null;
    if (error.name === kRefused || this.video.error) {
      this.#suspended = true; // the video element tells what is wrong
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
    queueMicrotask(() => this.events.onFailure(failure)); // whatever becomes of it there, the loop rests
  }
}
