// Runs a daemon in a network namespace with public, private and link-local addresses. A tracker, a UDP socket and a
// peer's port listen on each of them and log the daemon's accesses. Host names resolve to all of them.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TESTS, node22 } from './paths.mjs';

export const ADDRESSES = { public: '93.184.215.14', private: '192.168.77.1', linkLocal: '169.254.169.254', unique: 'fd12:3456::1' };
export const PORTS = { http: 8080, udp: 8081, peer: 8082 };

const NETWORK = ['unshare', '--user', '--map-root-user', '--net', '--mount'];

/** Whether this machine permits such a namespace. */
export function listeningWorldIsPossible() {
  return spawnSync(NETWORK[0], [...NETWORK.slice(1), 'sh', '-c', 'mount --bind /etc/hosts /etc/hosts']).status === 0;
}

/**
 * The command that has to precede the daemon's, and the log of its accesses.
 * @param {import('./resources.mjs').Resources} resources
 */
export function listeningWorld(resources) {
  const folder = resources.folder();
  const [hosts, log] = [join(folder, 'hosts'), join(folder, 'log')];
  const names = Object.entries({ 'public.test': ADDRESSES.public, 'private.test': ADDRESSES.private, 'metadata.test': ADDRESSES.linkLocal, 'unique.test': ADDRESSES.unique });
  writeFileSync(hosts, names.map(([name, address]) => `${address} ${name}\n`).join(''));
  writeFileSync(log, '');
  const addresses = Object.values(ADDRESSES).map((address) => `ip address add ${address}/${address.includes(':') ? '128 nodad' : '32'} dev lo`);
  const script = ['ip link set lo up', ...addresses, `mount --bind ${hosts} /etc/hosts`, 'exec "$@"'].join(' && ');
  const server = [node22(), join(TESTS, 'support/listening_server.mjs'), log];
  return {
    command: [...NETWORK, 'sh', '-c', script, 'sh', ...server],
    /** Lines of kind and address, and for HTTP the path. */
    reached: () => readFileSync(log, 'utf8').split('\n').filter(Boolean),
  };
}
