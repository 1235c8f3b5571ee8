// The connections by which web seeds join a session as peers of this machine, and peers that imitate them.
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** @param {string} end as in /proc/net/tcp */
function endpoint(end) {
  const [address, port] = end.split(':');
  return { address: [...Buffer.from(address, 'hex')].reverse().join('.'), port: Number.parseInt(port, 16) };
}

/** Whether an address is in 127.64.0.0/10. @param {string} address */
function isLocalPeer(address) {
  const [first, second] = address.split('.').map(Number);
  return first === 127 && (second & 0xc0) === 0x40;
}

/**
 * The address from which a session's only web seed has joined it.
 * @param {number} session its port
 * @returns {string}
 */
export function joinedWebSeed(session) {
  const lines = readFileSync('/proc/net/tcp', 'latin1').trim().split('\n').slice(1);
  for (const line of lines) {
    const [, local, remote, state] = line.trim().split(/\s+/);
    const [from, to] = [endpoint(local), endpoint(remote)];
    if (state === '01' && to.port === session && isLocalPeer(from.address)) return from.address;
  }
  throw new Error('no web seed has joined');
}

/**
 * Listens at an address and counts connections.
 * @param {import('./resources.mjs').Resources} resources
 * @param {string} host
 */
export async function countedListener(resources, host) {
  const place = { endpoint: '', accepted: 0 };
  const server = createServer((socket) => {
    place.accepted += 1;
    socket.on('error', () => {}).destroy();
  });
  await new Promise((resolve) => server.listen(0, host, () => resolve(undefined)));
  resources.defer(() => new Promise((resolve) => server.close(() => resolve(undefined))));
  place.endpoint = `${host}:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`;
  return place;
}

/**
 * Connects from an address and sends a handshake. Returns whether the session closes or keeps the connection.
 * @param {string} infoHash
 * @param {number} port the session's
 * @param {string} localAddress
 * @returns {Promise<'closed' | 'kept'>}
 */
export async function strangerFrom(infoHash, port, localAddress) {
  const socket = connect({ host: '127.0.0.1', port, localAddress });
  const closed = new Promise((resolve) => {
    socket.on('error', () => {}).once('close', () => resolve('closed')).resume();
  });
  const id = Buffer.from('-XX0000-123456789012');
  socket.write(Buffer.concat([Buffer.from('\x13BitTorrent protocol'), Buffer.alloc(8), Buffer.from(infoHash, 'hex'), id]));
  const result = await Promise.race([closed, sleep(2000, 'kept')]);
  socket.destroy();
  return result;
}
