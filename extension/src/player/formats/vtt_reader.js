// Reads WebVTT that arrives in parts, as the daemon writes it beside the film: cues as soon as they are complete.

/** @typedef {import("../../shared/types.js").Cue} Cue */

/** The longest block in characters; a block without an end is no cue and is dropped. */
const kLongestBlock = 16_384;

const kTiming = /^(?:(\d+):)?(\d\d):(\d\d)\.(\d{3})\s+-->\s+(?:(\d+):)?(\d\d):(\d\d)\.(\d{3})/;

/** @param {(string | undefined)[]} parts hours, minutes, seconds, milliseconds */
function secondsOf([hours, minutes, seconds, milliseconds]) {
  return Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(seconds) + Number(milliseconds) / 1000;
}

/** @param {string} block @returns {Cue | null} null for the head, notes and styles */
function cueOf(block) {
  const lines = block.split("\n");
  const at = lines.findIndex((line) => line.includes("-->"));
  const timing = at < 0 || at > 1 ? null : kTiming.exec(lines[at] ?? "");
  if (!timing) return null;
  const cue = { start: secondsOf(timing.slice(1, 5)), end: secondsOf(timing.slice(5, 9)), text: lines.slice(at + 1).join("\n").trim() };
  return cue.text !== "" && cue.start < cue.end ? cue : null;
}

export class VttReader {
  #rest = "";

  /** @param {string} text what came next @returns {Cue[]} */
  push(text) {
    const blocks = (this.#rest + text).replace(/\r\n?/g, "\n").split(/\n{2,}/);
    const last = blocks.pop() ?? "";
    // The daemon sends complete cues, but the blank line only before the next one.
    const whole = last.endsWith("\n") && cueOf(last) !== null;
    this.#rest = whole || last.length > kLongestBlock ? "" : last;
    return [...blocks, ...(whole ? [last] : [])].flatMap((block) => cueOf(block) ?? []);
  }
}
