// What a subtitle file says: its bytes go to the daemon, which finds out how they are encoded and reads its lines. A script
// with a look of its own stays whole.

import { EngineError } from "../shared/errors.js";
import { readScript } from "./script_reader.js";

/** @typedef {import("../shared/types.js").Cue} Cue */

/** A film's subtitles are a few hundred kilobytes at most; the daemon takes no more than this. */
export const kLargestFile = 4 << 20;

/** String.fromCharCode takes its arguments from the stack. */
const kPart = 0x8000;

/** @param {Uint8Array} bytes */
function base64(bytes) {
  let binary = "";
  for (let at = 0; at < bytes.length; at += kPart) binary += String.fromCharCode(...bytes.subarray(at, at + kPart));
  return btoa(binary);
}

/** Waits for a file of the torrent to be here. @param {string} url @param {AbortSignal} signal */
export async function fetchBytes(url, signal) {
  const answer = await fetch(url, { signal, cache: "no-store" });
  if (!answer.ok) throw new EngineError({ name: "io_error" });
  return new Uint8Array(await answer.arrayBuffer());
}

/** @param {string} url @param {number} from @param {number} length @param {AbortSignal} [signal] */
export async function fetchRange(url, from, length, signal) {
  const answer = await fetch(url, { signal, cache: "no-store", headers: { Range: `bytes=${from}-${from + length - 1}` } });
  if (answer.status !== 206) throw new EngineError({ name: "io_error" });
  return new Uint8Array(await answer.arrayBuffer());
}

/** The script in a file; null when it is none, or this browser does not know the encoding. @param {Uint8Array} bytes @param {string} encoding */
function scriptIn(bytes, encoding) {
  const reversed = encoding === "UTF-16" && bytes[0] === 0xfe;
  try {
    return readScript(new TextDecoder(reversed ? "utf-16be" : encoding).decode(bytes));
  } catch {
    return null;
  }
}

/**
 * @param {import("../shared/types.js").EngineClient} engine
 * @param {Uint8Array} bytes
 * @param {string} [encoding] "" leaves it to the daemon
 * @returns {Promise<{part: import("./subtitle_readers.js").SubtitlePart, encoding: string}>}
 */
export async function readSubtitles(engine, bytes, encoding = "") {
  if (bytes.length > kLargestFile) throw new EngineError({ name: "subtitles_unreadable" });
  const params = { data: base64(bytes), ...(encoding ? { encoding } : {}) };
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
