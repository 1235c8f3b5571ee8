// Connections to peers with any transport and encryption, with default settings.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { film } from '../support/film.mjs';
import { resourcesOf } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { Torrents } from '../support/torrents.mjs';
import { startUser } from '../support/user.mjs';

/** @type {Array<[string, string[]]>} */
const KINDS = [
  ['takes TCP in plain text only', ['--tcp-only', '--plain-only']],
  ['takes TCP encrypted only', ['--tcp-only', '--encrypted-only']],
  ['takes uTP only', ['--utp-only']],
  ['takes uTP encrypted only', ['--utp-only', '--encrypted-only']],
  ['takes everything', []],
];

for (const [what, options] of KINDS) {
  test(`a film is found at a peer that ${what}`, async (t) => {
    const resources = resourcesOf(t);
    const { path } = await film('clock', 10);
    const peer = await seed(resources, path, options);
    const { client } = await startUser(resources);
    const torrents = await Torrents.of(client);
    const from = Date.now();
    await torrents.fetchWhole(peer.magnet);
    t.diagnostic(`complete after ${Date.now() - from} ms`);
  });
}
