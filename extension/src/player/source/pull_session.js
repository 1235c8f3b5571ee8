// One media session of the daemon: fragmented MP4 from a position on, pulled chunk by chunk. The daemon waits while no
// chunk is pulled, so that it neither prepares nor downloads anything that will not be played.

import { EngineError } from "../../shared/errors.js";
import { readerOf } from "../formats/subtitle_readers.js";

/** @typedef {import("../../shared/types.js").EngineClient} EngineClient */
/** @typedef {import("../../shared/types.js").Methods["media.open"]["params"]} OpenParams */

/** @typedef {(track: number, part: import("../formats/subtitle_readers.js").SubtitlePart) => void} OnSubtitles */

/** Error names by the status of the chunk route, for answers that name no error. @type {Record<number, string>} */
const kStatusErrors = { 404: "unknown_session", 409: "unknown_session", 502: "media_unreadable", 503: "chunk_lost" };

/** @param {Response} answer */
async function errorOf(answer) {
  const told = await answer.json().catch(() => ({}));
  const name = told?.error?.name ?? told?.name;
  return new EngineError({ name: typeof name === "string" ? name : (kStatusErrors[answer.status] ?? "chunk_lost") });
}

export class PullSession {
  /** Whether the last chunk has been returned. */
  ended = false;
  #next = 0;
  #begun = false;
  #abort = new AbortController();
  #readSubtitles;
  #subtitleBytes = 0;
  #readingSubtitles = false;

  /**
   * @param {EngineClient} engine
   * @param {{session: string, url: string, plan: import("../../shared/types.js").MediaPlan}} opened
   * @param {number} at seconds
   * @param {OnSubtitles} [onSubtitles] what the plan's subtitle track says, as it comes with the film
   */
  constructor(engine, { session, url, plan }, at, onSubtitles = () => {}) {
    this.onSubtitles = onSubtitles;
    this.#readSubtitles = plan.subtitle_form ? readerOf(plan.subtitle_form) : null;
    this.engine = engine;
    this.name = session;
    this.url = url;
    this.plan = plan;
    this.at = at;
  }

  /** @param {EngineClient} engine @param {OpenParams} params @param {OnSubtitles} [onSubtitles] */
  static async open(engine, params, onSubtitles) {
    return new PullSession(engine, await engine.request("media.open", params), params.at, onSubtitles);
  }

  /**
   * Returns the next chunk of the film. The first one begins with the initialization segment and carries its MIME type.
   * Errors: media_unreadable when there is no film, unplayable when a codec in it is unknown.
   * @returns {Promise<{bytes: Uint8Array<ArrayBuffer>, mime?: string}>}
   */
  async next() {
    const { bytes, type } = await this.#chunk();
    if (this.#begun) return { bytes };
    if (bytes.length === 0 && this.ended) throw new EngineError({ name: "media_unreadable" });
    if (bytes.length === 0) return this.next();
    if (!type.includes("codecs=")) throw new EngineError({ name: "unplayable" });
    this.#begun = true;
    return { bytes, mime: type };
  }

  /** Ends the session on both sides; a pending next() is rejected. */
  close() {
    this.#abort.abort();
    this.engine.request("media.close", { session: this.name }).catch(() => {}); // the session is gone with the daemon too
  }

  /** Asks for a chunk, and once more when the connection broke: the daemon gives the last chunk again. */
  async #chunk() {
    const answer = await this.#ask().catch((error) => {
      if (error.name !== "chunk_lost") throw error;
      return this.#ask();
    });
    this.#next++;
    this.ended = answer.last;
    void this.#takeSubtitles();
    return answer;
  }

  /**
   * Reads the subtitles after each chunk, since they come with the film. A read that fails is made up for after the
   * next chunk.
   */
  async #takeSubtitles() {
    const track = this.plan.subtitle_track;
    if (track === null || !this.#readSubtitles || this.#readingSubtitles) return;
    this.#readingSubtitles = true;
    const { ended } = this;
    const bytes = await this.#subtitlesFrom(this.#subtitleBytes);
    this.#subtitleBytes += bytes.length;
    if (bytes.length > 0) this.onSubtitles(track, this.#readSubtitles(bytes));
    this.#readingSubtitles = false;
    if (this.ended && !ended) void this.#takeSubtitles(); // the rest of the subtitles is available now
  }

  /** The subtitles from a byte offset on; none when the request fails, since the film reports a broken connection. @param {number} from */
  async #subtitlesFrom(from) {
    try {
      const answer = await fetch(`${this.url}subtitles/${from}`, { signal: this.#abort.signal, cache: "no-store" });
      return new Uint8Array(answer.ok ? await answer.arrayBuffer() : []);
    } catch {
      return new Uint8Array();
    }
  }

  async #ask() {
    const { signal } = this.#abort;
    try {
      const answer = await fetch(`${this.url}${this.#next}`, { signal, cache: "no-store" });
      if (answer.status !== 200) throw await errorOf(answer);
      const { headers } = answer;
      const bytes = new Uint8Array(await answer.arrayBuffer());
      return { bytes, type: headers.get("Content-Type") ?? "", last: headers.get("Magnetar-End") === "1" };
    } catch (error) {
      if (error instanceof EngineError || signal.aborted) throw error;
      throw new EngineError({ name: "chunk_lost", message: String(error) });
    }
  }
}
