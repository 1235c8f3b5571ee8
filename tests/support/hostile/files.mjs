// All hostile files by name.
import { damaged, hostileBlobs } from './blobs.mjs';
import { hostileLists } from './lists.mjs';
import { hostileMatroska } from './matroska.mjs';
import { hostileMp4 } from './mp4.mjs';

/** The daemon probes containers from this length on; shorter texts are padded with line ends. */
const LEAST = 20_000;

/**
 * @param {import('./lists.mjs').Bait} bait
 * @param {Map<string, Buffer>} films good ones by name, from which damaged ones are made
 * @returns {Map<string, Buffer>}
 */
export function hostileFiles(bait, films) {
  const filled = (/** @type {string} */ text) => Buffer.from(text.padEnd(LEAST, '\n'));
  const all = new Map(Object.entries({ ...hostileMp4(bait), ...hostileMatroska(bait), ...hostileBlobs(bait) }));
  for (const [name, text] of Object.entries(hostileLists(bait))) all.set(name, filled(text));
  for (const [good, film] of films) {
    for (const [name, bytes] of Object.entries(damaged(good, film))) all.set(name, bytes);
  }
  return all;
}
