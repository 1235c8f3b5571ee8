// The statistics panel over the picture.

import { byId, make, setText } from "../../../shared/dom.js";
import { bytes, duration, number, plural, rate, text } from "../../../shared/i18n.js";

/** @typedef {import("../../../shared/types.js").Torrent} Torrent */
/** @typedef {import("../../source/playback.js").Playback} Playback */
/** @typedef {import("../../source/stream_figures.js").StreamFigures} StreamFigures */

/** Stands for an unknown number. */
const kUnknown = "–";

/**
 * Rows of name and value; the names are always the same.
 * @param {Torrent} torrent
 * @param {Playback} playback
 * @param {Pick<StreamFigures, "swarm" | "reader">} figures
 * @returns {[string, string][]}
 */
export function statistics(torrent, playback, { swarm, reader }) {
  const { video } = playback;
  const frames = video.getVideoPlaybackQuality();
  return [
    [text("player_stats_picture"), video.videoWidth > 0 ? `${video.videoWidth} × ${video.videoHeight}` : kUnknown],
    [text("player_stats_dropped"), text("player_stats_dropped_value", number(frames.droppedVideoFrames), number(frames.totalVideoFrames))],
    [text("player_stats_started"), startWords(playback.firstPictureAt)],
    [text("player_stats_waited"), waitedWords(playback.stalls)],
    [text("player_stats_ahead"), duration(playback.bufferedAhead)],
    [text("player_stats_ready"), reader ? duration(Math.max(reader.buffered_seconds, playback.bufferedAhead)) : kUnknown],
    [text("player_stats_reading"), reader ? text("player_stats_reading_value", rate(reader.rate), rate(reader.bitrate)) : kUnknown],
    [text("player_stats_done"), text("player_stats_done_value", bytes(torrent.done), bytes(torrent.size))],
    [text("player_stats_down"), rate(torrent.download_rate)],
    [text("player_stats_up"), rate(torrent.upload_rate)],
    [text("player_stats_peers"), text("player_stats_peers_value", number(torrent.peers), number(torrent.seeds))],
    [text("player_stats_transport"), swarm ? transportWords(swarm.peers) : kUnknown],
    [text("player_stats_vain"), swarm ? vainWords(swarm) : kUnknown],
    [text("player_stats_damaged"), swarm ? damagedWords(swarm) : kUnknown],
  ];
}

/** @param {number | null} at milliseconds */
function startWords(at) {
  if (at === null) return kUnknown;
  return number(at / 1000, { style: "unit", unit: "second", unitDisplay: "short", maximumSignificantDigits: 2 });
}

/** @param {import("../../../shared/types.js").TorrentStats["peers"]} peers */
function transportWords({ tcp, utp, web_peers: webPeers, web_seeds: webSeeds }) {
  return text("player_stats_transport_value", number(tcp), number(utp), number(webPeers), number(webSeeds));
}

/** @param {Playback["stalls"]} stalls */
function waitedWords({ count, seconds }) {
  return count > 0 ? plural("player_stats_waited_value", count, duration(seconds)) : duration(0);
}

/** @param {import("../../../shared/types.js").TorrentStats} swarm */
function vainWords({ wasted, corrupt, downloaded }) {
  return text("player_stats_vain_value", bytes(wasted + corrupt), bytes(downloaded));
}

/** The number of pieces that failed their hash check, and addresses of peers that were banned for them. @param {import("../../../shared/types.js").TorrentStats} swarm */
function damagedWords({ hash_failures: failures, banned }) {
  const words = plural("player_stats_damaged_value", failures);
  const names = banned.map(({ address }) => address).filter(Boolean);
  return names.length > 0 ? text("player_stats_damaged_by", words, names.slice(0, 3).join(", ")) : words;
}

export class Stats {
  #box = byId("stats", HTMLElement);
  #list = byId("stats_list", HTMLElement);
  #opener = byId("show_stats", HTMLButtonElement);

  /** @param {StreamFigures} figures followed while the box is shown */
  constructor(figures) {
    this.figures = figures;
  }

  toggle() {
    this.#box.hidden = !this.#box.hidden;
    if (this.#box.hidden) this.figures.stop();
    else this.figures.start();
    this.#opener.setAttribute("aria-pressed", String(!this.#box.hidden));
  }

  /** @param {Torrent | null} torrent @param {Playback} playback */
  update(torrent, playback) {
    if (this.#box.hidden || !torrent) return;
    const rows = statistics(torrent, playback, this.figures);
    if (this.#list.childElementCount === 0) {
      this.#list.append(...rows.flatMap(([name]) => [make("dt", "", name), make("dd", "")]));
    }
    rows.forEach(([, value], i) => setText(/** @type {Element} */ (this.#list.children[2 * i + 1]), value));
  }
}
