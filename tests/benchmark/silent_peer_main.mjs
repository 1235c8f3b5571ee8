// A peer that completes the handshake, has all pieces, unchokes, and never sends a block (BEP 3). usage: node
// silent_peer_main.mjs ADDRESS PORT INFO_HASH PIECES
import { createServer } from 'node:net';

const [address, port, infoHash, pieces] = process.argv.slice(2);
const HANDSHAKE_LENGTH = 68;

function bitfield() {
  const count = Number(pieces);
  const bytes = Buffer.alloc(Math.ceil(count / 8), 0xff);
  if (count % 8 !== 0) bytes[bytes.length - 1] = (0xff << (8 - (count % 8))) & 0xff;
  return bytes;
}

/** @param {number} id @param {Buffer} [payload] */
function message(id, payload = Buffer.alloc(0)) {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(1 + payload.length);
  head[4] = id;
  return Buffer.concat([head, payload]);
}

const greeting = Buffer.concat([
  Buffer.from('\x13BitTorrent protocol', 'latin1'),
  Buffer.alloc(8),
  Buffer.from(infoHash, 'hex'),
  Buffer.from('-MG0001-silentsilent'),
  message(5, bitfield()),
  message(1),
]);

createServer((socket) => {
  let received = 0;
  socket.on('error', () => {});
  socket.on('data', (bytes) => {
    const before = received;
    received += bytes.length;
    if (before < HANDSHAKE_LENGTH && received >= HANDSHAKE_LENGTH) socket.write(greeting);
  });
}).listen(Number(port), address, () => process.stdout.write('{"ready":true}\n'));
process.stdin.resume().once('end', () => process.exit(0));
