// Adds a torrent of several films to a daemon.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seed } from './seeders.mjs';
import { Torrents } from './torrents.mjs';

/** @typedef {{index: number, path: string}} FilmFile `index` in the torrent; path of the seeded file */

/**
 * Seeds files as one folder and adds the torrent by its magnet link.
 * @param {import('./resources.mjs').Resources} resources
 * @param {import('./rpc.mjs').RpcPeer} client of the daemon
 * @param {Record<string, string>} paths of films, by their names in the torrent
 * @param {Record<string, string>} [texts] contents of further files, by their names
 * @returns {Promise<{id: string, magnet: string, film: (name: string) => FilmFile}>}
 */
export async function addFilms(resources, client, paths, texts = {}) {
  const folder = join(resources.folder(), 'Films');
  mkdirSync(folder);
  for (const [name, path] of Object.entries(paths)) copyFileSync(path, join(folder, name));
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text);
  const { magnet } = await seed(resources, folder);
  const id = await (await Torrents.of(client)).add(magnet);
  const { files } = await client.request('torrents.files', { id });
  const film = (/** @type {string} */ name) => {
    const { index } = files.find((/** @type {any} */ file) => file.name === name);
    return { index, path: paths[name] ?? '' };
  };
  return { id, magnet, film };
}
