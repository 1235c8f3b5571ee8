// The torrents as far as the background cares: which are active, so that the toolbar can say it and the host is kept.

/** @typedef {import("../shared/types.js").Torrent} Torrent */
/** @typedef {Pick<Torrent, "state" | "viewers"> & {since: number, keeping: boolean}} Known `since`: when the state began, in the clock of this page; `keeping`: something is on its way into the person's folder */

const kActiveStates = new Set(["finding_peers", "fetching_metadata", "fetching_torrent", "downloading", "checking"]);
/** Nobody has answered for so long that the host need not be kept for it; the daemon goes on asking while it runs. */
const kSearchMs = 5 * 60_000;
const kSearches = new Set(["finding_peers", "fetching_metadata", "fetching_torrent"]);
const kPageSize = 200;
/** States of the link in which there is no daemon that could be busy. */
const kNoDaemon = new Set(["not_installed", "not_allowed", "outdated"]);

export class Torrents {
  /** @type {Map<string, Known>} */
  #known = new Map();
  #active = 0;
  #cancel = () => {};
  /** @type {Set<(active: number) => void>} */
  #handlers = new Set();

  /** @param {Pick<import("./engine.js").Engine, "request" | "onLink" | "onNotification">} engine @param {(ms: number, run: () => void) => () => void} [after] gives what cancels it */
  constructor(engine, after = () => () => {}) {
    this.engine = engine;
    this.after = after;
    engine.onLink(({ state }) => {
      if (state === "ready") void this.#subscribe();
      else if (kNoDaemon.has(state)) this.#replace([]);
    });
    engine.onNotification((method, params) => this.#notified(method, params));
  }

  /** How many are watched or at work. */
  get active() {
    return this.#active;
  }

  /** What was true when the last worker ended; holds until the host tells otherwise. @param {number} active */
  assume(active) {
    this.#tell(active);
  }

  /** Called after each count, also when the number is the same. @param {(active: number) => void} handler */
  onCounted(handler) {
    this.#handlers.add(handler);
  }

  /** The first answer holds the newest; the rest is asked for in pages. */
  async #subscribe() {
    try {
      const { torrents, total } = await this.engine.request("torrents.subscribe", {});
      const all = [...torrents];
      while (all.length < total) {
        const page = await this.engine.request("torrents.list", { offset: all.length, limit: kPageSize });
        if (page.torrents.length === 0) break;
        all.push(...page.torrents);
      }
      this.#replace(all);
    } catch {
      // The link's next change asks again; meanwhile the last known number stands.
    }
  }

  /** @param {Torrent[]} torrents */
  #replace(torrents) {
    this.#known = new Map(torrents.map((torrent) => [torrent.id, knownOf(torrent)]));
    this.#count();
  }

  /** @param {string} method @param {any} params */
  #notified(method, params) {
    if (method === "torrents.added") this.#known.set(params.torrent.id, knownOf(params.torrent));
    else if (method === "torrents.removed") this.#known.delete(params.id);
    else if (method === "torrents.changed") this.#merge(params.torrents);
    else return;
    this.#count();
  }

  /** @param {import("../shared/types.js").TorrentChange[]} changes */
  #merge(changes) {
    for (const { id, state, viewers, kept } of changes) {
      const known = this.#known.get(id);
      if (!known) continue;
      const since = state === undefined || state === known.state ? known.since : Date.now();
      const keeping = kept === undefined ? known.keeping : isKeeping(kept);
      this.#known.set(id, { state: state ?? known.state, viewers: viewers ?? known.viewers, since, keeping });
    }
  }

  #count() {
    this.#cancel();
    const now = Date.now();
    const known = [...this.#known.values()];
    this.#tell(known.filter((one) => isActive(one, now)).length);
    const ends = known.filter((one) => kSearches.has(one.state) && isActive(one, now)).map(({ since }) => since + kSearchMs);
    if (ends.length > 0) this.#cancel = this.after(Math.min(...ends) - now + 1000, () => this.#count());
  }

  /** @param {number} active */
  #tell(active) {
    this.#active = active;
    for (const handler of this.#handlers) handler(active);
  }
}

/** @param {Pick<Torrent, "state" | "viewers"> & {state_since?: number, kept?: Torrent["kept"]}} torrent @returns {Known} */
function knownOf({ state, viewers, state_since: seconds = 0, kept }) {
  return { state, viewers, since: Date.now() - seconds * 1000, keeping: isKeeping(kept) };
}

/** All is here and is being copied: its end is worth a word. @param {Torrent["kept"]} kept */
function isKeeping(kept) {
  return Boolean(kept && kept.error === null && kept.there < kept.files);
}

/** @param {Known} known @param {number} now */
function isActive({ state, viewers, since, keeping }, now) {
  if (viewers > 0 || (keeping && state === "complete")) return true;
  return kActiveStates.has(state) && !(kSearches.has(state) && now - since > kSearchMs);
}
