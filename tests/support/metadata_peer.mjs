// A peer that has or claims to have metadata only (BEP 9, BEP 10); the test chooses its messages.
import { createServer } from 'node:net';
import { bencode } from './torrent.mjs';

const PIECE = 16384;
const HANDSHAKE = 68;

/** @param {number} id @param {Buffer} body */
function message(id, body) {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(body.length + 1);
  head[4] = id;
  return Buffer.concat([head, body]);
}

/**
 * @param {import('./resources.mjs').Resources} resources
 * @param {{infoHash: string, metadata?: Buffer, announced?: number, spoil?: (piece: Buffer) => Buffer}} what
 * `announced` is the claimed size, by default the metadata's; `spoil` changes each piece before it is sent
 */
export async function metadataPeer(resources, { infoHash, metadata = Buffer.alloc(0), announced = metadata.length, spoil }) {
  const seen = { connections: 0, requests: 0, closed: 0 };
  /** @type {Set<import('node:net').Socket>} */
  const sockets = new Set();
  const server = createServer((socket) => {
    sockets.add(socket);
    seen.connections += 1;
    let bytes = Buffer.alloc(0);
    let greeted = false;
    let theirs = 0;
    socket.on('error', () => {});
    socket.on('close', () => (seen.closed += 1));
    socket.on('data', (more) => {
      bytes = Buffer.concat([bytes, more]);
      if (!greeted) {
        if (bytes.length < HANDSHAKE) return;
        greeted = true;
        bytes = bytes.subarray(HANDSHAKE);
        const reserved = Buffer.from([0, 0, 0, 0, 0, 0x10, 0, 0]);
        socket.write(
          Buffer.concat([Buffer.from('\x13BitTorrent protocol'), reserved, Buffer.from(infoHash.slice(0, 40), 'hex'), Buffer.from('-XX0000-' + String(Math.random()).slice(2, 14).padEnd(12, '0'))]),
        );
        const handshake = bencode({ m: { ut_metadata: 3 }, metadata_size: announced });
        socket.write(message(20, Buffer.concat([Buffer.from([0]), handshake])));
      }
      for (; bytes.length >= 4 && bytes.length >= 4 + bytes.readUInt32BE(); bytes = bytes.subarray(4 + bytes.readUInt32BE())) {
        const body = bytes.subarray(4, 4 + bytes.readUInt32BE());
        if (body[0] !== 20) continue;
        const text = body.subarray(2).toString('latin1');
        if (body[1] === 0) theirs = Number(/ut_metadatai(\d+)e/.exec(text)?.[1] ?? 0);
        else if (/msg_typei0e/.test(text)) {
          seen.requests += 1;
          const index = Number(/piecei(\d+)e/.exec(text)?.[1]);
          const piece = metadata.subarray(index * PIECE, (index + 1) * PIECE);
          const head = bencode({ msg_type: 1, piece: index, total_size: announced });
          socket.write(message(20, Buffer.concat([Buffer.from([theirs]), head, spoil ? spoil(piece) : piece])));
        }
      }
    });
  });
  resources.defer(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((done) => void server.close(done));
  });
  await new Promise((ready) => void server.listen(0, '127.0.0.1', () => ready(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { seen, parameter: `&x.pe=127.0.0.1:${port}` };
}
