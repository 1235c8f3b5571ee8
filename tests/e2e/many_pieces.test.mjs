// A film of very many small pieces: it plays and seeks, and the daemon answers meanwhile.
import assert from 'node:assert/strict';
import { closeSync, ftruncateSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { getRange } from '../support/http.mjs';
import { resourcesOf } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { Torrents } from '../support/torrents.mjs';
import { startUser } from '../support/user.mjs';
import { until } from '../support/wait.mjs';

const PIECE = 16_384;
const PIECES = 100_000;

for (const kind of ['--v1', '--hybrid']) {
  test(`a film of 100,000 pieces plays, and seeks while all of it is fetched (${kind})`, async (t) => {
    const resources = resourcesOf(t);
    const path = join(resources.folder(), 'film.mkv');
    const file = openSync(path, 'w');
    ftruncateSync(file, PIECES * PIECE);
    closeSync(file);
    const options = [kind, '--piece-size', String(PIECE), '--upload-limit', '8000000'];
    const { magnet } = await seed(resources, path, options, 60_000);
    const { client } = await startUser(resources);
    const torrents = await Torrents.of(client);
    const id = await torrents.add(magnet);
    const { file: film } = await client.request('streams.open', { id });

    const places = [0, 0.75, 0.5, 0.25].map((part) => PIECES * PIECE * part);
    for (const place of places) {
      const answer = await getRange(film.url, `bytes=${place}-${place + 999_999}`);
      assert.ok(answer.body.equals(Buffer.alloc(1_000_000)), `the bytes from ${place}`);
    }
    // By then, piece hashes have been requested again.
    const before = torrents.now(id).done;
    await until(() => torrents.now(id).done > before + 8_000_000, 30_000, 'more of the film');
    assert.equal(torrents.now(id).state, 'downloading');
  });
}
