// The person's preferences, kept by the browser: volume, speed, languages, and the style of subtitles.

import { browser } from "../../shared/browser.js";

const kKey = "player";

const kLanguageKey = "audio_language";
const kSubtitleLanguagesKey = "subtitle_languages";
const kSubtitlesOffKey = "subtitles_off";

/** The most languages that are remembered; few people read more. */
const kMostLanguages = 3;

/** Styles of subtitle text; the default is first. @type {Record<"size" | "colour" | "position", string[]>} */
export const kSubtitleLook = {
  size: ["medium", "small", "large"],
  colour: ["white", "yellow", "green", "blue"],
  position: ["bottom", "raised", "top"],
};

/** @typedef {keyof typeof kSubtitleLook} LookOf */

/** @param {LookOf} what */
function lookKey(what) {
  return `subtitle_${what}`;
}

/** @param {unknown} value @param {number} low @param {number} high @param {number} otherwise */
function within(value, low, high, otherwise) {
  return typeof value === "number" && value >= low && value <= high ? value : otherwise;
}

/** Sets volume and speed as they were left last time, and saves each change. @param {HTMLVideoElement} video */
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

/** The audio language that was chosen last, as the film wrote it; "" when none was. */
export function rememberedLanguage() {
  return keptText(kLanguageKey);
}

/** Codes of the languages that the person reads, the last one first; none when subtitles are off. */
export async function rememberedSubtitleLanguages() {
  return (await keptText(kSubtitlesOffKey)) === "yes" ? [] : keptLanguages();
}

/** @returns {Promise<string[]>} */
async function keptLanguages() {
  return (await keptText(kSubtitleLanguagesKey)).split(" ").filter(Boolean);
}

/** @param {string} language short */
export async function rememberSubtitleLanguage(language) {
  const others = (await keptLanguages()).filter((other) => other !== language);
  const languages = [language, ...others].slice(0, kMostLanguages).join(" ");
  await browser.storage.local.set({ [kSubtitleLanguagesKey]: languages, [kSubtitlesOffKey]: "" });
}

/** Saves that subtitles are off; their languages are kept. */
export function rememberSubtitlesOff() {
  void browser.storage.local.set({ [kSubtitlesOffKey]: "yes" });
}

/** @param {LookOf} what @param {string} value of kSubtitleLook */
function showLook(what, value) {
  document.documentElement.setAttribute(`data-subtitle-${what}`, value);
}

/** Shows subtitles in the style of last time. */
export async function keepSubtitleLook() {
  for (const [what, values] of /** @type {[LookOf, string[]][]} */ (Object.entries(kSubtitleLook))) {
    const kept = await keptText(lookKey(what));
    showLook(what, values.includes(kept) ? kept : (values[0] ?? ""));
  }
}

/** @param {LookOf} what */
export function subtitleLook(what) {
  return document.documentElement.getAttribute(`data-subtitle-${what}`) ?? "";
}

/** @param {LookOf} what @param {string} value of kSubtitleLook */
export function rememberSubtitleLook(what, value) {
  showLook(what, value);
  void browser.storage.local.set({ [lookKey(what)]: value });
}

/** @param {string} language */
export function rememberLanguage(language) {
  void browser.storage.local.set({ [kLanguageKey]: language });
}
