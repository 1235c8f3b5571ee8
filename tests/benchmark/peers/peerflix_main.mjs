// peerflix with its own HTTP server, as its command line starts it. usage: node peerflix_main.mjs FOLDER
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { serveRequests } from './serve_requests.mjs';

const peerflix = createRequire(import.meta.url)('peerflix');
const folder = process.argv[2];
/** @type {Map<string, any>} */
const engines = new Map();

/** @param {string} magnet */
async function engineOf(magnet) {
  const known = engines.get(magnet);
  if (known) return known;
  const options = { connections: 100, dht: false, hostname: '127.0.0.1', tmp: folder, path: join(folder, 'films') };
  const engine = peerflix(magnet, options);
  engines.set(magnet, engine);
  await new Promise((resolve) => engine.server.once('listening', resolve));
  return engine;
}

/** @param {any} engine */
function allHere({ torrent, bitfield }) {
  return torrent.pieces.every((/** @type {unknown} */ _, /** @type {number} */ piece) => bitfield.get(piece));
}

serveRequests(async ({ open, fetch }) => {
  const engine = await engineOf(open ?? fetch);
  if (fetch && !allHere(engine)) {
    await new Promise((resolve) => engine.on('verify', () => allHere(engine) && resolve(undefined)));
  }
  return { url: `http://127.0.0.1:${engine.server.address().port}/` };
});
