// The parts of one run: a peer, a film, a place and viewers.
import { startPeer } from './peers/peer.mjs';
import { usage } from './process_tree.mjs';
import { Viewer } from './viewer.mjs';

/**
 * @typedef {Record<string, number[]>} Values by metric
 * @typedef {{peer: string, magnet: string, film: import('./film.mjs').Film, place: import('./peers/peer.mjs').Place,
 *   options: Record<string, any>, ask: (what: string) => Promise<any>}} World `ask` has the swarm do something
 */

export const MEBIBYTE = 1024 * 1024;
export const seconds = () => performance.now() / 1000;

/** A running peer. @param {World} world */
export async function startedPeer(world) {
  const peer = startPeer(world.peer, world.place);
  await peer.ready();
  return peer;
}

/** @param {World} world @param {string} url */
export function viewerOf(world, url) {
  const viewer = new Viewer(url, world.film);
  world.place.resources.defer(() => viewer.close());
  return viewer;
}

/**
 * A viewer that requests the film now.
 * @param {World} world
 * @param {import('./peers/peer.mjs').Peer} peer
 * @param {'media' | 'full'} pace
 * @param {number} [position]
 */
export async function firstLook(world, peer, pace, position = 0) {
  const asked = seconds();
  const viewer = viewerOf(world, await peer.open(world.magnet));
  const times = await viewer.go(position, { pace }, asked);
  return { viewer, times };
}

/** @param {Viewer[]} viewers @returns {Values} */
export function verdict(...viewers) {
  for (const problem of viewers.flatMap((viewer) => viewer.problems)) console.error(problem);
  return { wrong: [viewers.reduce((sum, viewer) => sum + viewer.wrong, 0)] };
}

/**
 * Samples the peer's memory twice a second.
 * @param {World} world
 * @param {import('./peers/peer.mjs').Peer} peer
 * @returns {() => number} the largest so far, in bytes
 */
export function watchMemory(world, peer) {
  let largest = 0;
  const look = () => (largest = Math.max(largest, usage(peer.pid).residentBytes));
  const timer = setInterval(look, 500);
  world.place.resources.defer(() => clearInterval(timer));
  return () => {
    look();
    return largest;
  };
}
