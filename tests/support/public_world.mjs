// Runs a daemon in a network namespace in which a public address (93.184.215.14) is this machine too. Only so can a
// test on loopback follow a redirect from the public network to a private address. A web server runs beside the daemon.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { TESTS, node22 } from './paths.mjs';

export const PUBLIC_ADDRESS = '93.184.215.14';
export const PUBLIC_PORT = 8080;

const NETWORK = ['unshare', '--user', '--map-root-user', '--net'];

/** Whether this machine permits a network namespace. */
export function publicWorldIsPossible() {
  return spawnSync(NETWORK[0], [...NETWORK.slice(1), 'true']).status === 0;
}

/** The command that has to precede the daemon's. The web server redirects /to?URL to URL. */
export function inPublicWorld() {
  const server = [node22(), join(TESTS, 'support/redirecting_server.mjs'), PUBLIC_ADDRESS, String(PUBLIC_PORT)];
  const script = `ip link set lo up && ip address add ${PUBLIC_ADDRESS}/32 dev lo && exec "$@"`;
  return [...NETWORK, 'sh', '-c', script, 'sh', ...server];
}
