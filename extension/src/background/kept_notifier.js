// Shows one notification when all kept files of a torrent are in the person's folder, if the person has allowed it
// (options page).

/** @typedef {import("../shared/types.js").TorrentChange} TorrentChange */
/** @typedef {import("../shared/types.js").TorrentFile} TorrentFile */

/**
 * Interface to the browser.
 * @typedef {object} World
 * @property {() => Promise<boolean>} isAllowed
 * @property {(id: string, name: string) => Promise<void>} show
 */

export class KeptNotifier {
  /** Torrents whose kept files are all in the folder. @type {Set<string>} */
  #there = new Set();

  /** @param {Pick<import("./engine.js").Engine, "request" | "onNotification">} engine @param {World} world */
  constructor(engine, world) {
    this.engine = engine;
    this.world = world;
    engine.onNotification((method, params) => {
      if (method === "torrents.changed") for (const change of params.torrents) this.#look(change);
      else if (method === "torrents.removed") this.#there.delete(params.id);
    });
  }

  /** Opens the folder of a notification's torrent. @param {string} id of the torrent */
  async open(id) {
    for (let offset = 0, total = 1; offset < total; ) {
      const page = await this.engine.request("torrents.files", { id, offset });
      const there = page.files.find((/** @type {TorrentFile} */ { kept }) => kept);
      if (there) return void (await this.engine.request("programs.open", { id, file: there.index, program: "folder" }));
      if (page.files.length === 0) return;
      offset += page.files.length;
      total = page.total;
    }
  }

  /** @param {TorrentChange} change */
  #look({ id, kept }) {
    if (kept === undefined) return;
    const there = kept !== null && kept.error === null && kept.files > 0 && kept.there === kept.files;
    if (!there) this.#there.delete(id);
    if (!there || this.#there.has(id)) return;
    this.#there.add(id);
    void this.#tell(id).catch(() => {}); // a failed notification has no consequence: the popup shows the same
  }

  /** @param {string} id */
  async #tell(id) {
    if (!(await this.world.isAllowed())) return;
    const { torrent } = await this.engine.request("torrents.get", { id });
    await this.world.show(id, torrent.name);
  }
}
