// The menu of the film's audio tracks, hidden while there is no choice.

import { byId } from "../../../shared/dom.js";
import { trackWords } from "../../files/audio_tracks.js";
import { Menu } from "./menu.js";

/** @typedef {import("../../../shared/types.js").AudioTrack} AudioTrack */

export class AudioMenu {
  #menu = new Menu("show_audio", "audio_menu");
  #list = byId("audio_menu", HTMLElement);
  /** @type {AudioTrack[]} */
  #tracks = [];

  /** @param {(track: AudioTrack) => void} onChoice */
  constructor(onChoice) {
    this.onChoice = onChoice;
  }

  toggle() {
    this.#menu.toggle();
  }

  /** @param {AudioTrack[]} tracks @param {AudioTrack | null} current */
  update(tracks, current) {
    if (tracks !== this.#tracks) this.#rebuild(tracks);
    this.#menu.offer(tracks.length > (current === null ? 0 : 1));
    [...this.#list.children].forEach((item, i) => item.setAttribute("aria-checked", String(tracks[i] === current)));
  }

  /** @param {AudioTrack[]} tracks */
  #rebuild(tracks) {
    this.#tracks = tracks;
    this.#list.replaceChildren(...tracks.map((track, position) => this.#makeItem(track, position)));
  }

  /** @param {AudioTrack} track @param {number} position */
  #makeItem(track, position) {
    return this.#menu.makeItem({ ...trackWords(track, position), checked: false, act: () => this.onChoice(track) });
  }
}
