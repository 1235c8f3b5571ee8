// The daemon's figures of this viewer's stream and of its swarm, polled while they are shown.

import { kViewer } from "./viewer.js";

/** @typedef {import("../../shared/types.js").EngineClient} EngineClient */
/** @typedef {import("../../shared/types.js").Reader} Reader */
/** @typedef {import("../../shared/types.js").TorrentStats} TorrentStats */

const kAgainMs = 1000;

/** @param {number} ms @param {() => void} run @returns {() => void} */
function afterwards(ms, run) {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}

export class StreamFigures {
  /** @type {TorrentStats | null} */
  swarm = null;
  /** This viewer's reader; null also before the film is opened. @type {Reader | null} */
  reader = null;
  /** Ends the running poll; null: none runs. @type {(() => void) | null} */
  #end = null;

  /**
   * @param {Pick<EngineClient, "request">} engine
   * @param {{place: () => {torrent: string, file: number} | null, onChange: () => void, after?: typeof afterwards}} options
   *     place: what is looked at now, null when there is nothing to see
   */
  constructor(engine, { place, onChange, after = afterwards }) {
    this.engine = engine;
    this.place = place;
    this.onChange = onChange;
    this.after = after;
  }

  start() {
    if (this.#end) return;
    let wanted = true;
    let cancel = () => {};
    this.#end = () => {
      wanted = false;
      cancel();
    };
    const look = async () => {
      const found = await this.#ask();
      if (!wanted) return;
      Object.assign(this, found);
      this.onChange();
      cancel = this.after(kAgainMs, () => void look());
    };
    void look();
  }

  stop() {
    this.#end?.();
    this.#end = null;
    this.swarm = this.reader = null;
  }

  /** Without an answer the figures are unknown until the next poll. */
  async #ask() {
    const place = this.place();
    if (!place) return { swarm: null, reader: null };
    const asked = this.engine.request("stats.get", { id: place.torrent });
    const [swarm = null] = await asked.then(({ torrents }) => torrents).catch(() => []);
    const isOurs = (/** @type {Reader} */ { viewer, file }) => viewer === kViewer && file === place.file;
    return { swarm, reader: swarm?.readers.find(isOurs) ?? null };
  }
}
