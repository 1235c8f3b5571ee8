// Everything the page polls from the daemon while it is visible: figures of the stream and of the search, damaged pieces, and
// available pieces.

import { HerePoll } from "../../source/here_poll.js";
import { StreamFigures } from "../../source/stream_figures.js";
import { DamagedData } from "./damaged_data.js";
import { Stats } from "./stats.js";

/** @typedef {import("../../../shared/types.js").EngineClient} EngineClient */
/** @typedef {import("../../../shared/types.js").Torrent} Torrent */

/** Whether the page says that peers are searched for. @param {Torrent | null} torrent */
export function waitsForPeople(torrent) {
  if (!torrent || torrent.paused || torrent.state === "error") return false;
  return !torrent.has_metadata || (torrent.peers === 0 && torrent.progress < 1);
}

export class Watching {
  #opener;
  #stats;
  #search;
  #damaged;
  #here;

  /** @param {EngineClient} engine @param {{opener: import("../../source/stream_opener.js").StreamOpener, onChange: () => void, onParts: (parts: number[]) => void}} parts */
  constructor(engine, { opener, onChange, onParts }) {
    this.#opener = opener;
    const place = () => this.#inSight();
    this.#stats = new Stats(new StreamFigures(engine, { place, onChange }));
    this.#search = new StreamFigures(engine, { place: () => this.#searched(), onChange });
    this.#damaged = new DamagedData(new StreamFigures(engine, { place, onChange }));
    this.#here = new HerePoll(engine, { place, onParts });
  }

  start() {
    this.#here.start();
  }

  /** Polls at once, since another stream is open. */
  look() {
    this.#here.look();
  }

  toggleStats() {
    this.#stats.toggle();
  }

  /** The state of the peer search; null: not known. */
  get search() {
    return this.#search.swarm?.search ?? null;
  }

  /** Whether the next piece came damaged and is still missing after a while. */
  get damaged() {
    return this.#damaged.lasts;
  }

  /** @param {import("../../source/playback.js").Playback} playback */
  update(playback) {
    const { torrent } = this.#opener;
    if (waitsForPeople(torrent)) this.#search.start();
    else this.#search.stop();
    this.#damaged.update(playback.phase === "waiting" || playback.phase === "loading");
    this.#stats.update(torrent, playback);
  }

  /** The torrent whose search is polled; null while the page is hidden. */
  #searched() {
    const { torrent } = this.#opener;
    return torrent && !document.hidden ? { torrent: torrent.id, file: -1 } : null;
  }

  /** The file whose figures are polled; null while the page is hidden. */
  #inSight() {
    const { torrent, file } = this.#opener;
    return torrent && file && !document.hidden ? { torrent: torrent.id, file: file.index } : null;
  }
}
