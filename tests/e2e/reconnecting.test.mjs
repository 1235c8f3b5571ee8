// The peers of a torrent are found again: after a restart, a kill, a pause, and when the only seeder was away. Each
// with the peer in the link, and with a tracker whose next announce is half an hour away.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { getRange } from '../support/http.mjs';
import { randomBytes } from '../support/random.mjs';
import { resourcesOf } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { Torrents } from '../support/torrents.mjs';
import { startTracker } from '../support/tracker.mjs';
import { startUser } from '../support/user.mjs';

const MEBIBYTE = 1 << 20;
const content = randomBytes(24 * MEBIBYTE, 11);

/**
 * A film of 24 MiB, its slow seeder, and a person whose torrent has its metadata.
 * @param {any} t
 * @param {'link' | 'tracker'} source
 */
async function open(t, source) {
  const resources = resourcesOf(t);
  const path = join(resources.folder(), 'film.mp4');
  writeFileSync(path, content);
  const seeder = await seed(resources, path, ['--upload-limit', '3000000']);
  const bare = seeder.magnet.replace(/&x\.pe=[^&]*/, '');
  const magnet =
    source === 'link'
      ? seeder.magnet
      : `${bare}&tr=${encodeURIComponent((await startTracker(resources, { ports: [seeder.port] })).url)}`;
  const world = await startUser(resources, { only_watched: true });
  const torrents = await Torrents.of(world.client);
  const id = await torrents.add(magnet);
  const restartSeeder = () => seed(resources, path, ['--listen', `127.0.0.1:${seeder.port}`]);
  return { resources, path, seeder, magnet, ...world, torrents, id, restartSeeder };
}

/**
 * Requests bytes that are not downloaded, as a viewer.
 * @param {import('../support/rpc.mjs').RpcPeer} client
 * @param {string} id
 * @param {number} from
 */
async function watch(client, id, from) {
  const { file } = await client.request('streams.open', { id });
  const answer = await getRange(file.url, `bytes=${from}-${from + 99_999}`);
  assert.equal(answer.status, 206);
  assert.ok(answer.body.equals(content.subarray(from, from + 100_000)), 'the bytes are those of the film');
}

for (const source of /** @type {const} */ (['link', 'tracker'])) {
  for (const end of /** @type {const} */ (['stop', 'kill'])) {
    test(`a film that was opened before plays on after a ${end} of the daemon (peer from the ${source})`, async (t) => {
      const { user, daemon, client, id } = await open(t, source);
      await watch(client, id, 0);
      if (end === 'kill') daemon.process.kill('SIGKILL');
      else await client.request('daemon.stop');
      await daemon.exit(15_000);

      await user.startDaemon();

      await watch(await user.connect(), id, 16 * MEBIBYTE);
    });
  }

  test(`a seeder that restarts while nobody watches is found by the next viewer (peer from the ${source})`, async (t) => {
    const { client, id, seeder, restartSeeder, torrents } = await open(t, source);
    await watch(client, id, 0);
    await seeder.child.end();
    await torrents.until(id, (now) => now.peers === 0, 'no peer');
    await restartSeeder();

    await watch(client, id, 16 * MEBIBYTE);
  });

  test(`the only seeder is asked again when it comes back while somebody waits (peer from the ${source})`, async (t) => {
    const { client, id, seeder, restartSeeder, torrents } = await open(t, source);
    await watch(client, id, 0);
    await seeder.child.end();
    await torrents.until(id, (now) => now.peers === 0, 'no peer');

    const waiting = watch(client, id, 16 * MEBIBYTE);
    await torrents.until(id, (now) => now.state !== 'complete', 'waiting');
    await restartSeeder();

    await waiting;
  });

  test(`a pause at the start costs nothing after it (peer from the ${source})`, async (t) => {
    const { client, id, torrents } = await open(t, source);
    await client.request('torrents.pause', { id });
    await torrents.until(id, (now) => now.peers === 0, 'no peer');
    await client.request('torrents.resume', { id });

    await watch(client, id, 16 * MEBIBYTE);
  });
}

test('a second link to the same torrent brings its peers, and they are known after a restart', async (t) => {
  const { user, daemon, client, id, seeder, restartSeeder } = await open(t, 'link');
  await client.request('torrents.remove', { id, data: 'delete' });
  const bare = (await client.request('torrents.add', { source: seeder.infoHash })).id;
  const torrents = await Torrents.of(client);
  await torrents.until(bare, (now) => now.state === 'finding_peers', 'a search');

  const again = await client.request('torrents.add', { source: seeder.magnet });

  assert.deepEqual(again, { id: bare, existing: true });
  await torrents.until(bare, (now) => now.has_metadata, 'metadata');
  // The answer to a change comes when all earlier changes are written.
  await client.request('torrents.resume', { id: bare });
  daemon.process.kill('SIGKILL');
  await daemon.exit(5000);
  await seeder.child.end();
  await user.startDaemon();
  const later = await user.connect();
  await restartSeeder();
  await watch(later, bare, 0);
});

test('a .torrent file brings metadata to a link that has none', async (t) => {
  const resources = resourcesOf(t);
  const path = join(resources.folder(), 'film.mp4');
  writeFileSync(path, content.subarray(0, MEBIBYTE));
  const torrentFile = join(resources.folder(), 'film.torrent');
  const seeder = await seed(resources, path, ['--torrent-out', torrentFile]);
  await seeder.child.end();
  const { client } = await startUser(resources);
  const torrents = await Torrents.of(client);
  const { id } = await client.request('torrents.add', { source: seeder.infoHash });

  const again = await client.request('torrents.add', { torrent: readFileSync(torrentFile).toString('base64') });

  assert.deepEqual(again, { id, existing: true });
  await torrents.until(id, (now) => now.has_metadata, 'metadata');
  assert.equal((await client.request('torrents.files', { id })).files[0].path, 'film.mp4');
});
