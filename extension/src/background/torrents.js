// Counts active torrents, for the toolbar badge and for keeping the host.

/** @typedef {import("../shared/types.js").Torrent} Torrent */
/**
 * @typedef {Pick<Torrent, "state" | "viewers"> & {since: number, keeping: boolean}} Known `since`: start of the state
 * by this page's clock, ms; `keeping`: a file is being copied to the person's folder
 */

/** @typedef {{method: string, params: any}} Notification */

const kActiveStates = new Set(["finding_peers", "fetching_metadata", "fetching_torrent", "downloading", "checking"]);
/** A search without peers keeps the host for this long only; the daemon goes on searching while it runs. */
const kSearchMs = 5 * 60_000;
const kSearches = new Set(["finding_peers", "fetching_metadata", "fetching_torrent"]);
const kPageSize = 200;
/** States of the link in which no daemon runs. */
const kNoDaemon = new Set(["not_installed", "not_allowed", "outdated"]);

export class Torrents {
  /** @type {Map<string, Known>} */
  #known = new Map();
  #active = 0;
  #cancel = () => {};
  /** Notifications since the subscription whose pages are still coming. @type {Notification[] | null} */
  #meanwhile = null;
  /** @type {Set<(active: number) => void>} */
  #handlers = new Set();

  /**
   * @param {Pick<import("./engine.js").Engine, "request" | "onLink" | "onNotification">} engine
   * @param {(ms: number, run: () => void) => () => void} [after] returns a function that cancels it
   */
  constructor(engine, after = () => () => {}) {
    this.engine = engine;
    this.after = after;
    engine.onLink(({ state }) => {
      if (state === "ready") void this.#subscribe();
      else if (kNoDaemon.has(state)) this.#forget();
    });
    engine.onNotification((method, params) => this.#notified(method, params));
  }

  /** Number of torrents with a viewer or with work to do. */
  get active() {
    return this.#active;
  }

  /** Sets the number that the last worker knew; valid until the host tells otherwise. @param {number} active */
  assume(active) {
    this.#tell(active);
  }

  /** Called after each count, also without a change. @param {(active: number) => void} handler */
  onCounted(handler) {
    this.#handlers.add(handler);
  }

  /** A link that changes again while the pages come begins another subscription, or ends this one. */
  async #subscribe() {
    /** @type {Notification[]} */
    const meanwhile = (this.#meanwhile = []);
    try {
      const torrents = await this.#request(meanwhile);
      if (this.#meanwhile !== meanwhile) return;
      this.#known = new Map(torrents.map((torrent) => [torrent.id, knownOf(torrent)]));
      // A page may be older than a notification that came before it.
      for (const notification of meanwhile) this.#apply(notification);
      this.#meanwhile = null;
      this.#count();
    } catch {
      // The next change of the link subscribes again; the last count stays until then.
      if (this.#meanwhile === meanwhile) this.#meanwhile = null;
    }
  }

  /**
   * Subscribes. The answer holds the newest torrents; the others are requested page by page. A torrent that is removed
   * meanwhile moves the later ones, so the next page begins earlier.
   * @param {Notification[]} meanwhile
   * @returns {Promise<Torrent[]>} a torrent that moved may be there twice, the later one last
   */
  async #request(meanwhile) {
    const removals = () => meanwhile.filter(({ method }) => method === "torrents.removed").length;
    let { torrents: all, total } = await this.engine.request("torrents.subscribe", {});
    let removed = 0;
    for (let offset = all.length; ; ) {
      offset = Math.max(0, offset - (removals() - removed));
      removed = removals();
      if (offset >= total) return all;
      const page = await this.engine.request("torrents.list", { offset, limit: kPageSize });
      if (page.torrents.length === 0 && removals() === removed) return all;
      all = [...all, ...page.torrents];
      total = page.total;
      offset += page.torrents.length;
    }
  }

  /** No daemon runs, so no torrent is active. */
  #forget() {
    this.#meanwhile = null;
    this.#known.clear();
    this.#count();
  }

  /** @param {string} method @param {any} params */
  #notified(method, params) {
    const notification = { method, params };
    this.#meanwhile?.push(notification);
    if (this.#apply(notification)) this.#count();
  }

  /** Returns whether the notification is about torrents. @param {Notification} notification */
  #apply({ method, params }) {
    if (method === "torrents.added") this.#known.set(params.torrent.id, knownOf(params.torrent));
    else if (method === "torrents.removed") this.#known.delete(params.id);
    else if (method === "torrents.changed") this.#merge(params.torrents);
    else return false;
    return true;
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

/**
 * Whether kept files are being copied. The host is kept for that, because its end is notified.
 * @param {Torrent["kept"]} kept
 */
function isKeeping(kept) {
  return Boolean(kept && kept.error === null && kept.there < kept.files);
}

/** @param {Known} known @param {number} now */
function isActive({ state, viewers, since, keeping }, now) {
  if (viewers > 0 || (keeping && state === "complete")) return true;
  return kActiveStates.has(state) && !(kSearches.has(state) && now - since > kSearchMs);
}
