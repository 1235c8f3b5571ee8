// An HTTP tracker that always names the same peers. usage: node tracker_main.mjs ADDRESS PORT PEER_ADDRESS:PORT…
import { createServer } from 'node:http';
import { bencode } from '../support/torrent.mjs';

const [address, port, ...named] = process.argv.slice(2);
const peers = Buffer.concat(
  named.map((peer) => {
    const [host, peerPort] = peer.split(':');
    return Buffer.from([...host.split('.').map(Number), Number(peerPort) >> 8, Number(peerPort) & 255]);
  }),
);
const answer = bencode({ complete: named.length, incomplete: 0, interval: 1800, peers });
createServer((request, response) => void response.end(answer)).listen(Number(port), address, () => {
  process.stdout.write('{"ready":true}\n');
});
process.stdin.resume().once('end', () => process.exit(0));
