// The seek bar: shows the position, the buffered and the available parts of the film, and seeks.

import { byId, make } from "../../../shared/dom.js";
import { clock, text } from "../../../shared/i18n.js";
import { drawTicks } from "./chapters.js";
import { SeekHover } from "./seek_hover.js";

/**
 * The buffered ranges of the film, as shares of its length.
 * @param {Pick<TimeRanges, "length" | "start" | "end">} ranges
 * @param {number} duration seconds
 */
export function shares(ranges, duration) {
  if (duration <= 0) return [];
  return Array.from({ length: ranges.length }, (_, i) => ({
    start: ranges.start(i) / duration,
    width: (ranges.end(i) - ranges.start(i)) / duration,
  }));
}

/**
 * Runs of complete parts, as shares of the film; the film's bytes and its seconds run together nearly enough.
 * @param {number[]} parts from 0 to 100
 */
export function runsOf(parts) {
  /** @type {{start: number, width: number}[]} */
  const runs = [];
  parts.forEach((share, i) => {
    const last = runs.at(-1);
    if (share < 100) return;
    if (last && Math.abs(last.start + last.width - i / parts.length) < 1e-9) last.width += 1 / parts.length;
    else runs.push({ start: i / parts.length, width: 1 / parts.length });
  });
  return runs;
}

/** @param {HTMLElement} holder @param {{start: number, width: number}[]} parts */
function drawParts(holder, parts) {
  while (holder.childElementCount > parts.length) holder.lastElementChild?.remove();
  while (holder.childElementCount < parts.length) holder.append(make("div", ""));
  parts.forEach(({ start, width }, i) => {
    const style = /** @type {HTMLElement} */ (holder.children[i]).style;
    style.insetInlineStart = `${start * 100}%`;
    style.inlineSize = `${width * 100}%`;
  });
}

export class SeekBar {
  #bar = byId("seek_bar", HTMLElement);
  #ranges = byId("seek_ranges", HTMLElement);
  #here = byId("seek_here", HTMLElement);
  #ticks = byId("seek_ticks", HTMLElement);
  /** @type {import("./chapters.js").Chapter[]} */
  #chapters = [];
  /** Length of the film that the ticks are drawn for. */
  #ticksFor = 0;
  /** Position of the knob while the pointer drags it, 0…1. @type {number | null} */
  #held = null;

  /**
   * @param {import("../../source/playback.js").Playback} playback
   * @param {() => string | null} pictures the address of the film's pictures
   */
  constructor(playback, pictures) {
    this.playback = playback;
    this.hover = new SeekHover(pictures);
    this.#bar.addEventListener("pointerdown", (event) => this.#grab(event));
    this.#bar.addEventListener("pointermove", (event) => this.#move(event));
    this.#bar.addEventListener("pointerup", () => this.#release());
    this.#bar.addEventListener("pointercancel", () => this.#letGo());
    this.#bar.addEventListener("pointerleave", () => this.hover.rest());
    this.#bar.addEventListener("keydown", (event) => this.#key(event));
    this.#bar.addEventListener("focus", () => this.#pointAtKnob());
    this.#bar.addEventListener("blur", () => this.hover.rest());
  }

  update() {
    const { duration, time, video } = this.playback;
    this.#bar.setAttribute("aria-disabled", String(duration === 0));
    this.#bar.setAttribute("aria-valuemax", String(Math.floor(duration)));
    this.#bar.setAttribute("aria-valuenow", String(Math.floor(time)));
    this.#bar.setAttribute("aria-valuetext", text("player_time_of", clock(time), clock(duration)));
    this.#bar.style.setProperty("--played", String(this.#knob));
    drawParts(this.#ranges, shares(video.buffered, duration));
    this.#pointAtKnob();
  }

  /** Position of the knob, 0…1. */
  get #knob() {
    const { duration, time } = this.playback;
    return this.#held ?? (duration > 0 ? time / duration : 0);
  }

  /**
   * Shows the preview at the knob while keys move it; a pointer has its own. While the film runs, its own picture is
   * visible anyway.
   */
  #pointAtKnob() {
    if (!this.#bar.matches(":focus-visible:not(:hover)")) return;
    const { duration, video } = this.playback;
    this.hover.show(this.#knob, duration, this.#chapters, { picture: video.paused || video.seeking });
  }

  /** Draws the available parts of the film. @param {number[]} parts */
  showHere(parts) {
    drawParts(this.#here, runsOf(parts));
  }

  /** @param {import("./chapters.js").Chapter[]} chapters */
  showChapters(chapters) {
    const { duration } = this.playback;
    if (chapters === this.#chapters && duration === this.#ticksFor) return;
    this.#chapters = chapters;
    this.#ticksFor = duration;
    drawTicks(this.#ticks, duration > 0 ? chapters : [], duration);
  }

  /** The position of a pointer, 0…1. The bar runs from left to right in every language, as the film's clock does. @param {PointerEvent} event */
  #share(event) {
    const { left, width } = this.#bar.getBoundingClientRect();
    return Math.max(0, Math.min(1, (event.clientX - left) / width));
  }

  /** @param {PointerEvent} event */
  #grab(event) {
    if (event.button !== 0 || this.playback.duration === 0) return;
    this.#bar.setPointerCapture(event.pointerId);
    this.#held = this.#share(event);
    this.update();
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const share = this.#share(event);
    this.hover.show(share, this.playback.duration, this.#chapters, { picture: true });
    if (this.#held === null) return;
    this.#held = share;
    this.update();
  }

  #release() {
    if (this.#held !== null) this.playback.seek(this.#held * this.playback.duration);
    this.#letGo();
  }

  #letGo() {
    this.#held = null;
    this.update();
  }

  /** Handles the keys of a slider besides the arrows, which are the page's own. @param {KeyboardEvent} event */
  #key(event) {
    const { duration, time } = this.playback;
    const target = { Home: 0, End: duration, PageUp: time + 60, PageDown: time - 60 }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    this.playback.seek(target);
  }
}
