// Brings an open stream to the screen: a new film from where it stopped last time, the same film from its new address,
// and a judgement when it fails or shows less than it should.

import { EngineError } from "../shared/errors.js";
import { clock, text } from "../shared/i18n.js";
import { fileIsToBlame, missingPart, PlayedTime } from "./playback_check.js";
import { actionLabel, problemOf } from "./problems.js";
import { forThisViewer } from "./viewer.js";

/** @typedef {import("../shared/types.js").TorrentFile} TorrentFile */

/** A stream that breaks so often without anything being played in between is given up. */
const kMostReopenings = 3;

const kNothing = { url: "", torrent: "", file: -1 };

export class Film {
  /** What is on the screen. */
  #shown = kNothing;
  #played = new PlayedTime();
  #reopenings = 0;
  #judged = false;

  /**
   * @param {object} parts
   * @param {import("./screening.js").Screening} parts.screening
   * @param {import("./playback.js").Playback} parts.playback
   * @param {import("./positions.js").Positions} parts.positions
   * @param {import("./note.js").Note} parts.note
   * @param {{onNew: () => void, copyAddress: () => void}} events onNew: another film begins
   */
  constructor({ screening, playback, positions, note }, events) {
    this.screening = screening;
    this.playback = playback;
    this.positions = positions;
    this.note = note;
    this.events = events;
  }

  /** The engine opened a stream, or the open one is gone. */
  async show() {
    const { torrent, file, problem } = this.screening;
    if (!torrent || !file || problem) return this.#close();
    const same = this.#shown.torrent === torrent.id && this.#shown.file === file.index;
    if (same && this.#shown.url === file.url && this.playback.phase !== "failed") return;
    const { time, wantsToPlay, begun } = this.playback;
    this.#shown = { url: file.url, torrent: torrent.id, file: file.index };
    if (same) this.playback.open(forThisViewer(file.url), { at: time, play: wantsToPlay, begun });
    else await this.#begin(torrent.id, file);
  }

  /** The video element gave up. @param {number} code MediaError.code */
  async failed(code) {
    const { url } = this.#shown;
    const blame = await fileIsToBlame(code, url);
    const settled = url !== this.#shown.url || this.playback.phase !== "failed";
    if (settled || this.screening.link.state !== "ready") return; // the link's return opens it again
    if (blame) this.#report("unplayable");
    else if (++this.#reopenings > kMostReopenings) this.#report("stream_broken");
    else await this.screening.begin();
  }

  /** A person wants it tried again. */
  forgiveFailures() {
    this.#reopenings = 0;
  }

  /** Looks whether what plays can be seen and heard; to be called as the film's clock goes on. */
  check() {
    const { video, phase } = this.playback;
    if (phase !== "playing") return; // an element that is being emptied has no picture either
    const kind = this.screening.file?.kind ?? "";
    this.#played.advance(video.currentTime);
    if (this.#played.seconds > 1) this.#reopenings = 0;
    const missing = missingPart(video, { kind, played: this.#played.seconds });
    if (missing === null || this.#judged) return;
    this.#judged = true;
    if (missing === "sound" && kind === "video") return this.#askAboutSound();
    this.playback.pause();
    this.#report(missing === "picture" ? "no_picture" : "unplayable");
  }

  /** @param {string} id @param {TorrentFile} file */
  async #begin(id, file) {
    this.#played.reset();
    this.#reopenings = 0;
    this.#judged = false;
    this.events.onNew();
    const at = await this.positions.enter({ id, file: file.index });
    if (this.#shown.url !== file.url) return; // another file was chosen meanwhile
    this.playback.open(forThisViewer(file.url), { at });
    if (at === 0) return;
    const startOver = { label: text("player_start_over"), act: () => this.playback.seek(0) };
    this.note.show("resumed", text("player_resumed", clock(at)), { actions: [startOver], seconds: 8 });
  }

  #close() {
    this.#shown = kNothing;
    this.positions.leave();
    this.playback.close();
  }

  #askAboutSound() {
    const actions = [
      { label: actionLabel("copy"), act: () => this.events.copyAddress() },
      { label: text("player_dismiss"), act: () => {} },
    ];
    this.note.show("sound", problemOf({ name: "no_sound" }).words, { actions });
  }

  /** @param {string} name */
  #report(name) {
    this.screening.report(new EngineError({ name }));
  }
}
