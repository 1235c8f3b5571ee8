// Draws subtitles over the film: text, scripts with styles of their own, and bitmaps.

import { CaptionTrack } from "./caption_track.js";
import { BitmapRenderer } from "./bitmap_renderer.js";
import { AssRenderer } from "./ass_renderer.js";
import { cuesOfScript, hasOwnLook } from "../formats/ass_reader.js";

/** @typedef {import("../formats/subtitle_readers.js").SubtitlePart} SubtitlePart */
/** @typedef {() => Promise<Uint8Array[]>} LoadFonts */

export class SubtitleScreen {
  #lines;
  #script;
  #pictures;
  #delay = 0;
  #head = "";
  /** @type {LoadFonts} */
  #loadFonts = async () => [];
  /** Whether the events of a script are drawn with its styles. */
  #drawsScript = false;
  #showsPictures = false;

  /**
   * @param {object} parts
   * @param {HTMLVideoElement} parts.video
   * @param {HTMLElement} parts.captions where lines are drawn
   * @param {HTMLCanvasElement} parts.pictures where pictures are drawn
   * @param {() => void} parts.onChange
   */
  constructor({ video, captions, pictures, onChange }) {
    this.onChange = onChange;
    this.#lines = new CaptionTrack(video, captions);
    this.#pictures = new BitmapRenderer(video, pictures);
    this.#script = new AssRenderer(video, { onFailure: (lines) => this.#fallBack(lines) });
  }

  /** Seconds by which all subtitles are shown later than their own times. */
  get delay() {
    return this.#delay;
  }

  set delay(seconds) {
    this.#delay = seconds;
    for (const board of [this.#lines, this.#script, this.#pictures]) board.delay = seconds;
  }

  /** Whether the subtitles have a style of their own, so that the person's does not apply. */
  get hasOwnLook() {
    return this.#drawsScript || this.#showsPictures;
  }

  /** Begins with other subtitles, none of which is loaded yet. @param {LoadFonts} [loadFonts] those that came with them */
  begin(loadFonts = async () => []) {
    this.end();
    this.#loadFonts = loadFonts;
    this.#lines.show(true);
  }

  /** Removes all subtitles. */
  end() {
    for (const board of [this.#lines, this.#script, this.#pictures]) board.clear();
    this.#lines.show(false);
    this.#head = "";
    this.#drawsScript = this.#showsPictures = false;
  }

  /** @param {SubtitlePart} part */
  take({ cues, script, pictures }) {
    if (cues) this.#lines.add(cues);
    if (script) this.#takeScript(script);
    if (!pictures || pictures.length === 0) return;
    this.#pictures.add(pictures);
    if (!this.#showsPictures) this.#changed(() => (this.#showsPictures = true));
  }

  /** @param {import("../formats/ass_reader.js").AssPart} part the head comes again with each session */
  #takeScript({ head, lines }) {
    if (this.#head === "" && head !== "") {
      this.#head = head;
      if (hasOwnLook(head)) this.#drawScript();
    }
    if (this.#drawsScript) this.#script.add(lines);
    else if (this.#head !== "") this.#lines.add(cuesOfScript(this.#head, lines));
  }

  #drawScript() {
    this.#changed(() => (this.#drawsScript = true));
    this.#script.begin(this.#head, this.#loadFonts());
  }

  /** Shows the text of a script that cannot be drawn with its styles. @param {string[]} lines */
  #fallBack(lines) {
    this.#changed(() => (this.#drawsScript = false));
    this.#lines.add(cuesOfScript(this.#head, lines));
  }

  /** @param {() => void} change */
  #changed(change) {
    change();
    this.onChange();
  }
}
