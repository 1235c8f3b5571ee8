// The subtitles of the page: the text over the picture, its menu and its keys.

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

  /** Takes subtitles that came with the film. @type {import("../source/pull_session.js").OnSubtitles} */
  take(track, part) {
    this.#subtitles.take(track, part);
  }

  /** Prepares for another film. */
  reset() {
    this.#subtitles.reset();
  }

  /** Shows a subtitle file of the person's own. @param {File} file */
  chooseOwn(file) {
    this.#subtitles.chooseOwn(file);
  }

  toggleMenu() {
    this.#menu.toggle();
  }

  /** Switches subtitles on or off; opens the menu when none was chosen yet. */
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
