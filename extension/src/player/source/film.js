// Brings an open stream to the screen: a new film from where it stopped last time, the same film from its new address,
// and a judgement when it fails or shows less than it should.

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

/** A stream that breaks so often without anything being played in between is given up. */
const kMostReopenings = 3;

/** @type {Chapter[]} */
const kNoChapters = [];
/** @type {SubtitleTrack[]} */
const kNoSubtitles = [];

/**
 * What is said to the person over the picture; ui/toast.js shows it.
 * @typedef {object} Notices
 * @property {(name: string, words: string, options?: {actions?: {label: string, act: () => void}[], seconds?: number}) => void} show
 * @property {(name: string) => void} hide
 */

export class Film {
  /** What is on the screen. @type {PlaybackStrategy | null} */
  #shown = null;
  #played = new PlayedTime();
  #sounds = new SoundTracks();
  #reopenings = 0;
  #judged = false;
  #toldSize = false;
  #toldFields = false;
  /** How large a new picture is to come, for this film and the next ones; null: as the machine can. @type {number | null} */
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

  /** The sound tracks in it and beside it, as long as one of them can be chosen. @param {TorrentFile[]} files of the torrent @returns {AudioTrack[]} */
  audioTracks(files) {
    const { description, file } = this.#shown ?? {};
    const own = description?.ffmpeg ? (description.probe?.audio ?? null) : null;
    return this.#sounds.of(own, file ?? null, files);
  }

  /** What is heard. @returns {AudioTrack | null} */
  get audio() {
    return this.#shown?.audio ?? null;
  }

  /** @returns {Chapter[]} */
  get chapters() {
    return this.#shown?.description?.probe?.chapters ?? kNoChapters;
  }

  /** What a song says of itself. */
  get tags() {
    return this.#shown?.description?.probe?.tags;
  }

  /** Thumbnails a second; 0 when unknown. */
  get fps() {
    return this.#shown?.description?.probe?.video?.fps ?? 0;
  }

  /** Text and pictures of text in the film, as long as the daemon can bring them. @returns {SubtitleTrack[]} */
  get subtitleTracks() {
    const { description } = this.#shown ?? {};
    return (description?.ffmpeg && description.probe?.subtitles) || kNoSubtitles;
  }

  /** A track is to come along with the film. @param {SubtitleTrack | null} track */
  readAlong(track) {
    this.#shown?.readAlong(track);
  }

  /** What the daemon has to prepare before anything of the film comes. @returns {"picture" | "sound" | null} */
  get preparing() {
    return this.#shown?.preparing ?? null;
  }

  /** The browser gets the file as it is. */
  get isDirect() {
    return this.#shown?.way === "direct";
  }

  /** Another sound, for this film and the next ones. @param {AudioTrack} track */
  listenTo(track) {
    if (track.language) rememberLanguage(track.language);
    this.#shown?.listenTo(track);
    this.events.onChange();
  }

  /** How large the picture may come; null: it comes as it is in the file. */
  get quality() {
    const { plan = null, description = null } = this.#shown ?? {};
    return qualityOf(plan, description?.probe ?? null, this.#height);
  }

  /** A new picture of this height. @param {number | null} height pixels; null: as the machine can */
  showAt(height) {
    this.#height = height;
    this.#toldSize = true; // a person has seen what there is
    this.#shown?.showAt(height);
    this.events.onChange();
  }

  /** The engine opened a stream, or the open one is gone. */
  async show() {
    const { torrent, file, problem } = this.opener;
    if (!torrent || !file || problem) return this.#close();
    const shown = this.#shown;
    if (shown?.torrent === torrent.id && shown.file.index === file.index) shown.resume(file.url);
    else await this.#begin(torrent.id, file);
  }

  /** The video element gave up. @param {number} code MediaError.code */
  async failed(code) {
    const shown = this.#shown;
    if (!shown) return;
    if (/AudioSink|SinkAudioError/.test(this.playback.video.error?.message ?? "")) return this.#report("no_sound_output");
    const { way, file } = shown;
    const blame = way === "pulled" || (await fileIsToBlame(code, file.url));
    if (blame) await shown.looked; // it may know how to play it
    const settled = shown !== this.#shown || way !== shown.way || this.playback.phase !== "failed";
    if (settled || this.opener.link.state !== "ready") return; // the link's return opens it again
    if (!blame && ++this.#reopenings > kMostReopenings) this.#report("stream_broken");
    else if (!blame) await this.opener.begin();
    else if (!this.#rescued({ reencode: code === kDecodeError })) this.#report("unplayable");
  }

  /** A person wants it tried again. */
  resetFailures() {
    this.#reopenings = 0;
  }

  /** Looks whether what plays can be seen and heard; to be called as the film's clock goes on. */
  check() {
    const { video, phase } = this.playback;
    // An element that is being emptied has no picture either, and the daemon may still say that there is another way.
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

  /** The page is left. */
  leave() {
    this.#shown?.suspend();
  }

  /** The page is back as it was left. */
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

  /** Once for a film: why its picture is smaller than it was made. */
  #tellSize() {
    const height = smallerHeight(this.#shown?.plan ?? null, this.#shown?.description?.probe ?? null);
    if (height === null || this.#toldSize) return;
    this.#toldSize = true;
    this.toast.show("smaller", text("player_smaller_picture", String(height)), { seconds: 12 });
  }

  /** Once for a film: browsers show the two fields of a picture as one, as combs. */
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

  /** Whether the daemon prepares it in another way now. @param {{reencode: boolean}} how */
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

  /** A film without any sound misses none. @param {"picture" | "sound"} missing */
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

  /** Something could be done if this machine had ffmpeg. */
  get #lacksFfmpeg() {
    return this.#shown?.description?.ffmpeg === false;
  }

  /** @param {"stream_broken" | "unplayable" | "no_picture" | "no_sound_output"} name */
  #report(name) {
    const curable = (name === "unplayable" || name === "no_picture") && this.#lacksFfmpeg;
    this.opener.report(new EngineError({ name: curable ? "needs_ffmpeg" : name }));
  }
}
