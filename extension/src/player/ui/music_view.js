// The room while music plays: cover, song, artist and album, told to the system as well; and what makes one song follow the other
// without a wait.

import { byId, setText } from "../../shared/dom.js";
import { imageOf, loadPicture } from "../../shared/pictures.js";
import { coverOf, songOf } from "../files/music.js";
import { tellTitle } from "./os_controls.js";

/** @typedef {import("../../shared/types.js").TorrentFile} TorrentFile */

/** So many seconds before a song's end the beginning of the next is asked for. */
const kEarlySeconds = 20;
/** What a browser reads of a song before it sounds. */
const kBeginning = 1 << 20;
/** A cover in the song comes with its bytes: so often, and so long apart, it is asked for. */
const kCoverTries = 5;
const kCoverAgainMs = 3000;

export class MusicView {
  #room = byId("music", HTMLElement);
  #cover = byId("music_cover", HTMLElement);
  /** What is shown. @type {TorrentFile | null} */
  #song = null;
  /** What it says of itself. @type {import("../../shared/types.js").SongTags | undefined} */
  #tags;
  /** What stands in place of a cover. @type {ChildNode[]} */
  #sign = [];
  /** The address of the cover that is shown or on its way. */
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

  /** The system's own words for what plays. */
  tell() {
    if (this.#song) tellTitle({ ...songOf(this.#song, this.#tags), artwork: this.#artwork });
  }

  /** The beginning of the next song is here when it is its turn. @param {TorrentFile | null} next */
  warmUp(next) {
    const { duration, currentTime } = this.video;
    if (!this.#song || !next || next.url === this.#warmed || !(duration - currentTime < kEarlySeconds)) return;
    this.#warmed = next.url;
    fetch(next.url, { headers: { Range: `bytes=0-${kBeginning - 1}` } })
      .then((answer) => answer.arrayBuffer())
      .catch(() => {}); // then it is asked for when it is played
  }

  /** @param {TorrentFile} song */
  #show(song) {
    const { title, artist, album } = songOf(song, this.#tags);
    setText(byId("music_title", HTMLElement), title);
    setText(byId("music_artist", HTMLElement), artist);
    setText(byId("music_album", HTMLElement), album);
    this.tell();
  }

  /** The sign of music again, and not the cover of another album. */
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
      // A picture that cannot be drawn is none; the note stays in its place.
    }
  }

  /** It may be there by now. @param {string} url */
  #forget(url) {
    if (url === this.#coverUrl) this.#coverUrl = "";
  }
}
