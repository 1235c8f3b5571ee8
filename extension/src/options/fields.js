// Between what a person types and what a setting holds: units, limits, and words when it does not fit. Pure.

/** @typedef {"path" | "text" | "gigabytes" | "megabytes" | "minutes" | "whole"} Kind */

/** How many of the setting's unit one of the field's is. @type {Partial<Record<Kind, number>>} */
const kFactors = { gigabytes: 1e9, megabytes: 1e6, minutes: 60, whole: 1 };

/**
 * A setting's value as the field shows it.
 * @param {Kind} kind
 * @param {string | number} value
 */
export function shownValue(kind, value) {
  const factor = kFactors[kind];
  return factor === undefined ? String(value) : String(Math.round((Number(value) / factor) * 100) / 100);
}

/**
 * What was typed as the setting's value, or the key of the words that say why not.
 * @param {Kind} kind
 * @param {string} typed
 * @param {{min: number, max: number}} limits of the field, for numbers
 * @returns {{value: string | number} | {error: string}}
 */
export function readValue(kind, typed, { min, max }) {
  const trimmed = typed.trim();
  const factor = kFactors[kind];
  if (factor === undefined) {
    if (trimmed === "") return { error: "options_error_empty" };
    if (kind === "path" && !/^(\/|[a-z]:[\\/])/i.test(trimmed)) return { error: "options_error_path" };
    return { value: trimmed };
  }
  const number = Number(trimmed);
  if (trimmed === "" || !Number.isFinite(number)) return { error: "options_error_number" };
  if (number < min || number > max) return { error: "options_error_range" };
  return { value: Math.round(number * factor) };
}
