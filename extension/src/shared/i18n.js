// Messages of _locales, and numbers with units, in the browser's language.

import { browser } from "./browser.js";

const kUnits = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];

/** Attributes that `data-i18n-<name>` may fill. */
const kAttributes = ["title", "placeholder", "aria-label", "alt"];

/** The browser's language, but that of the messages when theirs is another one: an English sentence has "6.6 MB". */
function locale() {
  const own = text("language_of_messages");
  const ofBrowser = browser.i18n.getUILanguage();
  return own === "" || ofBrowser.split("-")[0] === own.split("-")[0] ? ofBrowser : own;
}

/**
 * The message of a key, or "" when there is none.
 * @param {string} key
 * @param {...(string | number)} substitutions $1…$9
 */
export function text(key, ...substitutions) {
  return browser.i18n.getMessage(key, substitutions.map(String));
}

/**
 * The message of `<base>_one`, `<base>_few`, … `<base>_other` that fits the number; $1 is the number.
 * @param {string} base
 * @param {number} count
 * @param {...(string | number)} substitutions $2…$9
 */
export function plural(base, count, ...substitutions) {
  const form = new Intl.PluralRules(locale()).select(count);
  const shown = number(count);
  return text(`${base}_${form}`, shown, ...substitutions) || text(`${base}_other`, shown, ...substitutions);
}

/**
 * Fills `data-i18n` (text) and `data-i18n-title`, `-placeholder`, `-aria-label`, `-alt` (attributes), and
 * sets the language and direction of a document.
 * @param {Document | Element | DocumentFragment} root
 */
export function localize(root = document) {
  if (root instanceof Document) {
    // Without messages in the browser's language, the messages are English, and so are language and direction.
    root.documentElement.lang = text("language_of_messages") || locale();
    root.documentElement.dir = text("direction_of_messages") || "ltr";
  }
  for (const element of root.querySelectorAll("[data-i18n]")) {
    element.textContent = text(element.getAttribute("data-i18n") ?? "");
  }
  for (const attribute of kAttributes) {
    for (const element of root.querySelectorAll(`[data-i18n-${attribute}]`)) {
      element.setAttribute(attribute, text(element.getAttribute(`data-i18n-${attribute}`) ?? ""));
    }
  }
}

/** For example "French" for "fr"; "" for an unknown language. @param {string} language */
export function languageName(language) {
  return new Intl.DisplayNames(locale(), { type: "language", fallback: "none" }).of(language) ?? "";
}

/** @param {number} value @param {Intl.NumberFormatOptions} [options] */
export function number(value, options = {}) {
  return new Intl.NumberFormat(locale(), options).format(value);
}

/**
 * @param {number} value bytes
 * @param {string} suffix "" or "-per-second"
 */
function scaled(value, suffix) {
  const least = suffix === "" ? 0 : 1; // rates are never shown as "0 byte/s"
  const power = Math.min(kUnits.length - 1, Math.max(least, Math.floor(Math.log10(Math.max(1, value)) / 3)));
  const amount = value / 1000 ** power;
  const maximumFractionDigits = power === 0 || amount >= 100 ? 0 : 1;
  const unitDisplay = power === 0 ? "long" : "short";
  return number(amount, { style: "unit", unit: kUnits[power] + suffix, unitDisplay, maximumFractionDigits });
}

/** For example "1.4 GB". @param {number} value bytes */
export function bytes(value) {
  return scaled(value, "");
}

/** For example "2.1 MB/s". @param {number} value bytes per second */
export function rate(value) {
  return scaled(value, "-per-second");
}

/** For example "62%". @param {number} fraction 0…1; rounded down, so that 100% means all */
export function percent(fraction) {
  return number(Math.floor(fraction * 100) / 100, { style: "percent", maximumFractionDigits: 0 });
}

/**
 * The two largest units of a time span, for example "1 hr 5 min" or "40 sec".
 * @param {number} seconds
 */
export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  /** @type {[string, number][]} */
  const parts = [
    ["day", Math.floor(whole / 86400)],
    ["hour", Math.floor(whole / 3600) % 24],
    ["minute", Math.floor(whole / 60) % 60],
    ["second", whole % 60],
  ];
  const first = Math.min(3, Math.max(0, parts.findIndex(([, amount]) => amount > 0)));
  const start = whole === 0 ? 3 : first;
  return parts
    .slice(start, start + 2)
    .filter(([, amount], index) => amount > 0 || index === 0)
    .map(([unit, amount]) => number(amount, { style: "unit", unit, unitDisplay: "short" }))
    .join(" ");
}

/** A position in a film: "4:05" or "1:04:05". @param {number} seconds */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const pad = (/** @type {number} */ part) => String(part).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(whole % 60)}` : `${minutes}:${pad(whole % 60)}`;
}
