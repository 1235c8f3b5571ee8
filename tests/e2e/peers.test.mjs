// Peers of other projects: a whole film from each of them, byte for byte, through the HTTP endpoint.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { test } from 'node:test';
import { film } from '../support/film.mjs';
import { get } from '../support/http.mjs';
import { resourcesOf } from '../support/resources.mjs';
import { seed, seedWithTransmission, seedWithWebTorrent } from '../support/seeders.mjs';
import { Torrents } from '../support/torrents.mjs';
import { startUser } from '../support/user.mjs';

/** @type {Array<[string, (resources: any, path: string) => Promise<import('../support/seeders.mjs').Seeder>]>} */
const PEERS = [
  ['WebTorrent', seedWithWebTorrent],
  ['transmission', (resources, path) => seedWithTransmission(resources, dirname(path), basename(path))],
  ['libtorrent, v1', (resources, path) => seed(resources, path, ['--v1'])],
  ['libtorrent, v2', (resources, path) => seed(resources, path, ['--v2'])],
  ['libtorrent, hybrid', (resources, path) => seed(resources, path, ['--hybrid'])],
];

for (const [name, start] of PEERS) {
  test(`a film comes whole from ${name}`, async (t) => {
    const resources = resourcesOf(t);
    const { path } = await film('clock', 60);
    const peer = await start(resources, path);
    const { client } = await startUser(resources);
    const torrents = await Torrents.of(client);
    const from = Date.now();
    const id = await torrents.add(peer.magnet);
    const { file } = await client.request('streams.open', { id });
    const answer = await get(file.url, { deadline: 60_000 });
    t.diagnostic(`${answer.body.length} bytes in ${Date.now() - from} ms`);
    assert.ok(answer.body.equals(readFileSync(path)));
    await torrents.until(id, (now) => now.state === 'complete', 'complete');
  });
}
