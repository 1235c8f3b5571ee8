// Reads a subtitle file: the daemon detects the encoding of its bytes and parses its lines. A script with styles of its own
// stays whole.

import { EngineError } from "../../shared/errors.js";
import { readScript } from "../formats/ass_reader.js";
import { readerOf } from "../formats/subtitle_readers.js";

/** @typedef {import("../../shared/types.js").Cue} Cue */

/** The largest file in bytes that the daemon takes; a film's subtitles are a few hundred kilobytes at most. */
export const kLargestFile = 4 << 20;

/** The most arguments of one String.fromCharCode call, which takes them from the stack. */
const kPart = 0x8000;

/** WHATWG labels of encodings that iconv names otherwise. @type {Record<string, string>} */
const kBrowserNames = { CP949: "euc-kr", CP932: "shift_jis", "BIG5-HKSCS": "big5", MACINTOSH: "macintosh", "WINDOWS-874": "windows-874" };

/** Whether the bytes begin an MPEG program stream, in which DVDs have their bitmap subtitles. @param {Uint8Array} bytes */
function isProgramStream(bytes) {
  return bytes[0] === 0 && bytes[1] === 0 && bytes[2] === 1 && bytes[3] === 0xba;
}

/** Whether the bytes begin a PGS segment, a Blu-ray's bitmap subtitles. @param {Uint8Array} bytes */
function isPresentationGraphics(bytes) {
  return bytes[0] === 0x50 && bytes[1] === 0x47 && bytes.length > kShortestSegment;
}

const kShortestSegment = 13;

/** @param {Uint8Array} bytes */
function base64(bytes) {
  let binary = "";
  for (let at = 0; at < bytes.length; at += kPart) binary += String.fromCharCode(...bytes.subarray(at, at + kPart));
  return btoa(binary);
}

/** Downloads a file of the torrent; the daemon answers as its pieces arrive. @param {string} url @param {AbortSignal} signal */
export async function fetchBytes(url, signal) {
  const answer = await fetch(url, { signal, cache: "no-store" });
  if (!answer.ok) throw new EngineError({ name: "io_error" });
  return new Uint8Array(await answer.arrayBuffer());
}

/** The JSON of a route of the endpoint. Errors: io_error when it has no answer. @param {string} url @returns {Promise<any>} */
export async function fetchJson(url) {
  const answer = await fetch(url, { cache: "no-store" });
  if (!answer.ok) throw new EngineError({ name: "io_error" });
  return answer.json();
}

/**
 * The bytes of a text file of the torrent. Errors: of a file that is too large for text, the beginning tells which.
 * @param {{url: string, size: number}} file @param {AbortSignal} signal
 */
export async function fetchText({ url, size }, signal) {
  if (size <= kLargestFile) return fetchBytes(url, signal);
  const bytes = await fetchRange(url, 0, kShortestSegment + 1, signal);
  throw new EngineError({ name: isProgramStream(bytes) ? "subtitles_without_index" : "subtitles_unreadable" });
}

/** Passes on the bytes of a file with bitmap subtitles as they arrive. @param {string} url @param {AbortSignal} signal @param {(bytes: Uint8Array) => void} take */
export async function fetchParts(url, signal, take) {
  const answer = await fetch(url, { signal, cache: "no-store" });
  if (!answer.ok || !answer.body) throw new EngineError({ name: "io_error" });
  const reader = answer.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    take(value);
  }
}

/** @param {string} url @param {number} from @param {number} length @param {AbortSignal} [signal] */
export async function fetchRange(url, from, length, signal) {
  const answer = await fetch(url, { signal, cache: "no-store", headers: { Range: `bytes=${from}-${from + length - 1}` } });
  if (answer.status !== 206) throw new EngineError({ name: "io_error" });
  return new Uint8Array(await answer.arrayBuffer());
}

/** The script of a file; null when it is none, or this browser does not know the encoding. @param {Uint8Array} bytes @param {string} encoding */
function scriptIn(bytes, encoding) {
  const reversed = encoding === "UTF-16" && bytes[0] === 0xfe;
  try {
    return readScript(new TextDecoder(reversed ? "utf-16be" : (kBrowserNames[encoding] ?? encoding)).decode(bytes));
  } catch {
    return null;
  }
}

/**
 * @typedef {object} Hints
 * @property {string} [encoding] "" leaves it to the daemon
 * @property {number} [fps] the film's, for files that count its pictures; 0 when unknown
 */

/**
 * @param {import("../../shared/types.js").EngineClient} engine
 * @param {Uint8Array} bytes
 * @param {Hints} [hints]
 * @returns {Promise<{part: import("../formats/subtitle_readers.js").SubtitlePart, encoding: string}>}
 */
export async function readSubtitles(engine, bytes, { encoding = "", fps = 0 } = {}) {
  if (isProgramStream(bytes)) throw new EngineError({ name: "subtitles_without_index" });
  if (isPresentationGraphics(bytes)) return { part: readerOf("sup")(bytes), encoding: "" };
  if (bytes.length > kLargestFile) throw new EngineError({ name: "subtitles_unreadable" });
  const params = { data: base64(bytes), ...(encoding ? { encoding } : {}), ...(fps > 0 ? { fps } : {}) };
  /** @type {Cue[]} */
  const cues = [];
  for (;;) {
    const page = await engine.request("media.subtitles", { ...params, offset: cues.length });
    cues.push(...page.cues);
    const script = scriptIn(bytes, page.encoding);
    if (script) return { part: { script }, encoding: page.encoding };
    if (page.cues.length === 0 || cues.length >= page.total) return { part: { cues }, encoding: page.encoding };
  }
}
