// Measures how often peers of films without viewers are contacted. Magnetar alone, with default settings.
//   node tests/benchmark/idle.mjs [MINUTES] [FILMS]
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { randomBytes } from '../support/random.mjs';
import { Resources } from '../support/resources.mjs';
import { makeTorrent } from '../support/torrent.mjs';
import { startUser } from '../support/user.mjs';

/** The first packet of a uTP connection: type ST_SYN, version 1 (BEP 29). */
const UTP_SYN = 0x41;

/** A peer that closes each connection at once, TCP and uTP. @param {Resources} resources */
async function startPeer(resources) {
  const calls = { tcp: 0, utp: 0 };
  const server = createServer((socket) => {
    calls.tcp++;
    socket.on('error', () => {}).destroy();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const utp = createSocket('udp4', (packet) => {
    if (packet[0] === UTP_SYN) calls.utp++;
  });
  await new Promise((resolve) => utp.bind(port, '127.0.0.1', () => resolve(undefined)));
  resources.defer(() => {
    server.close();
    utp.close();
  });
  return { port, calls };
}

const [minutes = '3', films = '200'] = process.argv.slice(2);
const resources = new Resources();
try {
  const { port, calls } = await startPeer(resources);
  const { client } = await startUser(resources);
  for (let film = 0; film < Number(films); film++) {
    const name = `film ${film}.mkv`;
    const { torrent, infoHash } = makeTorrent({ name, files: [{ path: name, content: randomBytes(40_000, film) }] });
    await client.request('torrents.add', { torrent: torrent.toString('base64') });
    await client.request('torrents.add', { source: `magnet:?xt=urn:btih:${infoHash}&x.pe=127.0.0.1:${port}` });
  }
  // A newly added film requests its beginning first.
  await pause(30_000);
  for (let minute = 1; minute <= Number(minutes); minute++) {
    const before = { ...calls };
    await pause(60_000);
    const [tcp, utp] = [calls.tcp - before.tcp, calls.utp - before.utp].map((count) => (count / Number(films)).toFixed(2));
    console.log(`minute ${minute}: ${tcp} TCP, ${utp} uTP attempts for each of ${films} films`);
  }
} finally {
  await resources.dispose();
}
