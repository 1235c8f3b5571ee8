// The chapters of a film on the seek bar: a tick at each beginning, a title at the pointer.

import { make } from "../../../shared/dom.js";
import { readableName } from "../../../shared/names.js";

/** @typedef {import("../../../shared/types.js").Chapter} Chapter */

/** The title of the chapter at a moment, or "". @param {Chapter[]} chapters @param {number} time seconds */
export function chapterTitle(chapters, time) {
  const chapter = chapters.find(({ start, end }) => start <= time && time < end);
  return chapter ? readableName(chapter.title) : "";
}

/** Positions of ticks, 0…1; the beginning of the film needs none. @param {Chapter[]} chapters @param {number} duration seconds */
export function ticks(chapters, duration) {
  return chapters.map(({ start }) => start / duration).filter((share) => share > 0.001 && share < 1);
}

/** @param {HTMLElement} line @param {Chapter[]} chapters @param {number} duration seconds */
export function drawTicks(line, chapters, duration) {
  const marks = ticks(chapters, duration).map((share) => {
    const mark = make("div", "");
    mark.style.insetInlineStart = `${share * 100}%`;
    return mark;
  });
  line.replaceChildren(...marks);
}
