// The subtitle menu: the choices, the delay, and the encoding.

import { byId, make, makeButton, setText } from "../../shared/dom.js";
import { number, text } from "../../shared/i18n.js";
import { Menu } from "../ui/menus/menu.js";
import { SubtitleLook } from "./look.js";

/** @typedef {import("./subtitles.js").Subtitles} Subtitles */
/** @typedef {import("./choices.js").SubtitleChoice} SubtitleChoice */

/** Seconds of delay that one press adds. */
export const kDelayStep = 0.25;

/** Encodings that a person can set when the guess is wrong; names as the daemon takes them. */
const kEncodings = [
  ...["UTF-8", "UTF-16", "WINDOWS-1250", "WINDOWS-1251", "WINDOWS-1252", "WINDOWS-1253", "WINDOWS-1254", "WINDOWS-1255"],
  ...["WINDOWS-1256", "ISO-8859-2", "KOI8-R", "GB18030", "BIG5", "SHIFT_JIS", "EUC-JP", "EUC-KR"],
];

/** @param {number} seconds */
export function delayWords(seconds) {
  const sign = seconds > 0 ? "+" : "";
  return sign + number(seconds, { style: "unit", unit: "second", unitDisplay: "short", maximumFractionDigits: 2 });
}

export class SubtitleMenu {
  #menu = new Menu("show_subtitles", "subtitle_menu");
  #list = byId("subtitle_list", HTMLElement);
  #adjust = byId("subtitle_adjust", HTMLElement);
  #delay = byId("subtitle_delay", HTMLElement);
  #look;
  #encoding = byId("subtitle_encoding", HTMLSelectElement);
  #encodingRow = byId("subtitle_encoding_row", HTMLElement);
  #own = byId("subtitle_own", HTMLInputElement);
  #shown = "";

  /** @param {Subtitles} subtitles */
  constructor(subtitles) {
    this.subtitles = subtitles;
    byId("subtitle_sooner", HTMLButtonElement).addEventListener("click", () => subtitles.delayBy(-kDelayStep));
    byId("subtitle_later", HTMLButtonElement).addEventListener("click", () => subtitles.delayBy(kDelayStep));
    this.#encoding.addEventListener("change", () => subtitles.readAs(this.#encoding.value));
    this.#own.addEventListener("change", () => this.#tookOwn());
    this.#look = new SubtitleLook(byId("subtitle_look", HTMLElement), () => subtitles.events.onChange());
  }

  toggle() {
    this.#menu.toggle();
  }

  /** @param {boolean} offered whether there is a film to read along with */
  update(offered) {
    this.#menu.offer(offered);
    const { choices, current, delay, encoding } = this.subtitles;
    const shown = JSON.stringify([choices.map(({ key, name, details }) => [key, name, details]), current?.key ?? null]);
    if (shown !== this.#shown) this.#rebuild();
    this.#shown = shown;
    this.#adjust.hidden = current === null;
    setText(this.#delay, delayWords(delay));
    this.#encodingRow.hidden = encoding === "";
    if (encoding !== "") this.#fillEncodings(encoding);
    this.#look.update(!this.subtitles.hasOwnLook);
  }

  #rebuild() {
    const { subtitles } = this;
    const items = [null, ...subtitles.choices].map((choice) => this.#makeItem(choice));
    const own = makeButton(text("player_subtitles_open"), "choice", () => (this.#menu.close(), this.#own.click()));
    own.setAttribute("role", "menuitem");
    const focused = [...this.#list.children].indexOf(/** @type {Element} */ (document.activeElement));
    this.#list.replaceChildren(...items, own);
    if (focused >= 0) /** @type {HTMLElement | undefined} */ (this.#list.children[Math.min(focused, items.length)])?.focus();
  }

  /** @param {SubtitleChoice | null} choice */
  #makeItem(choice) {
    const { subtitles } = this;
    return this.#menu.makeItem({
      name: choice?.name ?? text("player_subtitles_off"),
      details: choice?.details ?? "",
      checked: (choice?.key ?? null) === (subtitles.current?.key ?? null),
      stays: true, // style and delay stand below the choices
      act: () => subtitles.choose(choice),
    });
  }

  /** @param {string} current */
  #fillEncodings(current) {
    if (this.#encoding.value === current) return;
    const names = kEncodings.includes(current) ? kEncodings : [current, ...kEncodings];
    const options = names.map((name) => {
      const option = make("option", "", name);
      option.value = name;
      return option;
    });
    this.#encoding.replaceChildren(...options);
    this.#encoding.value = current;
  }

  #tookOwn() {
    const file = this.#own.files?.[0];
    this.#own.value = ""; // the same file may be chosen again after a change
    if (file) this.subtitles.chooseOwn(file);
  }
}
