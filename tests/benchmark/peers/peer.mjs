// The programs that are compared, behind one small interface.
import { join } from 'node:path';
import { BIN, TESTS, node22 } from '../../support/paths.mjs';
import { BtfsPeer } from './btfs.mjs';
import { ChildPeer } from './child_peer.mjs';
import { MagnetarPeer } from './magnetar.mjs';
import { NginxPeer } from './nginx.mjs';

/**
 * @typedef {{resources: import('../../support/resources.mjs').Resources, folder: string, loopback: boolean,
 *   settings: Record<string, unknown>, trace?: string, film: import('../film.mjs').Film}} Place
 *   `folder`: where the peer keeps what it has; `loopback`: the swarm is on 127.0.0.1; `settings`: for Magnetar;
 *   `trace`: where its trace and its statistics go, without an ending
 * @typedef {{pid: number, ready: () => Promise<unknown>, open: (magnet: string) => Promise<string>,
 *   fetchWhole: (magnet: string) => Promise<string>, stop: () => Promise<void>}} Peer
 *   starts when it is made; `open` gives the address of the film, `fetchWhole` does when all of it is here
 */

/** @type {Map<string, import('../../support/user.mjs').User>} */
const users = new Map();
const script = (/** @type {string} */ name) => [node22(), join(TESTS, 'benchmark/peers', name)];

/** @type {Record<string, (place: Place) => any>} not all can do all of it; the cases ask each for what it can */
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
