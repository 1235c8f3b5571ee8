// Started by listening_world.mjs: listens on every address, logs each access, and runs a command beside it. Arguments:
// the log file, then the command.
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { ADDRESSES, PORTS } from './listening_world.mjs';
import { bencode } from './torrent.mjs';

const [log, command, ...args] = process.argv.slice(2);
const note = (/** @type {string} */ line) => appendFileSync(log, `${line}\n`);

/** A tracker's answer with a peer at the private address. */
const PEERS = Buffer.from([...ADDRESSES.private.split('.').map(Number), PORTS.peer >> 8, PORTS.peer & 255]);

for (const address of Object.values(ADDRESSES)) {
  const http = createServer((request, response) => {
    const path = request.url ?? '';
    note(`http ${address} ${path.split('?')[0]}`);
    const target = /^\/to\/(.*?)(\?|$)/.exec(path)?.[1];
    if (target) return void response.writeHead(302, { location: decodeURIComponent(target) }).end();
    response.end(bencode({ interval: 1800, peers: PEERS }));
  });
  http.listen(PORTS.http, address);
  const peer = createTcpServer((socket) => {
    note(`peer ${address}`);
    socket.destroy();
  });
  peer.listen(PORTS.peer, address);
  const udp = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  udp.on('message', () => note(`udp ${address}`));
  udp.bind(PORTS.udp, address);
}

const child = spawn(command, args, { stdio: 'inherit' });
for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT'])) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));
