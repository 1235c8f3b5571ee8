// Plays an open stream: a new film from its saved position, the same film from its new address; and judges it when it
// fails or lacks picture or sound.

import { EngineError } from "../../shared/errors.js";
import { clock, text } from "../../shared/i18n.js";
import { fileIsToBlame, kDecodeError, missingPart, PlayedTime } from "./playback_check.js";
import { rememberedLanguage, rememberLanguage } from "./preferences.js";
import { qualityOf, smallerHeight } from "./picture_size.js";
import { PlaybackStrategy } from "./playback_strategy.js";
import { actionLabel, problemOf } from "./problems.js";
import { SoundTracks } from "../files/sound_files.js";

/** @typedef {import("../../shared/types.js").AudioTrack} AudioTrack */
/** @typedef {import("../../shared/types.js").Chapter} Chapter */
/** @typedef {import("../../shared/types.js").SubtitleTrack} SubtitleTrack */
/** @typedef {import("../../shared/types.js").TorrentFile} TorrentFile */

/** The number of failures in a row, with nothing played in between, after which a stream is given up. */
const kMostReopenings = 3;

/** @type {Chapter[]} */
const kNoChapters = [];
/** @type {SubtitleTrack[]} */
const kNoSubtitles = [];

/**
 * Messages over the picture; ui/toast.js shows them.
 * @typedef {object} Notices
 * @property {(name: string, words: string, options?: {actions?: {label: string, act: () => void}[], seconds?: number}) => void} show
 * @property {(name: string) => void} hide
 */

export class Film {
  /** The film on the screen. @type {PlaybackStrategy | null} */
  #shown = null;
  #played = new PlayedTime();
  #sounds = new SoundTracks();
  #reopenings = 0;
  #judged = false;
  #toldSize = false;
  #toldFields = false;
  /** The height that the person chose for encoded video, for this film and the next ones; null: as the machine can. @type {number | null} */
  #height = null;

  /**
   * @param {object} parts
   * @param {import("../../shared/types.js").EngineClient} parts.engine
   * @param {import("./stream_opener.js").StreamOpener} parts.opener
   * @param {import("./playback.js").Playback} parts.playback
   * @param {import("./positions.js").Positions} parts.positions
   * @param {Notices} parts.toast
   * @param {{onNew: () => void, onChange: () => void, onSubtitles: import("./pull_session.js").OnSubtitles, copyAddress: () => void}} events
   *     onNew: another film begins
   */
  constructor({ engine, opener, playback, positions, toast }, events) {
    this.engine = engine;
    this.opener = opener;
    this.playback = playback;
    this.positions = positions;
    this.toast = toast;
    this.events = events;
  }

  /** The audio tracks in the film and beside it, as long as one of them can be chosen. @param {TorrentFile[]} files of the torrent @returns {AudioTrack[]} */
  audioTracks(files) {
    const { description, file } = this.#shown ?? {};
    const own = description?.ffmpeg ? (description.probe?.audio ?? null) : null;
    return this.#sounds.of(own, file ?? null, files);
  }

  /** The track that plays. @returns {AudioTrack | null} */
  get audio() {
    return this.#shown?.audio ?? null;
  }

  /** @returns {Chapter[]} */
  get chapters() {
    return this.#shown?.description?.probe?.chapters ?? kNoChapters;
  }

  /** The tags of a song. */
  get tags() {
    return this.#shown?.description?.probe?.tags;
  }

  /** Frames a second; 0 when unknown. */
  get fps() {
    return this.#shown?.description?.probe?.video?.fps ?? 0;
  }

  /** Text and bitmap subtitles in the film, as long as the daemon can extract them. @returns {SubtitleTrack[]} */
  get subtitleTracks() {
    const { description } = this.#shown ?? {};
    return (description?.ffmpeg && description.probe?.subtitles) || kNoSubtitles;
  }

  /** Has the daemon send a subtitle track along with the film. @param {SubtitleTrack | null} track */
  readAlong(track) {
    this.#shown?.readAlong(track);
  }

  /** The stream that the daemon has to encode before the film begins. @returns {"picture" | "sound" | null} */
  get preparing() {
    return this.#shown?.preparing ?? null;
  }

  /** Whether the browser gets the file as it is. */
  get isDirect() {
    return this.#shown?.way === "direct";
  }

  /** Plays another audio track; its language holds for the next films too. @param {AudioTrack} track */
  listenTo(track) {
    if (track.language) rememberLanguage(track.language);
    this.#shown?.listenTo(track);
    this.events.onChange();
  }

  /** The heights that encoded video may have; null: the video is not encoded. */
  get quality() {
    const { plan = null, description = null } = this.#shown ?? {};
    return qualityOf(plan, description?.probe ?? null, this.#height);
  }

  /** Has the daemon encode the video at this height. @param {number | null} height pixels; null: as the machine can */
  showAt(height) {
    this.#height = height;
    this.#toldSize = true; // the person knows the choices
    this.#shown?.showAt(height);
    this.events.onChange();
  }

  /** Shows the stream that the opener has; without one, shows none. */
  async show() {
    const { torrent, file, problem } = this.opener;
    if (!torrent || !file || problem) return this.#close();
    const shown = this.#shown;
    if (shown?.torrent === torrent.id && shown.file.index === file.index) shown.resume(file.url);
    else await this.#begin(torrent.id, file);
  }

  /** Handles an error of the video element. @param {number} code MediaError.code */
  async failed(code) {
    const shown = this.#shown;
    if (!shown) return;
    if (/AudioSink|SinkAudioError/.test(this.playback.video.error?.message ?? "")) return this.#report("no_sound_output");
    const { way, file } = shown;
    const blame = way === "pulled" || (await fileIsToBlame(code, file.url));
    if (blame) await shown.looked; // the daemon may know how to play it
    const settled = shown !== this.#shown || way !== shown.way || this.playback.phase !== "failed";
    if (settled || this.opener.link.state !== "ready") return; // the return of the link opens the stream again
    if (!blame && ++this.#reopenings > kMostReopenings) this.#report("stream_broken");
    else if (!blame) await this.opener.begin();
    else if (!this.#rescued({ reencode: code === kDecodeError })) this.#report("unplayable");
  }

  /** Allows a new try, on the person's wish. */
  resetFailures() {
    this.#reopenings = 0;
  }

  /** Looks whether picture and sound of the film are played; to be called as the film's clock goes on. */
  check() {
    const { video, phase } = this.playback;
    // An element that is being emptied has no picture either, and the daemon may still offer another plan.
    if (phase !== "playing" || !this.#shown?.settled) return;
    const kind = this.opener.file?.kind ?? "";
    this.#played.advance(video.currentTime);
    if (this.#played.seconds > 1) this.#reopenings = 0;
    const missing = missingPart(video, { kind, played: this.#played.seconds });
    if (missing === null || this.#judged || this.#isSilent(missing)) return;
    this.#judged = true;
    if ((missing === "picture" || this.isDirect) && this.#rescued({ reencode: true })) return;
    if (missing === "sound" && kind === "video") return this.#askAboutSound();
    this.playback.pause();
    this.#report(missing === "picture" ? "no_picture" : "unplayable");
  }

  /** The page is being left. */
  leave() {
    this.#shown?.suspend();
  }

  /** The page is restored from the back/forward cache. */
  comeBack() {
    this.#shown?.resume(this.#shown.file.url);
  }

  /** @param {string} id @param {TorrentFile} file */
  async #begin(id, file) {
    this.#played.reset();
    this.#reopenings = 0;
    this.#judged = false;
    this.#toldSize = false;
    this.#toldFields = false;
    this.#shown?.close();
    const { engine, playback } = this;
    const events = {
      onChange: () => {
        this.#tellSize();
        this.#tellFields();
        this.events.onChange();
      },
      onSubtitles: this.events.onSubtitles,
      onFailure: (/** @type {EngineError} */ error) => this.#sourceFailed(error),
    };
    const shown = new PlaybackStrategy({ engine, playback, torrent: id, file, language: rememberedLanguage, height: this.#height, events });
    this.#shown = shown;
    this.events.onNew();
    const at = await this.positions.enter({ id, file: file.index });
    if (shown !== this.#shown) return; // another file was chosen meanwhile
    shown.begin(at);
    if (at === 0) return;
    const startOver = { label: text("player_start_over"), act: () => this.playback.seek(0) };
    this.toast.show("resumed", text("player_resumed", clock(at)), { actions: [startOver], seconds: 8 });
  }

  /** Tells, once for a film, why its picture is smaller than the original. */
  #tellSize() {
    const height = smallerHeight(this.#shown?.plan ?? null, this.#shown?.description?.probe ?? null);
    if (height === null || this.#toldSize) return;
    this.#toldSize = true;
    this.toast.show("smaller", text("player_smaller_picture", String(height)), { seconds: 12 });
  }

  /** Tells, once for a film, that it is interlaced: browsers show both fields at once, as combs. */
  #tellFields() {
    const shown = this.#shown;
    const copied = shown?.way === "direct" || shown?.plan?.video === "copy";
    if (this.#toldFields || !copied || !shown?.description?.ffmpeg || !shown.description.probe?.video?.interlaced) return;
    this.#toldFields = true;
    const weave = { label: text("player_deinterlace"), act: () => this.#rescued({ reencode: true }) };
    this.toast.show("interlaced", text("player_interlaced"), { actions: [weave], seconds: 12 });
  }

  #close() {
    this.#shown?.close();
    this.#shown = null;
    this.positions.leave();
    this.playback.close();
  }

  /** Whether the daemon prepares the film in another way now. @param {{reencode: boolean}} how */
  #rescued(how) {
    if (!this.#shown?.rescue(how)) return false;
    this.#played.reset();
    this.#judged = false;
    return true;
  }

  /** @param {EngineError} error */
  #sourceFailed(error) {
    if (error.name === "unplayable" && this.#rescued({ reencode: true })) return;
    this.opener.report(error);
  }

  /** Whether silence is right, since the film has no audio track. @param {"picture" | "sound"} missing */
  #isSilent(missing) {
    return missing === "sound" && this.#shown?.description?.probe?.audio.length === 0;
  }

  #askAboutSound() {
    const actions = [
      { label: actionLabel("copy"), act: () => this.events.copyAddress() },
      { label: text("player_dismiss"), act: () => {} },
    ];
    const name = this.#lacksFfmpeg ? "no_sound_needs_ffmpeg" : "no_sound";
    this.toast.show("sound", problemOf({ name }).words, { actions });
  }

  /** Whether ffmpeg, which this machine lacks, would help. */
  get #lacksFfmpeg() {
    return this.#shown?.description?.ffmpeg === false;
  }

  /** @param {"stream_broken" | "unplayable" | "no_picture" | "no_sound_output"} name */
  #report(name) {
    const curable = (name === "unplayable" || name === "no_picture") && this.#lacksFfmpeg;
    this.opener.report(new EngineError({ name: curable ? "needs_ffmpeg" : name }));
  }
}
