// A film that is larger than the disk: a notice appears before it plays, and a viewer of bytes that cannot come gets an
// error.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { get } from '../support/http.mjs';
import { randomBytes } from '../support/random.mjs';
import { resourcesOf } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { Torrents } from '../support/torrents.mjs';
import { User } from '../support/user.mjs';

const SIZE = 40_000_000;
/** Runs a program with a cache folder on a disk of 16 MiB of its own. */
const SMALL_DISK = ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c',
  'mount -t tmpfs -o size=16m none "$XDG_CACHE_HOME" && exec "$@"', 'sh'];

test('a film that is larger than the disk says so with how much is missing, and its stream ends when the disk is full', async (t) => {
  const resources = resourcesOf(t);
  const user = new User(resources);
  await user.startDaemon(SMALL_DISK);
  const client = await user.connect();
  const film = join(resources.folder(), 'film.mp4');
  writeFileSync(film, randomBytes(SIZE, 1));
  const { magnet } = await seed(resources, film);
  const torrents = await Torrents.of(client);
  const id = await torrents.add(magnet);
  const told = await torrents.until(id, (now) => now.notice?.name === 'disk_full', 'a notice');
  assert.notEqual(told.state, 'error', 'nothing has failed yet');
  assert.equal(told.notice.reason, 'too_large');
  assert.ok(told.notice.missing_bytes > SIZE - 17 * 1024 * 1024 && told.notice.missing_bytes < SIZE, `${told.notice.missing_bytes}`);

  const { file } = await client.request('streams.open', { id });
  const body = get(file.url, { deadline: 60_000 }).then(
    () => assert.fail('a film that does not fit came whole'),
    () => performance.now(),
  );
  await torrents.until(id, (now) => now.state === 'error', 'error', 60_000);
  const failed = performance.now();
  assert.ok((await body) - failed < 3000, 'the stream ends with the torrent');
  assert.equal(torrents.now(id).notice.name, 'disk_full');
});

test('what the words for a full disk advise helps: other films are removed, and the same one goes on', async (t) => {
  const resources = resourcesOf(t);
  const user = new User(resources);
  await user.startDaemon(SMALL_DISK);
  const client = await user.connect();
  const torrents = await Torrents.of(client);
  const magnets = [];
  for (const name of ['first.mp4', 'second.mp4']) {
    const film = join(resources.folder(), name);
    writeFileSync(film, randomBytes(10_000_000, name.length));
    magnets.push((await seed(resources, film)).magnet);
  }
  const [first = '', second = ''] = magnets;
  const { id: there } = await torrents.fetchWhole(first);
  const id = await torrents.add(second);
  await client.request('torrents.keep', { id });
  await torrents.until(id, (now) => now.state === 'error' && now.notice?.name === 'disk_full', 'a full disk', 60_000);
  await client.request('torrents.remove', { id: there, data: 'delete' });
  await torrents.until(there, () => !torrents.now(there), 'the other gone').catch(() => {});
  await client.request('torrents.resume', { id });
  await torrents.until(id, (now) => now.progress === 1, 'all of it', 60_000);
});
