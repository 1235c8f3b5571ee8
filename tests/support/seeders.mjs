// Seeders: magnetar-seed (libtorrent), transmission and WebTorrent.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { TESTS, node22, program } from './paths.mjs';
import { Child, run } from './process.mjs';
import { until } from './wait.mjs';

/**
 * @typedef {{magnet: string, infoHash: string, port: number, child: Child}} Seeder
 * `magnet` contains the peer's address, so that no tracker is needed.
 */

/**
 * Seeds a file or folder with libtorrent.
 * @param {import('./resources.mjs').Resources} resources
 * @param {string} path
 * @param {string[]} [options] of magnetar-seed
 * @param {number} [deadline] milliseconds until the content is hashed
 * @returns {Promise<Seeder>}
 */
export async function seed(resources, path, options = [], deadline = 15_000) {
  const child = new Child(program('magnetar-seed'), [...options, path]);
  resources.defer(() => child.end());
  const line = await child.firstLine(deadline);
  return { magnet: line.magnet, infoHash: line.info_hash, port: line.port, child };
}

/** Seeds a file or folder with WebTorrent. @param {import('./resources.mjs').Resources} resources @param {string} path @returns {Promise<Seeder>} */
export async function seedWithWebTorrent(resources, path) {
  const child = new Child(node22(), [join(TESTS, 'support/webtorrent_seed.mjs'), path]);
  resources.defer(() => child.end());
  const line = await child.firstLine(30_000);
  return { ...line, magnet: magnetTo(line.infoHash, line.name, line.port), child };
}

/** Seeds a file with transmission. @param {import('./resources.mjs').Resources} resources @param {string} folder @param {string} name of the file in it @param {string[]} [trackers] @returns {Promise<Seeder>} */
export async function seedWithTransmission(resources, folder, name, trackers = []) {
  const home = resources.folder();
  const torrentPath = join(home, 'film.torrent');
  const announce = trackers.flatMap((url) => ['-t', url]);
  const made = await run('transmission-create', ['-o', torrentPath, '-s', '64', ...announce, join(folder, name)]);
  if (made.code !== 0) throw new Error(`transmission-create: ${made.stdout}${made.stderr}`);
  const shown = await run('transmission-show', [torrentPath]);
  const infoHash = /Hash: ([0-9a-f]{40})/.exec(shown.stdout)?.[1] ?? '';
  const [port, rpcPort] = await Promise.all([freePort(), freePort()]);
  const watched = join(home, 'watched');
  mkdirSync(watched);
  writeFileSync(
    join(home, 'settings.json'),
    JSON.stringify({ ...TRANSMISSION, 'peer-port': port, 'rpc-port': rpcPort }),
  );
  const child = new Child('transmission-daemon', ['--foreground', '--config-dir', home, '--download-dir', folder]);
  resources.defer(() => child.end());
  const remote = (/** @type {string[]} */ args) => run('transmission-remote', [`127.0.0.1:${rpcPort}`, ...args]);
  await until(
    async () => (await remote(['--add', torrentPath])).code === 0,
    10_000,
    () => `transmission; ${child.stderr}`,
  );
  await until(
    async () => / 100% .*Idle|Seeding/.test((await remote(['--list'])).stdout),
    20_000,
    'transmission seeding',
  );
  return { magnet: magnetTo(infoHash, name, port), infoHash, port, child };
}

/** Settings that keep transmission on this machine. */
const TRANSMISSION = {
  'bind-address-ipv4': '127.0.0.1',
  'bind-address-ipv6': '::1',
  'dht-enabled': false,
  'lpd-enabled': false,
  'pex-enabled': false,
  'utp-enabled': false,
  'port-forwarding-enabled': false,
  'rpc-bind-address': '127.0.0.1',
  'rpc-authentication-required': false,
};

/** A port without a listener. @returns {Promise<number>} */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}

/** @param {string} infoHash @param {string} name @param {number} port */
export function magnetTo(infoHash, name, port) {
  return `magnet:?xt=urn:btih:${infoHash}&dn=${encodeURIComponent(name)}&x.pe=127.0.0.1:${port}`;
}
