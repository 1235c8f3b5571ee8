// Turns a request into an open stream: adds the torrent, waits for its files, opens the chosen one. Does it again after
// the daemon was lost, because the addresses of streams end with their daemon.

import { asEngineError, EngineError, isLinkTrouble } from "../../shared/errors.js";
import { isPlayable, unplayableKind } from "../files/file_order.js";

/** @typedef {import("../../shared/types.js").EngineClient} EngineClient */
/** @typedef {import("../../shared/types.js").Link} Link */
/** @typedef {import("../../shared/types.js").Torrent} Torrent */
/** @typedef {import("../../shared/types.js").TorrentFile} TorrentFile */
/** @typedef {import("./address.js").Wish} Wish */

/**
 * @typedef {object} OpenerEvents
 * @property {() => void} onChange
 * @property {() => void} onStream a stream was opened, or the one that was open is gone (then `file` is null)
 * @property {() => void} onWish
 */

export class StreamOpener {
  /** @type {Link} */
  link = { state: "connecting", detail: "", httpBase: null, hostVersion: null };
  /** @type {Torrent | null} */
  torrent = null;
  /** The open file. @type {TorrentFile | null} */
  file = null;
  playlist = "";
  /** The problem that keeps the film from being shown and does not go away by itself. @type {EngineError | null} */
  problem = null;

  /** Counts attempts; an answer to an older one is dropped. */
  #attempt = 0;
  #opening = false;

  /**
   * @param {EngineClient} engine
   * @param {Wish} wish changed in place: the id and the file as they become known
   * @param {OpenerEvents} events
   */
  constructor(engine, wish, events) {
    this.engine = engine;
    this.wish = wish;
    this.events = events;
  }

  /** Sets the listeners, and calls them at once for everything that has happened already. @param {Partial<OpenerEvents>} events */
  attend(events) {
    Object.assign(this.events, events);
    this.events.onChange();
    if (this.file) this.events.onStream();
  }

  start() {
    this.engine.onNotification("torrents.changed", ({ torrents }) => this.#changed(torrents));
    this.engine.onNotification("torrents.removed", (removed) => this.#removed(removed));
    this.engine.onLink((link) => this.#linked(link));
  }

  /** Opens another file of the same torrent. @param {number} index */
  play(index) {
    this.wish.file = index;
    this.events.onWish();
    void this.begin();
  }

  /** Tries again after a problem: resumes the torrent if it stopped, and repeats all steps. */
  async retry() {
    if (this.link.state !== "ready") return this.engine.retry();
    const id = this.wish.torrent;
    if (id !== null && (this.torrent?.state === "error" || this.torrent?.paused)) {
      await this.engine.request("torrents.resume", { id }).catch((error) => this.#fail(error, this.#attempt));
    }
    await this.begin();
  }

  /** Adds the torrent anew after it was removed. */
  async startAgain() {
    this.wish.torrent = null;
    this.file = null;
    await this.begin();
  }

  /** Runs all steps from the beginning; those that are done answer at once. */
  async begin() {
    const attempt = ++this.#attempt;
    this.#opening = false;
    this.problem = null;
    this.events.onChange();
    try {
      const subscribed = this.engine.request("torrents.subscribe", {});
      const [id] = await Promise.all([this.wish.torrent ?? this.#add(), subscribed]);
      const { torrent } = await this.engine.request("torrents.get", { id });
      if (attempt !== this.#attempt) return;
      this.torrent = torrent;
      this.events.onChange();
      await this.#openWhenPossible();
    } catch (error) {
      this.#fail(error, attempt);
    }
  }

  /** @param {EngineError} problem */
  report(problem) {
    this.problem = problem;
    this.events.onChange();
  }

  dismissProblem() {
    this.problem = null;
    this.events.onChange();
  }

  /** Adds the torrent; since a new request means to go on, a paused or failed torrent is resumed. */
  async #add() {
    if (this.wish.source === "") throw new EngineError({ name: "bad_source" });
    const { id, existing } = await this.engine.request("torrents.add", { source: this.wish.source });
    this.wish.torrent = id;
    this.events.onWish();
    const attempt = this.#attempt;
    if (existing) this.engine.request("torrents.resume", { id }).catch((error) => this.#fail(error, attempt));
    return id;
  }

  async #openWhenPossible() {
    const id = this.wish.torrent;
    if (id === null || this.#opening || !this.torrent?.has_metadata || this.torrent.state === "error") return;
    const attempt = this.#attempt;
    this.#opening = true;
    try {
      const wanted = this.wish.file ?? this.file?.index ?? null;
      const { file, playlist } = await this.engine.request("streams.open", wanted === null ? { id } : { id, file: wanted });
      if (attempt !== this.#attempt) return;
      Object.assign(this, { file, playlist });
      this.problem = isPlayable(file) ? null : new EngineError({ name: "nothing_playable", data: { reason: unplayableKind(file) } });
      this.events.onStream();
      this.events.onChange();
    } catch (error) {
      this.#fail(error, attempt);
    }
  }

  /** @param {unknown} thrown @param {number} attempt */
  #fail(thrown, attempt) {
    const error = asEngineError(thrown);
    if (attempt !== this.#attempt || isLinkTrouble(error)) return;
    this.#opening = false;
    if (error.name !== "no_metadata") this.report(error);
  }

  /** @param {Link} link */
  #linked(link) {
    const anew = link.state === "ready" && (this.link.state !== "ready" || this.link.httpBase !== link.httpBase);
    this.link = link;
    if (anew) void this.begin();
    else this.events.onChange();
  }

  /** @param {import("../../shared/types.js").TorrentChange[]} changes */
  #changed(changes) {
    const change = changes.find(({ id }) => id === this.wish.torrent);
    if (!change || !this.torrent) return;
    this.torrent = { ...this.torrent, ...change };
    this.events.onChange();
    if (this.problem === null) void this.#openWhenPossible();
  }

  /** @param {import("../../shared/types.js").Notifications["torrents.removed"]} removed */
  #removed({ id, replaced_by: replacement, reason }) {
    if (id !== this.wish.torrent) return;
    this.torrent = null;
    if (replacement !== undefined) {
      this.wish.torrent = replacement;
      this.file = null;
      this.events.onWish();
      void this.begin();
      return;
    }
    this.#attempt++;
    this.file = null;
    this.events.onStream();
    this.report(new EngineError({ name: reason === "cache_full" ? "removed_for_space" : "removed" }));
  }
}
