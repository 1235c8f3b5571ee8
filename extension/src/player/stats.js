// The numbers behind the picture, for those who want them.

import { byId, make, setText } from "../shared/dom.js";
import { bytes, duration, number, percent, rate, text } from "../shared/i18n.js";

/** @typedef {import("../shared/types.js").Torrent} Torrent */
/** @typedef {import("./playback.js").Playback} Playback */

/**
 * Rows of name and value.
 * @param {Torrent} torrent
 * @param {Playback} playback
 * @returns {[string, string][]}
 */
export function statistics(torrent, playback) {
  const { video } = playback;
  const frames = video.getVideoPlaybackQuality();
  return [
    [text("player_stats_peers"), text("player_stats_peers_value", number(torrent.peers), number(torrent.seeds))],
    [text("player_stats_down"), rate(torrent.download_rate)],
    [text("player_stats_up"), rate(torrent.upload_rate)],
    [text("player_stats_ahead"), duration(playback.bufferedAhead)],
    [text("player_stats_done"), text("player_stats_done_value", bytes(torrent.done), bytes(torrent.size), percent(torrent.progress))],
    [text("player_stats_picture"), video.videoWidth > 0 ? `${video.videoWidth} × ${video.videoHeight}` : "–"],
    [text("player_stats_dropped"), text("player_stats_dropped_value", number(frames.droppedVideoFrames), number(frames.totalVideoFrames))],
  ];
}

export class Stats {
  #box = byId("stats", HTMLElement);
  #list = byId("stats_list", HTMLElement);
  #opener = byId("show_stats", HTMLButtonElement);

  toggle() {
    this.#box.hidden = !this.#box.hidden;
    this.#opener.setAttribute("aria-pressed", String(!this.#box.hidden));
  }

  /** @param {Torrent | null} torrent @param {Playback} playback */
  update(torrent, playback) {
    if (this.#box.hidden || !torrent) return;
    const rows = statistics(torrent, playback);
    if (this.#list.childElementCount === 0) {
      this.#list.append(...rows.flatMap(([name]) => [make("dt", "", name), make("dd", "")]));
    }
    rows.forEach(([, value], i) => setText(/** @type {Element} */ (this.#list.children[2 * i + 1]), value));
  }
}
