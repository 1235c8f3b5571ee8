// Parses the index (.idx) of a VobSub file (.sub): the time of each picture and its offset in the .sub file. Pure.

/** @typedef {{time: number, position: number}} Entry seconds of the film; byte of the .sub */
/** @typedef {{number: number, language: string, entries: Entry[]}} Stream language: as the file calls it, "" when it does not */
/**
 * @typedef {object} VobsubIndex
 * @property {number} width of the screen the pictures were made for
 * @property {number} height
 * @property {number[][]} palette sixteen colours: red, green, blue
 * @property {Stream[]} streams those with pictures; what is to be shown without being asked comes first
 */

const kColours = 16;
const kMostEntries = 50_000;
const kLargestSide = 4096;
/** The most subtitle streams of a DVD. */
const kMostStreams = 32;

/** "-00:01:02:345" in seconds. @param {string} text @returns {number} NaN when it is none */
function secondsOf(text) {
  const [, sign, hours, minutes, seconds, thousandths] = /^([+-]?)(\d+):(\d\d):(\d\d)[:.](\d{3})/.exec(text) ?? [];
  const value = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds) + Number(thousandths) / 1000;
  return sign === "-" ? -value : value;
}

/** @param {string} text */
function paletteOf(text) {
  const colours = text.split(",").map((word) => Number.parseInt(word.trim(), 16));
  return Array.from({ length: kColours }, (_, i) => {
    const colour = colours[i] || 0;
    return [(colour >> 16) & 0xff, (colour >> 8) & 0xff, colour & 0xff];
  });
}

/** @param {string} text of the file @returns {VobsubIndex | null} null when it lists nothing */
export function readVobsubIndex(text) {
  const index = { width: 720, height: 576, palette: paletteOf("") };
  /** @type {Stream[]} */
  const streams = [];
  let preferred = 0;
  let delay = 0;
  let entries = 0;
  /** @type {Record<string, (value: string) => void>} */
  const lines = {
    size: (value) => {
      const [width, height] = value.split("x").map(Number);
      if (width && height && width <= kLargestSide && height <= kLargestSide) Object.assign(index, { width, height });
    },
    palette: (value) => (index.palette = paletteOf(value)),
    langidx: (value) => (preferred = Number(value)),
    delay: (value) => (delay += secondsOf(value) || 0),
    id: (value) => {
      const [, language, number] = /^([a-z-]*),\s*index:\s*(\d+)/i.exec(value) ?? [];
      if (number === undefined || streams.length >= kMostStreams) return;
      streams.push({ number: Number(number), language: language === "--" ? "" : (language ?? ""), entries: [] });
      delay = 0;
    },
    timestamp: (value) => {
      const [, when, where] = /^(\S+),\s*filepos:\s*([0-9a-f]+)/i.exec(value) ?? [];
      const entry = { time: secondsOf(when ?? "") + delay, position: Number.parseInt(where ?? "", 16) };
      if (Number.isFinite(entry.time + entry.position) && ++entries <= kMostEntries) streams.at(-1)?.entries.push(entry);
    },
  };
  for (const line of text.split(/\r?\n/)) {
    const [, name, value] = /^([a-z]+):\s*(.*)$/i.exec(line) ?? [];
    lines[(name ?? "").toLowerCase()]?.(value ?? "");
  }
  const filled = streams.filter((stream) => stream.entries.length > 0);
  for (const stream of filled) stream.entries.sort((a, b) => a.time - b.time);
  filled.sort((a, b) => Number(b.number === preferred) - Number(a.number === preferred));
  return filled.length > 0 ? { ...index, streams: filled } : null;
}
