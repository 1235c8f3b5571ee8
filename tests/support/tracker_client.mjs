// bittorrent-tracker's client in a process of its own, told line by line what to do; it prints what it is told. Needs Node.js 22.
//   node tracker_client.mjs URL INFO_HASH PEER_ID PORT
// Commands: start, update, complete, stop, scrape, destroy. Lines: {"event": "update" | "scrape" | "peer" | "warning", …}
import Client from 'bittorrent-tracker/client';
import { createInterface } from 'node:readline';

// Its WebSockets come back after 10 s and up to five minutes more, which are drawn by lot.
Math.random = () => 0;

const [announce, infoHash, peerId, port] = process.argv.slice(2);
const client = new Client({ announce, infoHash, peerId, port: Number(port) });
const tell = (/** @type {object} */ line) => process.stdout.write(`${JSON.stringify(line)}\n`);

client.on('update', ({ complete, incomplete }) => tell({ event: 'update', complete, incomplete }));
client.on('scrape', ({ complete, incomplete, downloaded }) => tell({ event: 'scrape', complete, incomplete, downloaded }));
client.on('peer', (peer) => tell({ event: 'peer', peer: typeof peer === 'string' ? peer : peer.id }));
client.on('warning', (warning) => tell({ event: 'warning', message: warning.message }));
client.on('error', (error) => tell({ event: 'error', message: error.message }));

/** @type {Record<string, () => void>} */
const commands = {
  start: () => client.start({ left: 5 }),
  update: () => client.update({ left: 5 }),
  complete: () => client.complete({ left: 0 }),
  stop: () => client.stop({ left: 0 }),
  scrape: () => client.scrape(),
  destroy: () => client.destroy(() => process.exit(0)),
};
createInterface({ input: process.stdin }).on('line', (line) => commands[line]());
process.stdin.once('end', () => process.exit(0));
