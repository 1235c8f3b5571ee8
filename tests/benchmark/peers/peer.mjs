// The compared programs behind one interface.
import { join } from 'node:path';
import { BIN, TESTS, node22 } from '../../support/paths.mjs';
import { BtfsPeer } from './btfs.mjs';
import { ChildPeer } from './child_peer.mjs';
import { MagnetarPeer } from './magnetar.mjs';
import { NginxPeer } from './nginx.mjs';

/**
 * @typedef {{resources: import('../../support/resources.mjs').Resources, folder: string, loopback: boolean,
 *   settings: Record<string, unknown>, trace?: string, film: import('../film.mjs').Film}} Place
 * `folder`: the peer's data; `loopback`: the swarm is on 127.0.0.1; `settings`: for Magnetar;
 * `trace`: path of its trace and statistics, without an ending
 * @typedef {{pid: number, ready: () => Promise<unknown>, open: (magnet: string) => Promise<string>,
 *   fetchWhole: (magnet: string) => Promise<string>, stop: () => Promise<void>}} Peer
 * starts when it is made; `open` returns the film's URL, `fetchWhole` does after its whole download
 */

/** @type {Map<string, import('../../support/user.mjs').User>} */
const users = new Map();
const script = (/** @type {string} */ name) => [node22(), join(TESTS, 'benchmark/peers', name)];

/** @type {Record<string, (place: Place) => any>} not every peer has all methods; a case uses only those of its peers */
const STARTERS = {
  magnetar: (place) => new MagnetarPeer(place, users),
  webtorrent: (place) => new ChildPeer(script('webtorrent_main.mjs'), place),
  peerflix: (place) => new ChildPeer(script('peerflix_main.mjs'), place),
  libtorrent: (place) => new ChildPeer([join(BIN, 'magnetar-leech')], place),
  btfs: (place) => new BtfsPeer(place),
  nginx: (place) => new NginxPeer(place),
};

/** @param {string} name @param {Place} place @returns {Peer} */
export function startPeer(name, place) {
  const start = STARTERS[name];
  if (!start) throw new Error(`no peer is called ${name}; there are ${Object.keys(STARTERS).join(', ')}`);
  return start(place);
}
