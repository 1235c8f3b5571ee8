// Audio files beside a film, offered as further tracks of it. Pure.

import { filesBeside } from "./companion_files.js";

/** @typedef {import("../../shared/types.js").AudioTrack} AudioTrack */
/** @typedef {import("./companion_files.js").PlacedFile} PlacedFile */

/** Audio formats that are made for films; music comes as MP3, FLAC and the like. */
const kOfFilm = /\.(mka|ac3|eac3|dts|dtshd|thd|truehd)$/i;

/** The part of a name that distinguishes two tracks of the same language. @param {string} path @param {string} filmPath */
function titleOf(path, filmPath) {
  const folders = path.split("/");
  const name = folders.pop() ?? "";
  const own = folders.at(-1) ?? "";
  return own !== "" && !filmPath.startsWith(`${folders.join("/")}/`) ? own : name.replace(/\.[^.]*$/, "");
}

/**
 * @param {PlacedFile | null} film
 * @param {PlacedFile[]} files all files of the torrent
 * @returns {AudioTrack[]}
 */
export function soundsBeside(film, files) {
  if (film?.kind !== "video") return [];
  return filesBeside(film, files, ({ kind, path }) => kind === "audio" && kOfFilm.test(path)).map(
    ({ file, language, properties }) => ({
      index: 0,
      file: file.index,
      codec: "",
      channels: 0,
      language,
      title: titleOf(file.path, film.path),
      default: false,
      kind: properties.includes("commentary") ? "commentary" : "main",
    }),
  );
}

/** The tracks of a film and those beside it; returns the same list as long as no track is new. */
export class SoundTracks {
  /** @type {AudioTrack[]} */
  #own = [];
  /** @type {PlacedFile | null} */
  #film = null;
  /** @type {PlacedFile[]} */
  #files = [];
  /** @type {AudioTrack[]} */
  #all = [];

  /**
   * @param {AudioTrack[] | null} own null while none can be chosen
   * @param {PlacedFile | null} film
   * @param {PlacedFile[]} files all files of the torrent
   */
  of(own, film, files) {
    if (own === null) return kNone;
    if (own !== this.#own || film?.index !== this.#film?.index || files !== this.#files) {
      [this.#own, this.#film, this.#files] = [own, film, files];
      this.#all = this.#with(soundsBeside(film, files));
    }
    return this.#all;
  }

  /** Keeps the objects of known tracks, since one of them may be playing. @param {AudioTrack[]} beside */
  #with(beside) {
    const known = (/** @type {AudioTrack} */ track) => this.#all.find(({ file, title }) => file === track.file && title === track.title);
    return [...this.#own, ...beside.map((track) => known(track) ?? track)];
  }
}

/** @type {AudioTrack[]} */
const kNone = [];
