// How a person likes to watch: loudness and speed, remembered by the browser.

import { browser } from "../shared/browser.js";

const kKey = "player";

const kLanguageKey = "audio_language";

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

/** The language a person last chose to hear, as the film wrote it; "" when none was. @returns {Promise<string>} */
export async function rememberedLanguage() {
  /** @type {Record<string, unknown>} */
  const kept = await browser.storage.local.get(kLanguageKey).catch(() => ({}));
  const language = kept[kLanguageKey];
  return typeof language === "string" ? language : "";
}

/** @param {string} language */
export function rememberLanguage(language) {
  void browser.storage.local.set({ [kLanguageKey]: language });
}
