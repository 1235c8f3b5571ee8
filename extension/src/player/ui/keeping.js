// The button and the menu for keeping a film, showing its folder, and saving a copy elsewhere.

import { byId } from "../../shared/dom.js";
import { text } from "../../shared/i18n.js";
import { saveAs } from "../../shared/save_as.js";
import { setIcon } from "../../style/icons.js";
import { isPlayable } from "../files/file_order.js";
import { Keeper, keptState } from "../source/keeper.js";
import { FilmMenu } from "./menus/film_menu.js";

const kWords = { no: "player_keep", coming: "player_kept", there: "player_show_folder" };

export class Keeping {
  keeper;
  #button = byId("keep_film", HTMLButtonElement);
  #menu;
  #parts;

  /**
   * @param {{engine: import("../../shared/types.js").EngineClient, opener: import("../source/stream_opener.js").StreamOpener, fileList: import("../files/file_list_cache.js").FileListCache, toast: import("../source/film.js").Notices}} parts
   * @param {Record<string, () => void>} more what else the menu does, by the id of its button
   */
  constructor(parts, more) {
    this.#parts = parts;
    this.keeper = new Keeper(parts.engine, parts);
    this.#menu = new FilmMenu(this.keeper, { ...more, menu_save: () => void this.#save() });
  }

  update() {
    const { file } = this.keeper;
    const state = keptState(file);
    this.#button.hidden = file === null || !isPlayable(file);
    this.#button.setAttribute("aria-pressed", String(state !== "no"));
    setIcon(this.#button, state === "there" ? "folder" : "keep", text(kWords[state]));
    this.#menu.update();
    this.keeper.tellFailure(this.#parts.opener.torrent?.kept);
  }

  async #save() {
    const { file } = this.keeper;
    const { toast } = this.#parts;
    try {
      if (file && (await saveAs(file))) toast.show("keep", text("player_saving"), { seconds: 6 });
    } catch (error) {
      toast.show("keep", text("player_save_failed", String(/** @type {Error} */ (error).message)), { seconds: 10 });
    }
  }
}
