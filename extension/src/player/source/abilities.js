// The browser's abilities, asked once: codecs that MediaSource takes in an MP4, and containers that it plays by Range
// requests.

/** @typedef {import("../../shared/types.js").BrowserCan} BrowserCan */

/**
 * The protocol's name of a codec, and the codec string (RFC 6381) of one of its common profiles. MP3 is missing: Firefox
 * reports support in an MP4, and then plays it silently.
 */
const kCodecs = {
  avc1: "avc1.640028",
  "avc1.high10": "avc1.6E0028",
  hvc1: "hvc1.1.6.L120.B0",
  "hvc1.main10": "hvc1.2.4.L120.B0",
  av01: "av01.0.08M.08",
  vp9: "vp09.00.40.08",
  vp8: "vp08.00.40.08",
  mp4a: "mp4a.40.2",
  opus: "opus",
  flac: "flac",
  "ac-3": "ac-3",
  "ec-3": "ec-3",
};

const kContainers = {
  mp4: "video/mp4",
  webm: "video/webm",
  matroska: "video/x-matroska",
  mp3: "audio/mpeg",
  aac: "audio/aac",
  flac: "audio/flac",
  ogg: "audio/ogg",
  wav: "audio/wav",
};

/** Containers that Firefox plays only once it has the whole file (playback_check.js). */
const kNeedWholeFile = new Set(["webm", "matroska"]);

/** @param {Record<string, string>} table @param {(value: string) => boolean} fits */
function namesOf(table, fits) {
  return Object.keys(table).filter((name) => fits(table[name] ?? ""));
}

/**
 * @param {{canPlayType: (type: string) => string, mozHasAudio?: boolean}} video
 * @param {Pick<typeof MediaSource, "isTypeSupported">} source
 * @returns {BrowserCan}
 */
export function abilitiesOf(video, source) {
  const waitsForAll = video.mozHasAudio !== undefined;
  const direct = namesOf(kContainers, (type) => video.canPlayType(type) !== "");
  return {
    mse: namesOf(kCodecs, (codec) => source.isTypeSupported(`video/mp4; codecs="${codec}"`)),
    direct: direct.filter((name) => !(waitsForAll && kNeedWholeFile.has(name))),
  };
}

/** @type {BrowserCan | null} */
let known = null;

/** Returns the abilities of this browser. @param {HTMLVideoElement} video */
export function browserCan(video) {
  known ??= abilitiesOf(video, MediaSource);
  return known;
}
