// The cues of a subtitle file: its bytes go to the daemon, which finds out how they are encoded and what they say.

import { EngineError } from "../shared/errors.js";

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

/**
 * @param {import("../shared/types.js").EngineClient} engine
 * @param {Uint8Array} bytes
 * @param {string} [encoding] "" leaves it to the daemon
 * @returns {Promise<{cues: Cue[], encoding: string}>}
 */
export async function readSubtitles(engine, bytes, encoding = "") {
  if (bytes.length > kLargestFile) throw new EngineError({ name: "subtitles_unreadable" });
  const params = { data: base64(bytes), ...(encoding ? { encoding } : {}) };
  /** @type {Cue[]} */
  const cues = [];
  for (;;) {
    const page = await engine.request("media.subtitles", { ...params, offset: cues.length });
    cues.push(...page.cues);
    if (page.cues.length === 0 || cues.length >= page.total) return { cues, encoding: page.encoding };
  }
}
