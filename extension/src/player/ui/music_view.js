// The page while music plays: cover, title, artist and album, also for the operating system; and a start of the next song without
// a wait.

import { byId, setText } from "../../shared/dom.js";
import { imageOf, loadPicture } from "../../shared/pictures.js";
import { coverOf, songOf } from "../files/music.js";
import { tellTitle } from "./os_controls.js";

/** @typedef {import("../../shared/types.js").TorrentFile} TorrentFile */

/** Seconds before a song's end at which the beginning of the next is fetched. */
const kEarlySeconds = 20;
/** Bytes that a browser reads of a song before it plays. */
const kBeginning = 1 << 20;
/** A cover embedded in a song comes with its bytes: the number of requests for it, and the time between them. */
const kCoverTries = 5;
const kCoverAgainMs = 3000;

export class MusicView {
  #room = byId("music", HTMLElement);
  #cover = byId("music_cover", HTMLElement);
  /** The song that is shown. @type {TorrentFile | null} */
  #song = null;
  /** Its tags. @type {import("../../shared/types.js").SongTags | undefined} */
  #tags;
  /** The icon in place of a cover. @type {ChildNode[]} */
  #sign = [];
  /** The URL of the cover that is shown or being loaded. */
  #coverUrl = "";
  #triesLeft = kCoverTries;
  /** @type {string[]} */
  #artwork = [];
  #warmed = "";

  /** @param {HTMLVideoElement} video */
  constructor(video) {
    this.video = video;
  }

  /**
   * @param {TorrentFile | null} file that is open
   * @param {TorrentFile[]} files of its torrent
   * @param {{tags: import("../../shared/types.js").SongTags | undefined, inSong: string | null}} known `inSong`: the address of the cover in it
   */
  update(file, files, { tags, inSong }) {
    const song = file?.kind === "audio" ? file : null;
    this.#room.hidden = song === null;
    const isNew = song !== null && song.index !== this.#song?.index;
    const isTold = song !== null && tags !== this.#tags;
    this.#song = song;
    this.#tags = tags;
    if (isNew) this.#triesLeft = kCoverTries;
    if (isNew || isTold) this.#show(song);
    const cover = song && files.length > 0 ? (coverOf(song, files)?.url ?? inSong) : null;
    if (cover && cover !== this.#coverUrl && this.#triesLeft > 0) void this.#loadCover(cover);
    else if (isNew && !cover) this.#showNoCover();
  }

  /** Tells the operating system the names of the song. */
  tell() {
    if (this.#song) tellTitle({ ...songOf(this.#song, this.#tags), artwork: this.#artwork });
  }

  /** Fetches the beginning of the next song, so that it is available in time. @param {TorrentFile | null} next */
  warmUp(next) {
    const { duration, currentTime } = this.video;
    if (!this.#song || !next || next.url === this.#warmed || !(duration - currentTime < kEarlySeconds)) return;
    this.#warmed = next.url;
    fetch(next.url, { headers: { Range: `bytes=0-${kBeginning - 1}` } })
      .then((answer) => answer.arrayBuffer())
      .catch(() => {}); // playing it fetches it again
  }

  /** @param {TorrentFile} song */
  #show(song) {
    const { title, artist, album } = songOf(song, this.#tags);
    setText(byId("music_title", HTMLElement), title);
    setText(byId("music_artist", HTMLElement), artist);
    setText(byId("music_album", HTMLElement), album);
    this.tell();
  }

  /** Shows the icon of music instead of another album's cover. */
  #showNoCover() {
    this.#coverUrl = "";
    this.#artwork = [];
    if (this.#sign.length > 0) this.#cover.replaceChildren(...this.#sign);
    this.tell();
  }

  /** @param {string} url */
  async #loadCover(url) {
    if (url !== this.#coverUrl) this.#showNoCover();
    this.#coverUrl = url;
    this.#triesLeft -= 1;
    try {
      const blob = await loadPicture(url);
      if (url !== this.#coverUrl) return;
      if (!blob) return void setTimeout(() => this.#forget(url), kCoverAgainMs);
      const image = await imageOf(blob);
      if (url !== this.#coverUrl) return;
      if (this.#sign.length === 0) this.#sign = [...this.#cover.childNodes];
      this.#cover.replaceChildren(image);
      this.#artwork = [image.src];
      this.tell();
    } catch {
      // A picture that cannot be decoded is no cover; the icon stays.
    }
  }

  /** Allows another request for the cover. @param {string} url */
  #forget(url) {
    if (url === this.#coverUrl) this.#coverUrl = "";
  }
}
