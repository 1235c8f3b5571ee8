// All that is read along, as the page knows it: the lines over the picture, their menu and their keys.

import { byId } from "../../shared/dom.js";
import { text } from "../../shared/i18n.js";
import { problemOf } from "../source/problems.js";
import { delayWords, kDelayStep, SubtitleMenu } from "./menu.js";
import { Subtitles } from "./subtitles.js";

/** @typedef {import("../../shared/types.js").TorrentFile} TorrentFile */

export class SubtitlePanel {
  #subtitles;
  #menu;
  #toast;

  /**
   * @param {object} parts
   * @param {import("../../shared/types.js").EngineClient} parts.engine
   * @param {HTMLVideoElement} parts.video
   * @param {import("../source/film.js").Notices} parts.toast
   * @param {(track: import("../../shared/types.js").SubtitleTrack | null) => void} parts.readAlong
   * @param {() => void} parts.onChange
   */
  constructor({ engine, video, toast, readAlong, onChange }) {
    this.#toast = toast;
    this.#subtitles = new Subtitles({
      engine,
      video,
      captions: byId("captions", HTMLElement),
      pictures: byId("subtitle_pictures", HTMLCanvasElement),
      readAlong,
      events: { onChange, onFailure: (error) => toast.show("subtitles", problemOf(error).words, { seconds: 8 }) },
    });
    this.#menu = new SubtitleMenu(this.#subtitles);
  }

  /** @param {import("../source/film.js").Film} film @param {TorrentFile | null} file @param {TorrentFile[]} files of its torrent */
  update(film, file, files) {
    this.#subtitles.offer(film.subtitleTracks, file, files, film.fps);
    this.#menu.update(file?.kind === "video");
  }

  /** What came along with the film. @type {import("../source/pull_session.js").OnSubtitles} */
  take(track, part) {
    this.#subtitles.take(track, part);
  }

  /** Another film begins. */
  reset() {
    this.#subtitles.reset();
  }

  /** A file of the person's own. @param {File} file */
  chooseOwn(file) {
    this.#subtitles.chooseOwn(file);
  }

  toggleMenu() {
    this.#menu.toggle();
  }

  /** On or off; the menu, where nobody has chosen yet. */
  switch() {
    if (!this.#subtitles.toggle()) this.#menu.toggle();
  }

  /** @param {1 | -1} steps */
  delayBy(steps) {
    if (!this.#subtitles.current) return;
    this.#subtitles.delayBy(steps * kDelayStep);
    this.#toast.show("delay", text("player_subtitles_moved", delayWords(this.#subtitles.delay)), { seconds: 2 });
  }
}
