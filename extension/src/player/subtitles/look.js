// The part of the subtitle menu that sets the style of text: size, colour and position, each remembered.

import { make, makeButton } from "../../shared/dom.js";
import { text } from "../../shared/i18n.js";
import { kSubtitleLook, rememberSubtitleLook, subtitleLook } from "../source/preferences.js";

/** @typedef {import("../source/preferences.js").LookOf} LookOf */

/** @type {Record<LookOf, string>} */
const kRowLabels = { size: "player_subtitles_size", colour: "player_subtitles_colour", position: "player_subtitles_position" };

/** Labels, in the order of the menu. @type {Record<LookOf, Record<string, string>>} */
const kLabels = {
  size: { small: "player_subtitles_small", medium: "player_subtitles_medium", large: "player_subtitles_large" },
  colour: {
    white: "player_subtitles_white",
    yellow: "player_subtitles_yellow",
    green: "player_subtitles_green",
    blue: "player_subtitles_blue",
  },
  position: { bottom: "player_subtitles_bottom", raised: "player_subtitles_raised", top: "player_subtitles_top" },
};

export class SubtitleLook {
  /** @type {{what: LookOf, value: string, button: HTMLButtonElement}[]} */
  #buttons = [];
  #place;

  /** @param {HTMLElement} place @param {() => void} onChange */
  constructor(place, onChange) {
    this.#place = place;
    this.onChange = onChange;
    place.append(...Object.keys(kSubtitleLook).map((what) => this.#makeRow(/** @type {LookOf} */ (what))));
  }

  /** @param {boolean} offered whether there is anything that it applies to */
  update(offered) {
    this.#place.hidden = !offered;
    for (const { what, value, button } of this.#buttons) button.setAttribute("aria-checked", String(subtitleLook(what) === value));
  }

  /** @param {LookOf} what */
  #makeRow(what) {
    const label = text(kRowLabels[what]);
    const choices = make("span", "looks", ...Object.keys(kLabels[what]).map((value) => this.#makeButton(what, value)));
    choices.setAttribute("role", "radiogroup");
    choices.setAttribute("aria-label", label);
    return make("div", "row", make("span", "", label), choices);
  }

  /** @param {LookOf} what @param {string} value */
  #makeButton(what, value) {
    const label = text(kLabels[what][value] ?? "");
    const colour = what === "colour";
    const button = makeButton(colour ? "" : label, "look", () => {
      rememberSubtitleLook(what, value);
      this.onChange();
    });
    button.setAttribute("role", "radio");
    if (colour) {
      button.dataset.colour = value;
      button.title = label;
      button.setAttribute("aria-label", label);
    }
    this.#buttons.push({ what, value, button });
    return button;
  }
}
