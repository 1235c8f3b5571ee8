// The torrents of a daemon as a subscribed client sees them: the first list, changed by notifications.

/** @param {any[]} messages @returns {Map<string, any>} */
function fold(messages) {
  const torrents = new Map();
  for (const { method, params, result } of messages) {
    if (Array.isArray(result?.torrents)) for (const torrent of result.torrents) torrents.set(torrent.id, torrent);
    if (method === 'torrents.added') torrents.set(params.torrent.id, params.torrent);
    if (method === 'torrents.changed') {
      for (const change of params.torrents) torrents.set(change.id, { ...torrents.get(change.id), ...change });
    }
    if (method === 'torrents.removed') torrents.delete(params.id);
  }
  return torrents;
}

export class Torrents {
  /** @param {import('./rpc.mjs').RpcPeer} client that has subscribed */
  constructor(client) {
    this.client = client;
  }

  /** @param {import('./rpc.mjs').RpcPeer} client */
  static async of(client) {
    await client.request('torrents.subscribe');
    return new Torrents(client);
  }

  /** @param {string} id */
  now(id) {
    return fold(this.client.messages).get(id);
  }

  /**
   * Waits for a torrent to match.
   * @param {string} id
   * @param {(torrent: any) => unknown} fits
   * @param {string} what
   * @param {number} [milliseconds]
   * @returns {Promise<any>}
   */
  until(id, fits, what, milliseconds = 30_000) {
    const find = (/** @type {any[]} */ messages) => {
      const torrent = fold(messages).get(id);
      return torrent && fits(torrent) ? torrent : null;
    };
    return this.client.waitFor(find, milliseconds, `torrent ${id}: ${what}`);
  }

  /** Adds a magnet link and waits for the list of files. @param {string} source @returns {Promise<string>} its id */
  async add(source) {
    const { id } = await this.client.request('torrents.add', { source });
    await this.until(id, (torrent) => torrent.has_metadata, 'metadata');
    return id;
  }

  /**
   * Adds a torrent and downloads all of its files.
   * @param {string} source
   * @returns {Promise<{id: string, files: any[]}>}
   */
  async fetchWhole(source, milliseconds = 60_000) {
    const id = await this.add(source);
    const { files } = await this.client.request('torrents.files', { id });
    await this.client.request('torrents.select', { id, files: files.map((/** @type {any} */ file) => file.index) });
    await this.until(
      id,
      (torrent) => torrent.state === 'complete' && torrent.done === torrent.size,
      'complete',
      milliseconds,
    );
    return { id, files: (await this.client.request('torrents.files', { id })).files };
  }
}
