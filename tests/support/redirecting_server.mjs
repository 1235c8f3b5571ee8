// Serves a small torrent at /film.torrent and redirects /to?URL to URL, on the address and port it is told.
import { createServer } from 'node:http';
import { makeTorrent } from './torrent.mjs';

const [address, port] = process.argv.slice(2);
const { torrent } = makeTorrent({
  name: 'Public film',
  files: [{ path: 'film.mp4', content: Buffer.alloc(100_000, 7) }],
});

createServer((request, response) => {
  const target = /^\/to\?(.*)$/.exec(request.url ?? '')?.[1];
  if (target) response.writeHead(302, { Location: decodeURIComponent(target) }).end();
  else if (request.url === '/film.torrent') response.end(torrent);
  else response.writeHead(404).end();
}).listen(Number(port), address);
