// The lines over the picture: cues in the video element's own text track, each one once, moved by the delay a person sets. The
// track knows when each is due; they are drawn here, since browsers draw them behind the controls, and Firefox tiny.

import { make } from "../../shared/dom.js";

/** @typedef {import("../../shared/types.js").Cue} Cue */

const kReference = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,30});/gi;

/** @param {string} reference "&eacute;" */
function letterOf(reference) {
  const letter = new DOMParser().parseFromString(reference, "text/html").body.textContent ?? "";
  return letter === "" || /[&<>]/.test(letter) ? reference : letter;
}

/** Text in a film comes as it was written there; Firefox knows six references only (vtt.js). @param {string} text */
function withLetters(text) {
  return text.replace(kReference, letterOf);
}

export class CaptionTrack {
  #track;
  #video;
  #place;
  /** Where each cue lies without the delay. @type {Map<VTTCue, Cue>} */
  #cues = new Map();
  /** @type {Set<string>} */
  #known = new Set();
  #delay = 0;

  /** @param {Pick<HTMLVideoElement, "addTextTrack" | "currentTime">} video @param {HTMLElement} place where the lines are drawn */
  constructor(video, place) {
    this.#track = video.addTextTrack("subtitles");
    this.#track.mode = "hidden";
    this.#track.addEventListener("cuechange", () => this.#draw(/** @type {VTTCue[]} */ ([...(this.#track.activeCues ?? [])])));
    this.#video = video;
    this.#place = place;
    this.show(false);
  }

  /** Seconds by which lines come later than they were written for. */
  get delay() {
    return this.#delay;
  }

  set delay(seconds) {
    this.#delay = seconds;
    for (const [line, cue] of this.#cues) this.#move(line, cue);
    this.#drawDue();
  }

  /** @param {boolean} shown */
  show(shown) {
    this.#place.hidden = !shown;
  }

  /** Cues that are there already are not added again. @param {Cue[]} cues */
  add(cues) {
    for (const cue of cues) {
      const key = `${cue.start} ${cue.end} ${cue.text}`;
      if (this.#known.has(key)) continue;
      this.#known.add(key);
      const line = new VTTCue(cue.start + this.#delay, cue.end + this.#delay, withLetters(cue.text));
      this.#cues.set(line, cue);
      this.#track.addCue(line);
    }
    this.#drawDue();
  }

  clear() {
    for (const line of this.#cues.keys()) this.#track.removeCue(line);
    this.#cues.clear();
    this.#known.clear();
    this.#place.replaceChildren();
  }

  /** A track does not tell what becomes of its lines while the film stands still. */
  #drawDue() {
    const now = this.#video.currentTime;
    this.#draw([...this.#cues.keys()].filter((line) => line.startTime <= now && now < line.endTime));
  }

  /** The browser's own reader of cues makes nothing but italics, bold, underlines and the like of them. @param {VTTCue[]} due */
  #draw(due) {
    this.#place.replaceChildren(...due.map((line) => make("p", "", make("span", "", line.getCueAsHTML()))));
  }

  /**
   * Firefox does not look at new times of a line that is in the track.
   * @param {VTTCue} line
   * @param {Cue} cue
   */
  #move(line, cue) {
    this.#track.removeCue(line);
    line.startTime = cue.start + this.#delay;
    line.endTime = cue.end + this.#delay;
    this.#track.addCue(line);
  }
}
