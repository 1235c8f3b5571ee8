// Converts between the text of a field and the value of a setting: units, limits, and an error text. Pure.

/** @typedef {"path" | "text" | "gigabytes" | "megabytes" | "minutes" | "whole"} Kind */

/** Units of the setting in one unit of the field. @type {Partial<Record<Kind, number>>} */
const kFactors = { gigabytes: 1e9, megabytes: 1e6, minutes: 60, whole: 1 };

/**
 * Returns the text of a field for a setting's value.
 * @param {Kind} kind
 * @param {string | number} value
 */
export function shownValue(kind, value) {
  const factor = kFactors[kind];
  return factor === undefined ? String(value) : String(Math.round((Number(value) / factor) * 100) / 100);
}

/**
 * Returns the setting's value for the text of a field, or the key of an error message.
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
