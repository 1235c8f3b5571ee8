// The menus of audio tracks and of heights, each hidden while there is no choice.

import { AudioMenu } from "./audio_menu.js";
import { QualityMenu } from "./quality_menu.js";

export class TrackMenus {
  #audio;
  #quality;

  /** @param {import("../../source/film.js").Film} film */
  constructor(film) {
    this.film = film;
    this.#audio = new AudioMenu((track) => film.listenTo(track));
    this.#quality = new QualityMenu((height) => film.showAt(height));
  }

  /** @param {import("../../../shared/types.js").TorrentFile[]} files of the torrent */
  update(files) {
    this.#audio.update(this.film.audioTracks(files), this.film.audio);
    this.#quality.update(this.film.quality);
  }

  toggleAudio() {
    this.#audio.toggle();
  }

  toggleQuality() {
    this.#quality.toggle();
  }
}
