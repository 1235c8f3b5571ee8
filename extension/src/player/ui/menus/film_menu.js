// The menu of further actions: keep the film, open it elsewhere, and those for which a narrow window has no room in the bar.

import { byId, makeButton, setText } from "../../../shared/dom.js";
import { text } from "../../../shared/i18n.js";
import { keptState } from "../../source/keeper.js";
import { canSave } from "../../../shared/save_as.js";

/** Names of programs, as their makers write them. @type {Record<string, string>} */
const kNames = { mpv: "mpv", vlc: "VLC", celluloid: "Celluloid", haruna: "Haruna", smplayer: "SMPlayer", totem: "Videos" };

/** @type {Record<import("../../source/keeper.js").KeptState, string>} */
const kWords = { no: "player_keep", coming: "player_kept", there: "player_show_folder" };

export class FilmMenu {
  #menu = byId("copy_menu", HTMLElement);
  #keep = byId("menu_keep", HTMLButtonElement);
  #programs = byId("menu_programs", HTMLElement);
  #shown = "";

  /** @param {import("../../source/keeper.js").Keeper} keeper @param {Record<string, () => void>} more what a narrow window shows here, by the id of its button */
  constructor(keeper, more) {
    this.keeper = keeper;
    this.#keep.addEventListener("click", () => this.#close(() => void keeper.press()));
    for (const [id, act] of Object.entries(more)) byId(id, HTMLElement).addEventListener("click", () => this.#close(act));
    this.#menu.addEventListener("toggle", () => void this.#opened());
  }

  update() {
    byId("menu_audio", HTMLElement).hidden = byId("show_audio", HTMLElement).hidden;
    byId("menu_pip", HTMLElement).hidden = !document.pictureInPictureEnabled;
    byId("menu_save", HTMLElement).hidden = this.keeper.file === null || !canSave(this.keeper.file);
    setText(this.#keep, text(kWords[keptState(this.keeper.file)]));
    const names = (this.keeper.programs ?? []).filter((word) => word in kNames);
    if (names.join() === this.#shown) return;
    this.#shown = names.join();
    this.#programs.replaceChildren(...names.map((word) => this.#makeItem(word)));
  }

  /** @param {string} word */
  #makeItem(word) {
    const item = makeButton(text("player_open_in", kNames[word] ?? word), "button", () => this.#close(() => void this.keeper.open(word)));
    item.id = `open_in_${word}`;
    return item;
  }

  async #opened() {
    if (!this.#menu.matches(":popover-open")) return;
    await this.keeper.findPrograms();
    this.update();
  }

  /** @param {() => void} act */
  #close(act) {
    this.#menu.hidePopover();
    act();
  }
}
