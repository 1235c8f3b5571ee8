// Serves a small torrent at /film.torrent and redirects /to?URL to URL. Runs a command when it listens, and ends with
// it. usage: node redirecting_server.mjs ADDRESS PORT COMMAND…
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { makeTorrent } from './torrent.mjs';

const [address, port, command, ...args] = process.argv.slice(2);
const { torrent } = makeTorrent({ name: 'Public film', files: [{ path: 'film.mp4', content: Buffer.alloc(100_000, 7) }] });

const server = createServer((request, response) => {
  const target = /^\/to\?(.*)$/.exec(request.url ?? '')?.[1];
  if (target) response.writeHead(302, { Location: decodeURIComponent(target) }).end();
  else if (request.url === '/film.torrent') response.end(torrent);
  else response.writeHead(404).end();
});
server.listen(Number(port), address, () => {
  const child = spawn(command, args, { stdio: 'inherit' });
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.once('close', (code) => process.exit(code ?? 1));
});
