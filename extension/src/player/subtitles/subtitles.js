// What a person reads along with the film: which of the choices, where its lines come from, and how they are shown.

import { EngineError, asEngineError } from "../../shared/errors.js";
import { attachedFonts, attachmentsUrl, fontFilesOf } from "../formats/attached_fonts.js";
import { rememberedSubtitleLanguages, rememberSubtitleLanguage, rememberSubtitlesOff } from "../source/preferences.js";
import { choiceFor, choiceOfDisk, subtitleChoices } from "./choices.js";
import { fetchBytes, fetchJson, fetchParts, fetchRange, fetchText, kLargestFile, readSubtitles } from "./file.js";
import { isPictureIndex, isPictureStream, picturesBeside } from "../files/companion_files.js";
import { readerOf } from "../formats/subtitle_readers.js";
import { SubtitleScreen } from "./screen.js";
import { VobsubFeed } from "./vobsub_feed.js";
import { readVobsubIndex } from "../formats/vobsub_index.js";

/** @typedef {import("../../shared/types.js").SubtitleTrack} SubtitleTrack */
/** @typedef {import("../../shared/types.js").TorrentFile} TorrentFile */
/** @typedef {import("./choices.js").SubtitleChoice} SubtitleChoice */

/** Longer than any two versions of a film are apart. */
const kLongestDelay = 600;

export class Subtitles {
  /** @type {SubtitleChoice[]} */
  choices = [];
  /** @type {SubtitleChoice | null} */
  current = null;
  /** How the bytes of a file were read; "" for text in the film. */
  encoding = "";

  #screen;
  /** @type {SubtitleTrack[]} */
  #tracks = [];
  /** @type {TorrentFile[]} */
  #files = [];
  /** @type {TorrentFile | null} */
  #film = null;
  /** @type {SubtitleChoice | null} */
  #own = null;
  /** The key of what was read before it was switched off. */
  #last = "";
  #fps = 0;
  /** A person has chosen for this film. */
  #chosen = false;
  #bytes = new Uint8Array();
  /** What files hold that were looked into. @type {import("./choices.js").StreamsOfFiles} */
  #streams = new Map();
  #loading = new AbortController();

  /**
   * @param {object} parts
   * @param {import("../../shared/types.js").EngineClient} parts.engine
   * @param {HTMLVideoElement} parts.video
   * @param {HTMLElement} parts.captions where lines are drawn
   * @param {HTMLCanvasElement} parts.pictures where pictures of text are drawn
   * @param {(track: SubtitleTrack | null) => void} parts.readAlong asks for a track in the film
   * @param {{onChange: () => void, onFailure: (error: import("../../shared/errors.js").EngineError) => void}} parts.events
   */
  constructor({ engine, video, captions, pictures, readAlong, events }) {
    this.engine = engine;
    this.video = video;
    this.readAlong = readAlong;
    this.events = events;
    this.#screen = new SubtitleScreen({ video, captions, pictures, onChange: () => events.onChange() });
  }

  get delay() {
    return this.#screen.delay;
  }

  /** They are drawn as their author wanted, whatever a person likes. */
  get hasOwnLook() {
    return this.#screen.hasOwnLook;
  }

  /** Another film begins. */
  reset() {
    this.#loading.abort();
    this.#screen.end();
    this.#screen.delay = 0;
    Object.assign(this, { choices: [], current: null, encoding: "" });
    this.#own = null;
    this.#chosen = false;
    [this.#tracks, this.#files, this.#film] = [[], [], null];
    this.#streams = new Map();
  }

  /**
   * What there is to read.
   * @param {SubtitleTrack[]} tracks
   * @param {TorrentFile | null} film
   * @param {TorrentFile[]} files
   * @param {number} [fps] of the film; 0 when unknown
   */
  offer(tracks, film, files, fps = 0) {
    this.#fps = fps;
    if (tracks === this.#tracks && files === this.#files && film?.index === this.#film?.index) return;
    [this.#tracks, this.#files, this.#film] = [tracks, files, film];
    this.#list();
    this.current = this.choices.find(({ key }) => key === this.current?.key) ?? null;
    void this.#chooseAsLastTime();
  }

  #list() {
    const known = subtitleChoices(this.#tracks, this.#film, this.#files, this.#streams);
    this.choices = [...known, ...(this.#own ? [this.#own] : [])];
  }

  /** @param {SubtitleChoice | null} choice null: nothing */
  choose(choice) {
    this.#chosen = true;
    if (!choice) rememberSubtitlesOff();
    else if (choice.language) void rememberSubtitleLanguage(choice.language);
    this.#show(choice);
  }

  /** Off, or what was read last. @returns {boolean} false: nothing is there to choose without asking */
  toggle() {
    if (this.current) {
      this.#last = this.current.key;
      this.choose(null);
      return true;
    }
    const again = this.choices.find(({ key }) => key === this.#last) ?? (this.choices.length === 1 ? this.choices[0] : undefined);
    if (again) this.choose(again);
    return again !== undefined;
  }

  /** @param {File} disk */
  chooseOwn(disk) {
    this.#own = choiceOfDisk(disk);
    this.choices = [...this.choices.filter(({ key }) => key !== "disk"), this.#own];
    this.choose(this.#own);
  }

  /** The bytes of the file were meant otherwise. @param {string} encoding */
  readAs(encoding) {
    void this.#fill(async () => this.#bytes, encoding);
  }

  /**
   * Something to read arrives with the film.
   * @param {number} index of the track
   * @param {import("../formats/subtitle_readers.js").SubtitlePart} part
   */
  take(index, part) {
    if (this.current?.track?.index === index) this.#screen.take(part);
  }

  /** @param {number} seconds later; negative: sooner */
  delayBy(seconds) {
    const delay = Math.round((this.#screen.delay + seconds) * 100) / 100;
    this.#screen.delay = Math.max(-kLongestDelay, Math.min(kLongestDelay, delay));
    this.events.onChange();
  }

  /** @param {SubtitleChoice | null} choice */
  #show(choice) {
    if (choice !== null && choice.key !== "disk" && choice.key === this.current?.key) return;
    this.#loading.abort();
    this.current = choice;
    this.encoding = "";
    if (choice) this.#screen.begin(choice.track && (() => this.#fontsOfFilm()));
    else this.#screen.end();
    this.readAlong(choice?.track ?? null);
    const { file, disk } = choice ?? {};
    if (file && isPictureIndex(file)) void this.#follow(file, choice?.stream);
    else if (file && isPictureStream(file)) void this.#stream(file);
    else if (file) void this.#fill((signal) => fetchText(file, signal));
    if (disk) void this.#fill(async () => new Uint8Array(await disk.arrayBuffer()));
    this.events.onChange();
  }

  /** @param {(signal: AbortSignal) => Promise<Uint8Array<ArrayBuffer>>} load @param {string} [encoding] */
  #fill(load, encoding) {
    return this.#load(async (signal) => {
      const bytes = await load(signal);
      const read = await readSubtitles(this.engine, bytes, { encoding, fps: this.#fps });
      if (signal.aborted) return;
      this.#bytes = bytes;
      this.encoding = read.encoding;
      this.#screen.begin(() => this.#fontsBeside(signal));
      this.#screen.take(read.part);
    });
  }

  /** Thumbnails of a Blu-ray in one file, shown as they come. @param {TorrentFile} file */
  #stream(file) {
    return this.#load(async (signal) => {
      const read = readerOf("sup");
      await fetchParts(file.url, signal, (bytes) => {
        if (!signal.aborted) this.#screen.take(read(bytes));
      });
    });
  }

  /** Thumbnails of text in a file beside the film. @param {TorrentFile} list @param {number} [number] of the stream */
  #follow(list, number) {
    return this.#load(async (signal) => {
      if (list.size > kLargestFile) throw new EngineError({ name: "subtitles_unreadable" });
      const [bytes, languages] = await Promise.all([fetchBytes(list.url, signal), rememberedSubtitleLanguages()]);
      if (signal.aborted) return;
      const index = readVobsubIndex(new TextDecoder("latin1").decode(bytes));
      const holder = picturesBeside(list, this.#files);
      if (!index || !holder) throw new EngineError({ name: "subtitles_unreadable" });
      this.#choosePart(list, index, number, languages);
      const stream = index.streams.find((one) => one.number === this.current?.stream) ?? index.streams[0];
      const read = (/** @type {number} */ from, /** @type {number} */ length) => fetchRange(holder.url, from, length, signal);
      if (stream) await this.#readBeside(new VobsubFeed(index, stream, read), signal);
    });
  }

  /** Whatever was loaded before ends. @param {(signal: AbortSignal) => Promise<void>} run */
  async #load(run) {
    this.#loading.abort();
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    try {
      await run(signal);
    } catch (error) {
      this.#failed(error, signal);
    }
    this.events.onChange();
  }

  /** Each language of a file is a choice of its own, once it is known. @param {TorrentFile} list @param {import("../formats/vobsub_index.js").VobsubIndex} index @param {number | undefined} number @param {string[]} languages */
  #choosePart(list, index, number, languages) {
    this.#streams.set(list.index, index.streams);
    this.#list();
    const parts = this.choices.filter(({ file }) => file === list);
    this.current = parts.find(({ stream }) => stream === number) ?? choiceFor(parts, languages) ?? parts[0] ?? null;
  }

  /** @param {VobsubFeed} feed @param {AbortSignal} signal */
  async #readBeside(feed, signal) {
    const follow = async () => {
      try {
        const pictures = await feed.follow(this.video.currentTime);
        if (!signal.aborted) this.#screen.take({ pictures });
      } catch (error) {
        this.#failed(error, signal);
      }
    };
    for (const event of ["timeupdate", "seeking"]) this.video.addEventListener(event, follow, { signal });
    await follow();
  }

  /** @param {unknown} thrown @param {AbortSignal} signal */
  #failed(thrown, signal) {
    if (signal.aborted) return;
    this.#show(null);
    const error = asEngineError(thrown);
    this.events.onFailure(error.name === "media_unreadable" ? new EngineError({ name: "subtitles_unreadable" }) : error);
  }

  /** They lie before the first picture as a rule, so that reading them fetches little that is not wanted soon. */
  async #fontsOfFilm() {
    const url = this.#film?.url ?? "";
    const attachments = await fetchJson(attachmentsUrl(url));
    return attachedFonts(attachments, (from, length) => fetchRange(url, from, length));
  }

  /** Those that somebody put into the torrent for its scripts. @param {AbortSignal} signal */
  async #fontsBeside(signal) {
    return Promise.all(fontFilesOf(this.#files).map(({ url }) => fetchBytes(url, signal)));
  }

  /** What is in the film is known later than what lies beside it, and may be liked better. */
  async #chooseAsLastTime() {
    const languages = await rememberedSubtitleLanguages();
    const choice = choiceFor(this.choices, languages);
    if (this.#chosen || !choice || choice.key === this.current?.key) return;
    // Of two that fit alike the one that is read stays.
    const liked = this.current ? choiceFor([this.current, choice], languages) : choice;
    if (liked === choice) this.#show(choice);
  }
}
