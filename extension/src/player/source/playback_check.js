// Finds faults that a browser does not report: it plays a film without picture or sound, and raises no error. Also
// tells whether an error is the fault of the file or of the connection.

/** @typedef {HTMLVideoElement & {webkitAudioDecodedByteCount?: number, mozHasAudio?: boolean}} ProbedVideo */

/** Seconds of playback before the counters can be believed. */
const kProofSeconds = 2;

/** MediaError.MEDIA_ERR_NETWORK; the other two codes that occur, 3 and 4, speak of the file. */
const kNetworkError = 2;

/** MediaError.MEDIA_ERR_DECODE: the browser read the container, but cannot decode picture or sound. */
export const kDecodeError = 3;

/** Counts the seconds that were played since a file was opened; seeks do not count. */
export class PlayedTime {
  seconds = 0;
  #last = 0;

  reset() {
    this.seconds = 0;
  }

  /** @param {number} time the film's clock now */
  advance(time) {
    const step = time - this.#last;
    if (step > 0 && step < 1) this.seconds += step;
    this.#last = time;
  }
}

/**
 * The part that is missing of a film that seems to play. A file without an audio track looks like one whose audio the
 * browser cannot decode, so "sound" is a question to the person, not a verdict.
 * @param {ProbedVideo} video
 * @param {{kind: string, played: number}} film played: seconds
 * @returns {"picture" | "sound" | null}
 */
export function missingPart(video, { kind, played }) {
  if (played < kProofSeconds) return null;
  if (kind === "video" && video.videoWidth === 0) return "picture";
  return video.mozHasAudio === false || video.webkitAudioDecodedByteCount === 0 ? "sound" : null;
}

/**
 * Whether the browser is Firefox and the container Matroska or WebM: it shows nothing before the whole file has
 * arrived.
 * @param {ProbedVideo} video
 * @param {string} name
 */
export function needsWholeFile(video, name) {
  return video.mozHasAudio !== undefined && /\.(mkv|webm)$/i.test(name);
}

/**
 * Whether the file itself is the reason of a media error: its address answers, and the browser cannot read it.
 * @param {number} code MediaError.code
 * @param {string} url
 * @param {typeof fetch} ask
 */
export async function fileIsToBlame(code, url, ask = fetch) {
  if (code === kNetworkError) return false;
  try {
    return (await ask(url, { method: "HEAD" })).ok;
  } catch {
    return false;
  }
}
