// A disk that takes 200 ms for each write of the library: requests that do not need it do not wait for it.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { get } from '../support/http.mjs';
import { program, SLOW } from '../support/paths.mjs';
import { randomBytes } from '../support/random.mjs';
import { resourcesOf } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { Torrents } from '../support/torrents.mjs';
import { startUser, User } from '../support/user.mjs';

const ON_SLOW_DISK = ['env', `LD_PRELOAD=${program('magnetar-slow-writes.so')}`, 'MAGNETAR_SLOW_PATH=library.db'];

/** A sanitizer's library has to be loaded before all others. */
const skip = SLOW;

/** @param {() => Promise<unknown>} act @returns {Promise<number>} milliseconds */
async function timed(act) {
  const began = performance.now();
  await act();
  return performance.now() - began;
}

test('with a slow disk others are answered, a film plays, what was answered is kept, and the daemon ends in time', { skip }, async (t) => {
  const resources = resourcesOf(t);
  const { user, daemon: first, client: before } = await startUser(resources);
  const film = join(resources.folder(), 'film.mp4');
  const content = randomBytes(8_000_000, 1);
  writeFileSync(film, content);
  const { magnet } = await seed(resources, film);
  const { id } = await (await Torrents.of(before)).fetchWhole(magnet);
  await before.request('daemon.stop');
  await first.exit(15_000);

  const daemon = await user.startDaemon([...ON_SLOW_DISK, 'MAGNETAR_SLOW_MS=200']);
  const [writer, asker] = [await user.connect(), await user.connect()];
  await (await Torrents.of(writer)).until(id, (now) => now.state === 'complete', 'complete');
  /** @type {Promise<unknown>[]} */
  const changes = [];
  const answers = [];
  for (let i = 1; i <= 100; ++i) {
    changes.push(writer.request('positions.set', { id, file: 0, seconds: i, duration: 1000 }));
    answers.push(await timed(() => asker.request('status.get')));
  }
  answers.sort((a, b) => a - b);
  // The bar is 50 ms; a loop that waits for the disk takes 200 ms for each change.
  assert.ok(answers[98] <= 1000, `status.get: p99 ${answers[98].toFixed(1)} ms`);
  const { file } = await asker.request('streams.open', { id });
  assert.ok((await get(file.url)).body.equals(content));
  await Promise.all(changes);

  // The test does not wait for this answer.
  asker.request('positions.set', { id, file: 0, seconds: 500, duration: 1000 }).catch(() => {});
  const ending = await timed(async () => {
    await writer.request('daemon.stop');
    await daemon.exit(15_000);
  });
  assert.ok(ending <= 12_000, `the end took ${ending.toFixed(0)} ms`);
  await user.startDaemon();
  const { seconds } = await (await user.connect()).request('positions.get', { id, file: 0 });
  assert.ok(seconds === 100 || seconds === 500, `${seconds}`);
});

test('an answer means that the change is written, also on a slow disk', { skip }, async (t) => {
  const resources = resourcesOf(t);
  const user = new User(resources);
  const daemon = await user.startDaemon([...ON_SLOW_DISK, 'MAGNETAR_SLOW_MS=50']);
  const client = await user.connect();
  const { id } = await client.request('torrents.add', { source: 'c12fe1c06bba254a9dc9f519b335aa7c1367a88a' });
  await client.request('positions.set', { id, file: 3, seconds: 7, duration: 60 });
  daemon.process.kill('SIGKILL');
  await daemon.exit(5000);
  await user.startDaemon();
  const again = await user.connect();
  assert.equal((await again.request('torrents.list')).total, 1);
  assert.deepEqual(await again.request('positions.get', { id, file: 3 }), { seconds: 7, duration: 60 });
});
