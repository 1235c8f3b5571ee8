// How a person likes to watch: loudness and speed, remembered by the browser.

import { browser } from "../shared/browser.js";

const kKey = "player";

const kLanguageKey = "audio_language";
const kSubtitleLanguageKey = "subtitle_language";
const kSubtitleSizeKey = "subtitle_size";

export const kSubtitleSizes = ["small", "medium", "large"];

/** @param {unknown} value @param {number} low @param {number} high @param {number} otherwise */
function within(value, low, high, otherwise) {
  return typeof value === "number" && value >= low && value <= high ? value : otherwise;
}

/** Sets the video as it was left last time, and remembers each change. @param {HTMLVideoElement} video */
export async function keepPreferences(video) {
  const kept = /** @type {Record<string, any>} */ ((await browser.storage.local.get(kKey))[kKey] ?? {});
  video.volume = within(kept.volume, 0, 1, 1);
  video.muted = kept.muted === true;
  video.defaultPlaybackRate = within(kept.rate, 0.25, 4, 1);
  video.playbackRate = video.defaultPlaybackRate;
  const remember = () => {
    const { volume, muted, playbackRate: rate } = video;
    void browser.storage.local.set({ [kKey]: { volume, muted, rate } });
  };
  video.addEventListener("volumechange", remember);
  video.addEventListener("ratechange", remember);
}

/** @param {string} key @returns {Promise<string>} "" when nothing is kept */
async function keptText(key) {
  /** @type {Record<string, unknown>} */
  const kept = await browser.storage.local.get(key).catch(() => ({}));
  const value = kept[key];
  return typeof value === "string" ? value : "";
}

/** The language a person last chose to hear, as the film wrote it; "" when none was. */
export function rememberedLanguage() {
  return keptText(kLanguageKey);
}

/** The short name of the language a person last read; "" when subtitles are off. */
export function rememberedSubtitleLanguage() {
  return keptText(kSubtitleLanguageKey);
}

/** @param {string} language "" for off */
export function rememberSubtitleLanguage(language) {
  void browser.storage.local.set({ [kSubtitleLanguageKey]: language });
}

/** Shows subtitles as large as they were last time. */
export async function keepSubtitleSize() {
  const size = await keptText(kSubtitleSizeKey);
  document.documentElement.dataset.subtitleSize = kSubtitleSizes.includes(size) ? size : "medium";
}

/** @param {string} size of kSubtitleSizes */
export function rememberSubtitleSize(size) {
  document.documentElement.dataset.subtitleSize = size;
  void browser.storage.local.set({ [kSubtitleSizeKey]: size });
}

/** @param {string} language */
export function rememberLanguage(language) {
  void browser.storage.local.set({ [kLanguageKey]: language });
}
