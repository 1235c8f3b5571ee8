// The lines over the picture: cues in a text track of the video element, each cue once, moved by the person's delay. The track
// tells when each is due; the page draws them, since browsers draw cues behind the controls, and Firefox draws them tiny.

import { make } from "../../shared/dom.js";

/** @typedef {import("../../shared/types.js").Cue} Cue */

const kReference = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,30});/gi;

/** @param {string} reference "&eacute;" */
function letterOf(reference) {
  const letter = new DOMParser().parseFromString(reference, "text/html").body.textContent ?? "";
  return letter === "" || /[&<>]/.test(letter) ? reference : letter;
}

/** Decodes character references in text from the film; Firefox knows only six (vtt.js). @param {string} text */
function withLetters(text) {
  return text.replace(kReference, letterOf);
}

export class CaptionTrack {
  #track;
  #video;
  #place;
  /** The original times of each cue, without the delay. @type {Map<VTTCue, Cue>} */
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

  /** Seconds by which lines are shown later than their own times. */
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

  /** Adds cues; those that are in the track already are left out. @param {Cue[]} cues */
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

  /** Draws the cues that are due; a track sends no event for changes while the film is paused. */
  #drawDue() {
    const now = this.#video.currentTime;
    this.#draw([...this.#cues.keys()].filter((line) => line.startTime <= now && now < line.endTime));
  }

  /** Draws cues with the browser's own parser, which makes only italics, bold, underlines and the like of their text. @param {VTTCue[]} due */
  #draw(due) {
    this.#place.replaceChildren(...due.map((line) => make("p", "", make("span", "", line.getCueAsHTML()))));
  }

  /**
   * Moves a cue by taking it out and adding it again: Firefox ignores new times of a cue that is in the track.
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
