// The panel of state: title, one sentence, a progress line, and actions.

import { byId, makeButton, setProgress, setText } from "../../shared/dom.js";
import { text } from "../../shared/i18n.js";
import { actionLabel } from "../source/problems.js";

/** @typedef {import("./describe.js").View} View */
/** @typedef {import("../source/problems.js").ActionName} ActionName */

export class StateView {
  #title = byId("title", HTMLElement);
  #sentence = byId("sentence", HTMLElement);
  #progress = byId("progress", HTMLElement);
  #facts = byId("facts", HTMLElement);
  #advice = byId("advice", HTMLElement);
  #actions = byId("actions", HTMLElement);
  #announcer = byId("announcer", HTMLElement);
  /** Names of the shown buttons, so that new numbers do not replace a button that has the focus. */
  #shownActions = "";
  #announced = "";

  /** @param {(action: ActionName) => void} act */
  constructor(act) {
    this.act = act;
  }

  /** @param {string} name @param {string} raw as it was shared, for who points at it */
  showTitle(name, raw) {
    setText(this.#title, name);
    const filmName = byId("film_name", HTMLElement);
    setText(filmName, name);
    for (const element of [this.#title, filmName]) if (element.title !== raw) element.title = raw;
    document.title = name || text("player_title");
  }

  /** @param {View} view */
  show(view) {
    document.documentElement.dataset.state = view.state;
    setText(this.#sentence, view.sentence);
    setText(this.#facts, view.facts);
    setText(this.#advice, view.advice);
    this.#progress.classList.toggle("waiting", view.waiting);
    setProgress(this.#progress, view.progress);
    this.#showActions(view.actions);
    this.#announce(view);
  }

  /** @param {ActionName[]} actions */
  #showActions(actions) {
    if (actions.join() === this.#shownActions) return;
    this.#shownActions = actions.join();
    this.#actions.replaceChildren(
      ...actions.map((action, index) => {
        const button = makeButton(actionLabel(action), index === 0 ? "button primary" : "button", () => this.act(action));
        button.id = `action_${action}`;
        return button;
      }),
    );
  }

  /** Screen readers announce each state once, not each percent. @param {View} view */
  #announce({ state, sentence, advice }) {
    const key = `${state} ${advice}`;
    if (key === this.#announced) return;
    this.#announced = key;
    setText(this.#announcer, `${sentence} ${advice}`);
  }
}
