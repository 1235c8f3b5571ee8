// One run of a film as the daemon prepares it: fragmented MP4 from a moment on, pulled chunk by chunk. The daemon waits as
// long as nobody pulls, so that nothing is prepared, or fetched from people, that is not going to be played.

import { EngineError } from "../shared/errors.js";
import { initSegmentLength, mimeOf } from "./codec_string.js";
import { VttReader } from "./vtt_reader.js";

/** @typedef {import("../shared/types.js").EngineClient} EngineClient */
/** @typedef {import("../shared/types.js").Methods["media.open"]["params"]} OpenParams */

/** @typedef {(track: number, cues: import("../shared/types.js").Cue[]) => void} OnCues */

/** The beginning names every track and no frame of them; one that is larger is none. */
const kLongestBeginning = 4 << 20;

/** What a status of the chunk route means when no error is named with it. @type {Record<number, string>} */
const kStatusErrors = { 404: "unknown_session", 409: "unknown_session", 502: "media_unreadable", 503: "chunk_lost" };

/** @param {Uint8Array} first @param {Uint8Array} second */
function joined(first, second) {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** @param {Response} answer */
async function errorOf(answer) {
  const told = await answer.json().catch(() => ({}));
  const name = told?.error?.name ?? told?.name;
  return new EngineError({ name: typeof name === "string" ? name : (kStatusErrors[answer.status] ?? "chunk_lost") });
}

export class MediaSession {
  /** Everything that came has been given out. */
  ended = false;
  #next = 0;
  #beginning = new Uint8Array();
  #begun = false;
  #abort = new AbortController();
  #text = new VttReader();
  #decoder = new TextDecoder();
  #textBytes = 0;
  #readingText = false;

  /**
   * @param {EngineClient} engine
   * @param {{session: string, url: string, plan: import("../shared/types.js").MediaPlan}} opened
   * @param {number} at seconds
   * @param {OnCues} [onCues] cues of the plan's subtitle track, as they come with the film
   */
  constructor(engine, { session, url, plan }, at, onCues = () => {}) {
    this.onCues = onCues;
    this.engine = engine;
    this.name = session;
    this.url = url;
    this.plan = plan;
    this.at = at;
  }

  /** @param {EngineClient} engine @param {OpenParams} params @param {OnCues} [onCues] */
  static async open(engine, params, onCues) {
    return new MediaSession(engine, await engine.request("media.open", params), params.at, onCues);
  }

  /**
   * What comes next. The first part begins with the whole initialization segment and carries its type.
   * @returns {Promise<{bytes: Uint8Array<ArrayBuffer>, mime?: string}>}
   */
  async next() {
    if (this.#begun) return { bytes: await this.#chunk() };
    while (initSegmentLength(this.#beginning) === null) {
      if (this.ended || this.#beginning.length > kLongestBeginning) throw new EngineError({ name: "media_unreadable" });
      this.#beginning = joined(this.#beginning, await this.#chunk());
    }
    const bytes = this.#beginning;
    this.#beginning = new Uint8Array();
    this.#begun = true;
    const mime = mimeOf(bytes);
    if (mime === null) throw new EngineError({ name: "unplayable" });
    return { bytes, mime };
  }

  /** Ends it, here and in the daemon; a next() that waits is rejected. */
  close() {
    this.#abort.abort();
    this.engine.request("media.close", { session: this.name }).catch(() => {}); // it is gone with the daemon too
  }

  /** A connection that broke is not a chunk that is lost: the daemon gives the last one again. */
  async #chunk() {
    const answer = await this.#ask().catch((error) => {
      if (error.name !== "chunk_lost") throw error;
      return this.#ask();
    });
    this.#next++;
    this.ended = answer.last;
    void this.#readText();
    return answer.bytes;
  }

  /** Text comes with the film, so it is looked for as often. What is missed now comes with the next part. */
  async #readText() {
    const track = this.plan.subtitle_track ?? null;
    if (track === null || this.#readingText) return;
    this.#readingText = true;
    const { ended } = this;
    try {
      const answer = await fetch(`${this.url}subtitles/${this.#textBytes}`, { signal: this.#abort.signal, cache: "no-store" });
      const bytes = answer.ok ? new Uint8Array(await answer.arrayBuffer()) : new Uint8Array();
      this.#textBytes += bytes.length;
      const cues = this.#text.push(this.#decoder.decode(bytes, { stream: true }));
      if (cues.length > 0) this.onCues(track, cues);
    } catch {
      // The film tells what is wrong with the connection.
    }
    this.#readingText = false;
    if (this.ended && !ended) void this.#readText(); // the rest of it is there now
  }

  async #ask() {
    const { signal } = this.#abort;
    try {
      const answer = await fetch(`${this.url}${this.#next}`, { signal, cache: "no-store" });
      if (answer.status !== 200) throw await errorOf(answer);
      return { bytes: new Uint8Array(await answer.arrayBuffer()), last: answer.headers.get("Magnetar-End") === "1" };
    } catch (error) {
      if (error instanceof EngineError || signal.aborted) throw error;
      throw new EngineError({ name: "chunk_lost", message: String(error) });
    }
  }
}
