// Polls which pieces of the film are available on this computer, while the page is visible and until all of them are.

/** @typedef {import("../../shared/types.js").EngineClient} EngineClient */

const kEveryMs = 3000;

export class HerePoll {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** The film that is available whole. */
  #whole = "";

  /** @param {Pick<EngineClient, "request">} engine @param {{place: () => {torrent: string, file: number} | null, onParts: (parts: number[]) => void}} options */
  constructor(engine, { place, onParts }) {
    this.engine = engine;
    this.place = place;
    this.onParts = onParts;
  }

  start() {
    document.addEventListener("visibilitychange", () => this.look());
    this.look();
  }

  /** Polls now, and again later while the page is visible and parts are missing. */
  look() {
    clearTimeout(this.#timer);
    if (document.hidden) return;
    void this.#ask().then((whole) => {
      if (!whole && !document.hidden) this.#timer = setTimeout(() => this.look(), kEveryMs);
    });
  }

  /** @returns {Promise<boolean>} whether all is here */
  async #ask() {
    const place = this.place();
    const name = place ? `${place.torrent} ${place.file}` : "";
    if (!place) return false;
    if (name === this.#whole) return true;
    const { parts } = await this.engine.request("torrents.here", { id: place.torrent, file: place.file }).catch(() => ({ parts: [] }));
    if (parts.length > 0 && parts.every((share) => share === 100)) this.#whole = name;
    this.onParts(parts);
    return name === this.#whole;
  }
}
