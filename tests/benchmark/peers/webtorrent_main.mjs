// WebTorrent with its own HTTP server, as an application uses it. Needs Node.js 22. usage: node webtorrent_main.mjs FOLDER
import { join } from 'node:path';
import WebTorrent from 'webtorrent';
import { serveRequests } from './serve_requests.mjs';

const folder = join(process.argv[2], 'films');
const client = new WebTorrent({ dht: false, lsd: false, natUpnp: false, natPmp: false });
client.on('error', (error) => {
  console.error(error);
  process.exit(1);
});
const instance = /** @type {any} */ (client.createServer({ hostname: '127.0.0.1' }));

/** @param {string} magnet @returns {Promise<any>} */
const added = (magnet) => new Promise((resolve) => client.add(magnet, { path: folder }, resolve));

instance.server.listen(0, '127.0.0.1', () => {
  const { port } = instance.server.address();
  serveRequests(async ({ open, fetch }) => {
    const torrent = (await client.get(open ?? fetch)) ?? (await added(open ?? fetch));
    if (fetch && !torrent.done) await new Promise((resolve) => torrent.once('done', resolve));
    const file = torrent.files.reduce((a, b) => (a.length >= b.length ? a : b));
    return { url: `http://127.0.0.1:${port}${file.streamURL}` };
  });
});
