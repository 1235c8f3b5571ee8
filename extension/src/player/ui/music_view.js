// The room while music plays: cover, song, artist and album, told to the system as well; and what makes one song follow the other
// without a wait.

import { byId, setText } from "../../shared/dom.js";
import { coverOf, readSong } from "../../shared/music.js";
import { imageOf, loadPicture } from "../../shared/pictures.js";
import { tellTitle } from "./os_controls.js";

/** @typedef {import("../../shared/types.js").TorrentFile} TorrentFile */

/** So many seconds before a song's end the beginning of the next is asked for. */
const kEarlySeconds = 20;
/** What a browser reads of a song before it sounds. */
const kBeginning = 1 << 20;

export class MusicView {
  #room = byId("music", HTMLElement);
  #cover = byId("music_cover", HTMLElement);
  /** What is shown. @type {TorrentFile | null} */
  #song = null;
  /** What stands in place of a cover. @type {ChildNode[]} */
  #sign = [];
  /** The address of the cover that is shown or on its way. */
  #coverUrl = "";
  /** @type {string[]} */
  #artwork = [];
  #warmed = "";

  /** @param {HTMLVideoElement} video */
  constructor(video) {
    this.video = video;
  }

  /** @param {TorrentFile | null} file that is open @param {TorrentFile[]} files of its torrent */
  update(file, files) {
    const song = file?.kind === "audio" ? file : null;
    this.#room.hidden = song === null;
    const isNew = song !== null && song.index !== this.#song?.index;
    this.#song = song;
    if (isNew) this.#show(song);
    const cover = song && coverOf(song, files);
    if (cover && cover.url !== this.#coverUrl) void this.#loadCover(cover);
    else if (isNew && !cover) this.#showNoCover();
  }

  /** The system's own words for what plays. */
  tell() {
    if (this.#song) tellTitle({ ...readSong(this.#song), artwork: this.#artwork });
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
    const { title, artist, album } = readSong(song);
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

  /** @param {TorrentFile} cover */
  async #loadCover(cover) {
    this.#coverUrl = cover.url;
    try {
      const blob = await loadPicture(cover.url);
      const image = blob && (await imageOf(blob));
      if (!image || cover.url !== this.#coverUrl) return;
      if (this.#sign.length === 0) this.#sign = [...this.#cover.childNodes];
      this.#cover.replaceChildren(image);
      this.#artwork = [image.src];
      this.tell();
    } catch {
      // A picture that cannot be drawn is none; the note stays in its place.
    }
  }
}
