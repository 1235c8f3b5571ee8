// The subtitles of a film: the choices, the current one, the source of its lines, and their display.

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

/** The longest delay in seconds, more than two versions of a film differ by. */
const kLongestDelay = 600;

export class Subtitles {
  /** @type {SubtitleChoice[]} */
  choices = [];
  /** @type {SubtitleChoice | null} */
  current = null;
  /** The encoding that a file was read with; "" for text in the film. */
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
  /** Key of the choice that was shown before subtitles were switched off. */
  #last = "";
  #fps = 0;
  /** Whether the person has chosen for this film. */
  #chosen = false;
  #bytes = new Uint8Array();
  /** The streams of the files that were parsed. @type {import("./choices.js").StreamsOfFiles} */
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

  /** Whether the subtitles are drawn in their author's style and not in the person's. */
  get hasOwnLook() {
    return this.#screen.hasOwnLook;
  }

  /** Prepares for another film. */
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
   * Sets the sources of the choices.
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

  /** Switches off, or shows the last choice again. @returns {boolean} false: nothing is there to choose without asking */
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

  /** Reads the bytes of the file again with another encoding. @param {string} encoding */
  readAs(encoding) {
    void this.#fill(async () => this.#bytes, encoding);
  }

  /**
   * Takes subtitles that arrive with the film.
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

  /** Shows a Blu-ray's bitmap subtitles (.sup) as their bytes arrive. @param {TorrentFile} file */
  #stream(file) {
    return this.#load(async (signal) => {
      const read = readerOf("sup");
      await fetchParts(file.url, signal, (bytes) => {
        if (!signal.aborted) this.#screen.take(read(bytes));
      });
    });
  }

  /** Shows VobSub subtitles, whose bytes are read along with the film. @param {TorrentFile} list @param {number} [number] of the stream */
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

  /** Runs a load; the one before it is aborted. @param {(signal: AbortSignal) => Promise<void>} run */
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

  /** Makes each stream of an index a choice of its own, and selects one. @param {TorrentFile} list @param {import("../formats/vobsub_index.js").VobsubIndex} index @param {number | undefined} number @param {string[]} languages */
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

  /**
   * Loads the fonts attached to the film. They lie before the first frame as a rule, so that few pieces are downloaded
   * that are not wanted soon.
   */
  async #fontsOfFilm() {
    const url = this.#film?.url ?? "";
    const attachments = await fetchJson(attachmentsUrl(url));
    return attachedFonts(attachments, (from, length) => fetchRange(url, from, length));
  }

  /** Loads the font files of the torrent. @param {AbortSignal} signal */
  async #fontsBeside(signal) {
    return Promise.all(fontFilesOf(this.#files).map(({ url }) => fetchBytes(url, signal)));
  }

  /**
   * Chooses in the remembered languages. Tracks of the film are known later than files beside it, and may be preferred.
   */
  async #chooseAsLastTime() {
    const languages = await rememberedSubtitleLanguages();
    const choice = choiceFor(this.choices, languages);
    if (this.#chosen || !choice || choice.key === this.current?.key) return;
    // The current choice stays when both fit alike.
    const liked = this.current ? choiceFor([this.current, choice], languages) : choice;
    if (liked === choice) this.#show(choice);
  }
}
