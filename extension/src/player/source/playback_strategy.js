// The way of one file to the screen: directly, as it is, or prepared by the daemon for this browser's abilities. The
// daemon decides; a file that browsers usually play is begun at once, so that the decision costs it no time.

import { isLinkTrouble } from "../../shared/errors.js";
import { browserCan } from "./abilities.js";
import { browserTrack, trackFor } from "../files/audio_tracks.js";
import { PullSession } from "./pull_session.js";
import { PulledSource } from "./pulled_source.js";
import { forThisViewer, kViewer } from "./viewer.js";

/** @typedef {import("../../shared/types.js").AudioTrack} AudioTrack */
/** @typedef {import("../../shared/types.js").SubtitleTrack} SubtitleTrack */
/** @typedef {import("../../shared/errors.js").EngineError} EngineError */
/** @typedef {import("../../shared/types.js").MediaDescription} MediaDescription */

/** Most files with these names play in every browser as they are. */
const kLikelyDirect = /\.(mp4|m4v|mov|m4a|mp3|aac|flac|ogg|oga|opus|wav)$/i;

/** A session that begins at the very end has no frame; a seek there shows the last frames. */
const kLastSeconds = 0.1;

/** Probing waits for the file's first bytes, whose peers may have to be found. */
const kLookTimeoutMs = 30 * 60_000;

/** The audio part of a request to the daemon; of an audio file beside the film, its default track. @param {AudioTrack | null} track */
function soundOf(track) {
  if (track === null) return {};
  return track.file === undefined ? { audio: track.index } : { sound_file: track.file };
}

export class PlaybackStrategy {
  /** The way that was chosen. @type {"undecided" | "direct" | "pulled"} */
  way = "undecided";
  /** The daemon's description of the file; null before it arrives, or when the daemon has none. @type {MediaDescription | null} */
  description = null;
  /** The audio track that plays. @type {AudioTrack | null} */
  audio = null;
  /** The subtitle track that is sent along. @type {SubtitleTrack | null} */
  subtitle = null;
  /** The daemon's plan for the film now. @type {import("../../shared/types.js").MediaPlan | null} */
  plan = null;
  /** Resolves once the daemon has probed the file, or has failed to. @type {Promise<void>} */
  looked = Promise.resolve();

  #at = 0;
  #begun = false;
  /** Whether the daemon's answer about the file has come. */
  #settled = false;
  #lookAgain = false;
  #reencode = false;
  #closed = false;
  /** @type {PulledSource | null} */
  #source = null;

  /**
   * @param {object} parts
   * @param {import("../../shared/types.js").EngineClient} parts.engine
   * @param {import("./playback.js").Playback} parts.playback
   * @param {string} parts.torrent
   * @param {import("../../shared/types.js").TorrentFile} parts.file
   * @param {() => Promise<string>} parts.language what a person wants to hear
   * @param {number | null} [parts.height] pixels that a new picture is to have; null: as the machine can
   * @param {{onChange: () => void, onFailure: (error: EngineError) => void, onSubtitles?: import("./pull_session.js").OnSubtitles}} parts.events
   */
  constructor({ engine, playback, torrent, file, language, height = null, events }) {
    this.engine = engine;
    this.playback = playback;
    this.torrent = torrent;
    this.file = file;
    this.language = language;
    this.height = height;
    this.events = events;
    this.looked = this.#look();
  }

  /** The stream that the daemon encodes before the film begins: "picture" and "sound" take it some time. */
  get preparing() {
    if (this.way !== "pulled") return null;
    if (this.plan?.video === "h264") return "picture";
    return this.plan?.audio === "aac" || this.plan?.audio === "opus" ? "sound" : null;
  }

  /** Whether the way to play the film is decided. */
  get settled() {
    return this.#settled;
  }

  /** @param {number} at seconds */
  begin(at) {
    this.#at = at;
    this.#begun = true;
    if (!this.#settled && kLikelyDirect.test(this.file.name)) return this.#goDirect();
    this.playback.close(); // closes the film before this one
    this.#decide();
  }

  /** The daemon is reachable again, perhaps at another address, or the person wants another try. @param {string} url */
  resume(url) {
    const moved = url !== this.file.url;
    this.file = { ...this.file, url };
    const installed = this.description?.ffmpeg === false; // it may be installed by now
    if (this.#lookAgain || installed) this.looked = this.#look();
    const failed = this.playback.phase === "failed";
    if (this.way === "pulled" && !failed) this.#source?.resume();
    else if (this.way === "pulled") this.#goPulled();
    else if (this.way === "direct" && (moved || failed)) this.#goDirect();
  }

  /** Plays another audio track from the current position on. @param {AudioTrack} track */
  listenTo(track) {
    if (track === this.audio) return;
    this.audio = track;
    if (this.way === "pulled") this.#source?.renew();
    else this.#goPulled();
  }

  /** Has the video encoded at another height from the current position on. @param {number | null} height pixels; null: as the machine can */
  showAt(height) {
    if (height === this.height) return;
    this.height = height;
    if (this.way === "pulled" && this.plan?.video === "h264") this.#source?.renew();
  }

  /** Has a subtitle track sent from the current position on; with null, the buffer stays as it is. @param {SubtitleTrack | null} track */
  readAlong(track) {
    const { subtitle } = this;
    this.subtitle = track;
    if (!track || track === subtitle || !this.#begun) return;
    if (this.way === "pulled") this.#source?.renew({ forget: true });
    else this.#goPulled();
  }

  /**
   * Has the daemon prepare the film in another way after the browser could not play it, unless all ways were tried.
   * @param {{reencode: boolean}} how reencode: the browser understood the file, but not the picture or sound in it
   * @returns {boolean} whether something else is tried now
   */
  rescue({ reencode }) {
    if (!this.description?.ffmpeg || this.#reencode) return false;
    this.#reencode = reencode || this.way === "pulled";
    this.#goPulled();
    return true;
  }

  /** The page is left, perhaps to be restored: then resume() comes. */
  suspend() {
    this.#source?.suspend();
  }

  close() {
    this.#closed = true;
    this.#source?.close();
  }

  async #look() {
    this.#lookAgain = false;
    const params = { id: this.torrent, file: this.file.index, viewer: kViewer, can: browserCan(this.playback.video) };
    try {
      const asked = this.engine.request("media.describe", params, { timeoutMs: kLookTimeoutMs });
      const [description, language] = await Promise.all([asked, this.language()]);
      this.description = description;
      this.audio = trackFor(description.probe?.audio ?? [], language);
    } catch (error) {
      this.#lookAgain = isLinkTrouble(error);
      if (this.#lookAgain) return; // resume() comes when the link is back
    }
    this.#settled = true;
    this.#decide();
  }

  #decide() {
    if (!this.#begun || !this.#settled || this.#closed) return;
    // A browser that took a still picture at the beginning for the whole film is at its end already.
    const place = this.playback.phase === "ended" ? { at: this.#at } : this.#place;
    if (this.#needsPreparing && this.way !== "pulled") this.#goPulled(place);
    else if (this.way === "undecided") this.#goDirect();
    this.events.onChange();
  }

  /** A file that plays directly plays its first audio track; the others come from the daemon only. */
  get #needsPreparing() {
    if (!this.description?.ffmpeg) return false;
    const { plan, probe } = this.description;
    return plan.mode === "repackage" || this.subtitle !== null || this.audio !== browserTrack(probe?.audio ?? []);
  }

  /** The position and the state with which the film goes on when its source changes. */
  get #place() {
    if (this.way === "undecided") return { at: this.#at };
    const { time, wantsToPlay, begun } = this.playback;
    return { at: time, play: wantsToPlay, begun };
  }

  #goDirect() {
    const place = this.#place;
    this.way = "direct";
    this.playback.open(forThisViewer(this.file.url), place);
  }

  /** @param {{at: number, play?: boolean, begun?: boolean}} [place] */
  #goPulled(place = this.#place) {
    const { playback, events } = this;
    this.way = "pulled";
    this.plan = null;
    this.#source?.close();
    this.#source = new PulledSource({
      video: playback.video,
      time: () => playback.time,
      open: (at) => this.#open(at),
      duration: this.description?.probe?.duration ?? 0,
      at: place.at,
      events: { onSession: (session) => this.#opened(session), onFailure: events.onFailure },
    });
    playback.open(this.#source.url, { ...place, last: kLastSeconds });
    this.#source.start();
  }

  /** @param {number} at seconds */
  #open(at) {
    const params = {
      id: this.torrent,
      file: this.file.index,
      viewer: kViewer,
      at,
      can: browserCan(this.playback.video),
      ...soundOf(this.audio),
      ...(this.subtitle ? { subtitle: this.subtitle.index } : {}),
      ...(this.#reencode ? { reencode: true } : {}),
      ...(this.height === null ? {} : { height: this.height }),
    };
    return PullSession.open(this.engine, params, this.events.onSubtitles);
  }

  /** @param {PullSession} session */
  #opened(session) {
    this.plan = session.plan;
    this.events.onChange();
  }
}
