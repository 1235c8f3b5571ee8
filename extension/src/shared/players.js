// Messages between open players: a torrent has one tab, and only one film plays.

import { browser } from "./browser.js";

/** @typedef {{type: "find", torrent: string, asked: string} | {type: "found", asked: string} | {type: "plays", player: string}} Word */

const kName = "players";
/** An open tab answers at once, unless the browser has put it to sleep. */
const kAnswerMs = 200;

/** Shows the tab with this torrent. @param {string} torrent @returns {Promise<boolean>} false: there is none */
export function showOpenPlayer(torrent) {
  const channel = new BroadcastChannel(kName);
  const asked = crypto.randomUUID();
  return new Promise((resolve) => {
    const end = (/** @type {boolean} */ found) => {
      channel.close();
      resolve(found);
    };
    const timer = setTimeout(() => end(false), kAnswerMs);
    channel.addEventListener("message", ({ data }) => {
      if (data?.type !== "found" || data.asked !== asked) return;
      clearTimeout(timer);
      end(true);
    });
    channel.postMessage({ type: "find", torrent, asked });
  });
}

async function comeForward() {
  const tab = await browser.tabs.getCurrent();
  if (tab?.id === undefined) return;
  await browser.tabs.update(tab.id, { active: true });
  await browser.windows.update(tab.windowId, { focused: true });
}

export class OpenPlayer {
  #channel = new BroadcastChannel(kName);
  #player = crypto.randomUUID();

  /** @param {{torrent: () => string | null, pause: () => void}} player */
  constructor(player) {
    this.#channel.addEventListener("message", ({ data }) => {
      if (data?.type === "plays" && data.player !== this.#player) player.pause();
      if (data?.type !== "find" || data.torrent !== player.torrent()) return;
      this.#channel.postMessage({ type: "found", asked: data.asked });
      void comeForward();
    });
  }

  /** Pauses all other players. */
  plays() {
    this.#channel.postMessage({ type: "plays", player: this.#player });
  }
}
