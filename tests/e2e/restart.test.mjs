// State that survives an ordered stop, and a kill at any moment.
import assert from 'node:assert/strict';
import { existsSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { get } from '../support/http.mjs';
import { randomBytes, seededRandom } from '../support/random.mjs';
import { resourcesOf } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { unknownHash } from '../support/torrent.mjs';
import { Torrents } from '../support/torrents.mjs';
import { startUser, User } from '../support/user.mjs';

/** All states that a client was told of a torrent. @param {Torrents} torrents @param {string} id */
function statesTold(torrents, id) {
  return torrents.client.messages
    .flatMap(({ params, result }) => [...(params?.torrents ?? []), ...(result?.torrents ?? [])])
    .filter((torrent) => torrent.id === id && torrent.state)
    .map((torrent) => torrent.state);
}

for (const way of ['an ordered stop', 'a kill']) {
  test(`a complete film plays after ${way}, without its seeder and without being checked again`, async (t) => {
    const resources = resourcesOf(t);
    const { user, daemon, client } = await startUser(resources);
    const film = join(resources.folder(), 'film.mp4');
    const content = randomBytes(2_000_000, 1);
    writeFileSync(film, content);
    const peer = await seed(resources, film);
    const before = await Torrents.of(client);
    const { id } = await before.fetchWhole(peer.magnet);
    const paused = (await client.request('torrents.add', { source: unknownHash('paused'), paused: true })).id;
    const waiting = (await client.request('torrents.add', { source: unknownHash('waiting') })).id;
    await client.request('positions.set', { id, file: 0, seconds: 12, duration: 60 });
    if (way === 'a kill') daemon.process.kill('SIGKILL');
    else await client.request('daemon.stop');
    await daemon.exit(15_000);
    await peer.child.end();

    await user.startDaemon();
    const again = await user.connect();
    const torrents = await Torrents.of(again);
    const torrent = await torrents.until(id, (now) => now.state === 'complete' && now.done === content.length, 'complete', 10_000);
    assert.deepEqual([torrent.name, torrent.done, torrent.has_metadata], ['film.mp4', content.length, true]);
    assert.ok(!statesTold(torrents, id).includes('checking'), `${statesTold(torrents, id)}`);
    assert.equal((await again.request('torrents.list')).total, 3);
    assert.equal(torrents.now(paused).state, 'paused');
    assert.equal(torrents.now(waiting).state, 'finding_peers');
    assert.deepEqual(await again.request('positions.get', { id, file: 0 }), { seconds: 12, duration: 60 });
    assert.equal((await again.request('torrents.files', { id })).files[0].selected, true);
    const { file } = await again.request('streams.open', { id });
    assert.ok((await get(file.url)).body.equals(content));
  });
}

test('a torrent that was removed stays away after a kill', async (t) => {
  const { user, daemon, client } = await startUser(resourcesOf(t));
  const { id } = await client.request('torrents.add', { source: unknownHash('removed') });
  await client.request('torrents.remove', { id, data: 'keep' });
  daemon.process.kill('SIGKILL');
  await daemon.exit(5000);
  await user.startDaemon();
  assert.equal((await (await user.connect()).request('torrents.list')).total, 0);
});

test('a download that is killed at random moments goes on from where it was, and ends right', async (t) => {
  const resources = resourcesOf(t);
  const world = await startUser(resources);
  const size = 24_000_000;
  const film = join(resources.folder(), 'long.mp4');
  const content = randomBytes(size, 2);
  writeFileSync(film, content);
  const { magnet } = await seed(resources, film, ['--upload-limit', '1500000', '--piece-size', '65536']);
  let torrents = await Torrents.of(world.client);
  const id = await torrents.add(magnet);
  await world.client.request('torrents.select', { id, files: [0] });
  const random = seededRandom(3);
  let told = 0;
  for (const upTo of [0.45, 0.8]) {
    const target = size * (upTo - 0.15 * random());
    await torrents.until(id, (now) => now.done >= target, `${Math.round(target)} bytes`, 60_000);
    told = torrents.now(id).done;
    world.daemon.process.kill('SIGKILL');
    await world.daemon.exit(5000);
    world.daemon = await world.user.startDaemon();
    torrents = await Torrents.of(await world.user.connect());
    const first = await torrents.until(id, (now) => now.has_metadata && now.done > 0, 'what was here', 10_000);
    assert.ok(first.done >= told - 8 * 1_500_000, `${first.done} of ${told} bytes are still here`);
    assert.ok(!statesTold(torrents, id).includes('checking'), `${statesTold(torrents, id)}`);
  }
  await torrents.until(id, (now) => now.state === 'complete', 'complete', 60_000);
  const { file } = await torrents.client.request('streams.open', { id });
  assert.ok((await get(file.url)).body.equals(content));
});

/** Damages of a library file. @type {Array<[string, (file: string) => void]>} */
const DAMAGES = [
  ['garbage', (file) => writeFileSync(file, Buffer.alloc(8192, 'x'))],
  ['cut off', (file) => truncateSync(file, 6000)],
  ['empty', (file) => truncateSync(file, 0)],
];
for (const [what, damage] of DAMAGES) {
  test(`a library that is ${what} does not keep the daemon from starting; films on the disk are listed again`, async (t) => {
    const resources = resourcesOf(t);
    const { user, daemon, client } = await startUser(resources);
    const film = join(resources.folder(), 'film.mp4');
    const content = randomBytes(500_000, 1);
    writeFileSync(film, content);
    const peer = await seed(resources, film);
    await (await Torrents.of(client)).fetchWhole(peer.magnet);
    await client.request('daemon.stop');
    await daemon.exit(15_000);
    const library = join(user.state, 'magnetar/library.db');
    for (const ending of ['-wal', '-shm', '.backup']) rmSync(library + ending, { force: true });
    damage(library);

    await user.startDaemon();
    const again = await user.connect();
    const { warnings } = await again.request('status.get');
    if (what === 'empty') return assert.deepEqual(warnings, [], 'nobody can tell it from a new one');
    assert.deepEqual(
      warnings.map((/** @type {{kind: string}} */ { kind }) => kind),
      ['library_replaced'],
    );
    assert.ok(existsSync(warnings[0].subject));
    const torrents = await Torrents.of(again);
    const [found] = (await again.request('torrents.list')).torrents;
    assert.deepEqual([found.name, found.paused, found.info_hash.v1], ['film.mp4', true, peer.infoHash]);
    // The metadata comes from a peer; the bytes are on the disk.
    const { existing } = await again.request('torrents.add', { source: peer.magnet });
    assert.equal(existing, true);
    assert.equal(torrents.now(found.id).state, 'paused');
  });
}

test('a setting that nobody can read is the default and is told', async (t) => {
  const resources = resourcesOf(t);
  const user = new User(resources, { listen_interfaces: "eth0';x:1", idle_exit: 'soon', utp: false });
  await user.startDaemon();
  const client = await user.connect();
  const { settings } = await client.request('settings.get');
  assert.equal(settings.listen_interfaces, '0.0.0.0:6881,[::]:6881');
  assert.equal(settings.utp, false);
  const { warnings } = await client.request('status.get');
  assert.deepEqual(warnings, [
    { kind: 'setting_ignored', subject: 'listen_interfaces' },
    { kind: 'setting_ignored', subject: 'idle_exit' },
  ]);
});
