// Peers that find each other through `magnetar tracker` and by nothing else: WebTorrent.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { film } from '../support/film.mjs';
import { TESTS, node22 } from '../support/paths.mjs';
import { Child } from '../support/process.mjs';
import { resourcesOf } from '../support/resources.mjs';
import { startTrackerProcess } from '../support/tracker_process.mjs';

/** WebTorrent with a tracker of its own. @param {import('../support/resources.mjs').Resources} resources @param {string[]} args */
async function webTorrent(resources, args) {
  const child = new Child(node22(), [join(TESTS, 'support/webtorrent_swarm.mjs'), ...args]);
  resources.defer(() => child.end());
  return child.firstLine(60_000);
}

/** @type {Array<['http' | 'udp', RegExp]>} */
const WIRES = [
  ['http', /^tcp/],
  ['udp', /^tcp/],
];
for (const [wire, kind] of WIRES)
  test(`WebTorrent finds WebTorrent by ${wire}`, async (t) => {
    const resources = resourcesOf(t);
    const { path } = await film('clock', 60);
    const tracker = await startTrackerProcess(resources);
    const { infoHash } = await webTorrent(resources, ['seed', path, tracker[wire][0]]);
    const folder = resources.folder();
    const { kinds } = await webTorrent(resources, ['fetch', infoHash, tracker[wire][0], folder]);
    assert.match(kinds[0], kind);
    assert.ok(readFileSync(join(folder, basename(path))).equals(readFileSync(path)));
  });
