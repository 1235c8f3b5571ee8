// The preview over the seek bar at the pointer: a thumbnail, if its bytes are available, the chapter and the time.

import { byId, make } from "../../../shared/dom.js";
import { clock } from "../../../shared/i18n.js";
import { chapterTitle } from "./chapters.js";
import { Thumbnails } from "../../source/thumbnails.js";

export class SeekHover {
  #plate = byId("seek_hover", HTMLElement);
  #picture = byId("seek_picture", HTMLElement);
  #words = byId("seek_words", HTMLElement);

  /** @param {() => string | null} pictures the address of the film's pictures */
  constructor(pictures) {
    this.pictures = new Thumbnails({ base: pictures, onPicture: (image) => this.#picture.replaceChildren(...(image ? [image] : [])) });
  }

  /**
   * @param {number} share of the film's length, 0…1
   * @param {number} duration seconds
   * @param {import("./chapters.js").Chapter[]} chapters
   * @param {{picture: boolean}} what
   */
  show(share, duration, chapters, { picture }) {
    const time = share * duration;
    const chapter = chapterTitle(chapters, time);
    this.#words.replaceChildren(...(chapter ? [make("bdi", "", chapter), " "] : []), clock(time));
    this.#plate.style.setProperty("--pointed", String(share));
    if (picture) this.pictures.want(time, duration);
    else this.rest();
  }

  /** Hides the preview. */
  rest() {
    this.pictures.rest();
  }
}
