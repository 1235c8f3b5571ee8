// The fields of the options page, each bound to the setting of its id: saved when changed, with an answer beside it.

import { make } from "../shared/dom.js";
import { asEngineError, errorWords } from "../shared/errors.js";
import { number, text } from "../shared/i18n.js";
import { readValue, shownValue } from "./fields.js";

/** @typedef {import("../shared/types.js").Settings} Settings */
/** @typedef {import("./fields.js").Kind} Kind */

export class SettingsForm {
  /** The fields, by the key of their setting. @type {Map<string, HTMLInputElement>} */
  #fields = new Map();
  /** @type {Map<string, HTMLElement>} */
  #answers = new Map();
  /** The daemon's values. @type {Record<string, string | number | boolean>} */
  #known = {};

  /**
   * @param {HTMLFormElement} form
   * @param {(change: Partial<Settings>) => Promise<Settings>} save
   */
  constructor(form, save) {
    this.form = form;
    this.save = save;
    /** @type {NodeListOf<HTMLInputElement>} */
    const fields = form.querySelectorAll("input:not([data-kept-by-browser]), select");
    for (const field of fields) this.#bind(field);
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  /** @param {Settings} settings */
  show(settings) {
    this.#known = { ...settings };
    for (const [key, field] of this.#fields) {
      const value = this.#known[key];
      const beingChanged = field === document.activeElement || field.getAttribute("aria-invalid") === "true";
      if (value === undefined || beingChanged) continue;
      if (field.type === "checkbox") field.checked = value === true;
      else field.value = shownValue(kindOf(field), /** @type {string | number} */ (value));
    }
  }

  /** @param {boolean} enabled */
  enable(enabled) {
    for (const field of this.#fields.values()) field.disabled = !enabled;
  }

  /** @param {HTMLInputElement} field */
  #bind(field) {
    const answer = make("p", "answer");
    answer.id = `${field.id}_answer`;
    answer.setAttribute("role", "status");
    field.setAttribute("aria-describedby", answer.id);
    field.closest(".setting")?.append(answer);
    field.addEventListener("change", () => void this.#changed(field));
    this.#fields.set(field.id, field);
    this.#answers.set(field.id, answer);
  }

  /** @param {HTMLInputElement} field */
  async #changed(field) {
    const read = field.type === "checkbox" ? { value: field.checked } : readValue(kindOf(field), field.value, limitsOf(field));
    if ("error" in read) {
      return this.#answer(field, text(read.error, number(limitsOf(field).min), number(limitsOf(field).max)), false);
    }
    try {
      const settings = await this.save(/** @type {Partial<Settings>} */ ({ [field.id]: read.value }));
      this.#answer(field, text("options_saved"), true);
      this.show(settings);
    } catch (error) {
      if (field.type === "checkbox") field.checked = this.#known[field.id] === true;
      this.#answer(field, this.#whyNot(field, asEngineError(error)), false);
    }
  }

  /** The error text of a setting: its allowed range says more than a general error. @param {HTMLInputElement} field @param {import("../shared/errors.js").EngineError} error */
  #whyNot(field, error) {
    const own = error.name === "bad_setting" ? text(field.dataset.refusal ?? "") : "";
    return own || errorWords(error);
  }

  /** @param {HTMLInputElement} field @param {string} words @param {boolean} good */
  #answer(field, words, good) {
    for (const other of this.#answers.values()) if (other.classList.contains("good")) other.textContent = "";
    const answer = this.#answers.get(field.id);
    if (!answer) return;
    answer.className = `answer ${good ? "good" : "alarm"}`;
    answer.textContent = words;
    field.setAttribute("aria-invalid", String(!good));
  }
}

/** @param {HTMLInputElement} field */
function kindOf(field) {
  return /** @type {Kind} */ (field.dataset.kind ?? "text");
}

/** @param {HTMLInputElement} field */
function limitsOf(field) {
  return { min: Number(field.min || -Infinity), max: Number(field.max || Infinity) };
}
