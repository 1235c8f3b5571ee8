// Parses the script of ASS and SSA subtitles that arrives in parts: its header with the styles once, then events as soon as
// they are complete. Pure.

/** @typedef {import("../../shared/types.js").Cue} Cue */
/**
 * @typedef {object} AssPart
 * @property {string} head everything before the first line, "" when it came already
 * @property {string[]} lines "Dialogue: …"
 */

/** The longest incomplete line or header in characters; a longer one is dropped. */
const kLongestRest = 1 << 20;

const kLine = "Dialogue:";

/** The columns of an event when the script has no Format line. */
const kColumns = ["Layer", "Start", "End", "Style", "Name", "MarginL", "MarginR", "MarginV", "Effect", "Text"];

export class AssReader {
  #rest = "";
  #begun = false;

  /** @param {string} text what came next @returns {AssPart} */
  push(text) {
    const all = (this.#rest + text).replace(/\r\n?/g, "\n");
    const first = this.#begun ? 0 : startOfLines(all);
    const end = all.lastIndexOf("\n") + 1;
    if (first < 0 || end === 0) {
      this.#rest = all.length > kLongestRest ? "" : all;
      return { head: "", lines: [] };
    }
    this.#rest = all.slice(end);
    this.#begun = true;
    return { head: all.slice(0, first), lines: linesOf(all.slice(first, end)) };
  }
}

/** The offset behind the Format line of the events; -1 while that line is incomplete. @param {string} text */
function startOfLines(text) {
  const events = /^\[Events\][^\n]*\n/im.exec(text);
  if (!events) return -1;
  const format = /^Format:[^\n]*\n/gim;
  format.lastIndex = events.index + events[0].length;
  return format.test(text) ? format.lastIndex : -1;
}

/** @param {string} text */
function linesOf(text) {
  return text.split("\n").filter((line) => line.startsWith(kLine));
}

/** Parses a complete script. @param {string} text @returns {AssPart | null} null when it is none */
export function readScript(text) {
  const part = new AssReader().push(`${text}\n`);
  return part.head === "" ? null : part;
}

/**
 * Whether the script has styles of an author. ffmpeg converts plain text with one style, its own.
 * @param {string} head
 */
export function hasOwnLook(head) {
  const styles = head.match(/^Style:.*$/gm) ?? [];
  const [only] = styles;
  const plain = /^Style:\s*Default,Arial,16,&Hffffff,/i;
  return styles.length > 1 || (only !== undefined && !plain.test(only));
}

/** @param {string} text "1:02:03.45" */
function secondsOf(text) {
  const found = /^(\d+):(\d\d?):(\d\d?(?:\.\d+)?)$/.exec(text.trim());
  return found ? Number(found[1]) * 3600 + Number(found[2]) * 60 + Number(found[3]) : NaN;
}

/** @type {Record<string, string>} */
const kEntities = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** The text without drawings (between "\\p1", "\\p2", … and "\\p0") and without override tags in braces. @param {string} text */
function spokenParts(text) {
  let draws = false;
  // A brace without a partner is text; a search for its partner at each brace would take quadratic time.
  const closed = text.lastIndexOf("}") + 1;
  const spoken = text.slice(0, closed).replace(/\{([^}]*)\}|[^{]+/g, (part, /** @type {string | undefined} */ overrides) => {
    if (overrides === undefined) return draws ? "" : part;
    const last = [...overrides.matchAll(/\\p(\d)/g)].at(-1)?.[1];
    if (last !== undefined) draws = last !== "0";
    return "";
  });
  return draws ? spoken : spoken + text.slice(closed);
}

/** The text of an event without its style, as WebVTT. The daemon reads files by the same rules. @param {string} text */
function plainText(text) {
  return spokenParts(text)
    .replace(/\\[Nn]/g, "\n")
    .replace(/\\h/g, " ")
    .replace(/[&<>]/g, (letter) => kEntities[letter] ?? "")
    .trim();
}

/**
 * Events of a script as cues, drawn like other subtitles. Drawings are left out.
 * @param {string} head @param {string[]} lines @returns {Cue[]}
 */
export function cuesOfScript(head, lines) {
  const named = /^Format:([^\n]*)\n*$/im.exec(head.slice(head.search(/^\[Events\]/im)))?.[1];
  const columns = named ? named.split(",").map((name) => name.trim()) : kColumns;
  const place = (/** @type {string} */ name) => columns.indexOf(name);
  return lines.flatMap((line) => {
    const fields = line.slice(kLine.length).split(",");
    const text = fields.slice(columns.length - 1).join(",");
    const cue = { start: secondsOf(fields[place("Start")] ?? ""), end: secondsOf(fields[place("End")] ?? ""), text: plainText(text) };
    return cue.start < cue.end && cue.text !== "" ? [cue] : [];
  });
}
