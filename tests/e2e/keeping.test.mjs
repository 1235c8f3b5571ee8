// Kept files are in the person's folder, whole and under their names, after every interruption; and watch positions are
// kept.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { randomBytes } from '../support/random.mjs';
import { resourcesOf } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { Torrents } from '../support/torrents.mjs';
import { startUser, User } from '../support/user.mjs';
import { until } from '../support/wait.mjs';

/** @param {import('../support/user.mjs').User} user */
const downloadsOf = (user) => join(user.home, 'Downloads');

/**
 * Writes files with random bytes into a folder.
 * @param {string} folder
 * @param {Record<string, number>} files name → size
 */
function fill(folder, files) {
  for (const [name, size] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), randomBytes(size, size));
  }
  return folder;
}

/** @param {Torrents} torrents @param {string} id @param {number} files */
const keptIn = (torrents, id, files) =>
  torrents.until(id, ({ kept }) => kept?.files === files && kept.there === files, `${files} kept files`, 40_000);

test('a kept film is fetched whole without a viewer, and lies in Downloads under its name', async (t) => {
  const resources = resourcesOf(t);
  const { user, client } = await startUser(resources);
  const film = join(resources.folder(), 'Harbour Lights.mkv');
  writeFileSync(film, randomBytes(3_000_000, 1));
  const torrents = await Torrents.of(client);
  const id = await torrents.add((await seed(resources, film)).magnet);
  await client.request('torrents.keep', { id });
  await keptIn(torrents, id, 1);
  const path = join(downloadsOf(user), 'Harbour Lights.mkv');
  assert.ok(readFileSync(path).equals(readFileSync(film)));
  assert.equal((await client.request('torrents.files', { id })).files[0].kept, path);
  assert.equal(statSync(path).nlink, 2, 'given to others from the same bytes');
  assert.deepEqual(readdirSync(downloadsOf(user)), ['Harbour Lights.mkv']);
  await client.request('torrents.remove', { id, data: 'delete' });
  assert.ok(readFileSync(path).equals(readFileSync(film)), 'what is the person’s goes with the torrent');
});

test('nothing in Downloads is overwritten, and a film that is there already is not put there twice', async (t) => {
  const resources = resourcesOf(t);
  const { user, client } = await startUser(resources);
  const film = join(resources.folder(), 'film.mkv');
  writeFileSync(film, randomBytes(1_000_000, 2));
  mkdirSync(downloadsOf(user));
  writeFileSync(join(downloadsOf(user), 'film.mkv'), 'mine');
  const torrents = await Torrents.of(client);
  const { magnet } = await seed(resources, film);
  for (const round of [1, 2]) {
    const id = await torrents.add(magnet);
    await client.request('torrents.keep', { id });
    await keptIn(torrents, id, 1);
    assert.equal(readFileSync(join(downloadsOf(user), 'film.mkv'), 'utf8'), 'mine');
    assert.ok(readFileSync(join(downloadsOf(user), 'film (2).mkv')).equals(readFileSync(film)));
    assert.equal(readdirSync(downloadsOf(user)).length, 2, `round ${round}`);
    await client.request('torrents.remove', { id, data: 'delete' });
  }
});

test('several files that are kept at once all stay kept, in the folder of their torrent and where the person’s downloads go', async (t) => {
  const resources = resourcesOf(t);
  const user = new User(resources);
  writeFileSync(join(user.config, 'user-dirs.dirs'), 'XDG_DOWNLOAD_DIR="$HOME/My files"\n');
  await user.startDaemon();
  const client = await user.connect();
  const names = { 'S01E01.mkv': 300_000, 'S01E02.mkv': 310_000, 'S01E10.mkv': 320_000, 'Subs/S01E01.srt': 100, 'x.nfo': 50 };
  const folder = fill(join(resources.folder(), 'Harbour Lights S01'), names);
  const torrents = await Torrents.of(client);
  const id = await torrents.add((await seed(resources, folder)).magnet);
  const { files } = await client.request('torrents.files', { id });
  const wanted = files.filter((/** @type {any} */ { path }) => /E01|E02/.test(path));
  await Promise.all(wanted.map(({ index }) => client.request('torrents.keep', { id, files: [index] })));
  await keptIn(torrents, id, 3);
  const there = join(user.home, 'My files/Harbour Lights S01');
  assert.deepEqual(readdirSync(there).sort(), ['S01E01.mkv', 'S01E02.mkv', 'Subs']);
  assert.ok(existsSync(join(there, 'Subs/S01E01.srt')));
});

test('keeping goes on over kills, and nobody has to watch', async (t) => {
  const resources = resourcesOf(t);
  const world = await startUser(resources);
  const { user } = world;
  const names = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`part ${i + 1}.mkv`, 400_000 + i]));
  const folder = fill(join(resources.folder(), 'parts'), names);
  const peer = await seed(resources, folder, ['--upload-limit', '2000000']).catch(() => seed(resources, folder));
  let { daemon, client } = world;
  let torrents = await Torrents.of(client);
  const id = await torrents.add(peer.magnet);
  await client.request('torrents.keep', { id });
  for (const there of [0, 2, 6]) {
    await torrents.until(id, ({ kept }) => kept !== null && kept.there >= there, `${there} files kept`);
    daemon.process.kill('SIGKILL');
    await daemon.exit(5000);
    daemon = await user.startDaemon();
    client = await user.connect();
    torrents = await Torrents.of(client);
  }
  await keptIn(torrents, id, 12);
  const there = join(downloadsOf(user), 'parts');
  assert.deepEqual(readdirSync(there).sort(), Object.keys(names).sort());
  for (const name of Object.keys(names)) assert.ok(readFileSync(join(there, name)).equals(readFileSync(join(folder, name))), name);
});

test('a folder that cannot be written is told, and pressing again helps once it can', async (t) => {
  const resources = resourcesOf(t);
  const { user, client } = await startUser(resources);
  const film = join(resources.folder(), 'film.mkv');
  writeFileSync(film, randomBytes(200_000, 4));
  writeFileSync(downloadsOf(user), 'no folder');
  const torrents = await Torrents.of(client);
  const id = await torrents.add((await seed(resources, film)).magnet);
  await client.request('torrents.keep', { id });
  const { kept } = await torrents.until(id, (now) => now.kept?.error, 'a notice');
  assert.ok(['io_error', 'not_found'].includes(kept.error.name), kept.error.name);
  rmSync(downloadsOf(user));
  await client.request('torrents.keep', { id });
  await keptIn(torrents, id, 1);
});

test('a film opens in a player of this computer, and no message names a program', async (t) => {
  const resources = resourcesOf(t);
  const user = new User(resources);
  const bin = join(user.folder, 'bin');
  mkdirSync(bin);
  for (const name of ['mpv', 'xdg-open', 'evil']) {
    writeFileSync(join(bin, name), `#!/bin/sh\nprintf '%s\\n' "$#" "$@" > '${bin}/${name}.out.new'\nmv '${bin}/${name}.out.new' '${bin}/${name}.out'\n`);
    chmodSync(join(bin, name), 0o755);
  }
  user.env.PATH = `${bin}:/usr/bin:/bin`;
  await user.startDaemon();
  const client = await user.connect();
  const film = join(resources.folder(), '--evil $(touch x).mkv');
  writeFileSync(film, randomBytes(200_000, 5));
  const torrents = await Torrents.of(client);
  const id = await torrents.add((await seed(resources, film)).magnet);
  const { programs } = await client.request('programs.list');
  assert.ok(programs.includes('mpv') && programs.includes('folder'), `${programs}`);
  const started = async (/** @type {string} */ name) =>
    until(() => existsSync(join(bin, `${name}.out`)) && readFileSync(join(bin, `${name}.out`), 'utf8').trim().split('\n'), 5000, `${name} started`);
  await client.request('programs.open', { id, file: 0, program: 'mpv' });
  const [count, address] = await started('mpv');
  assert.equal(count, '1');
  assert.match(address, /^http:\/\/127\.0\.0\.1:\d+\//);
  await client.request('torrents.keep', { id });
  await keptIn(torrents, id, 1);
  await client.request('programs.open', { id, file: 0, program: 'folder' });
  assert.deepEqual(await started('xdg-open'), ['1', downloadsOf(user)]);
  for (const program of ['evil', '/bin/sh', '../bin/evil', 'mpv;evil', '']) {
    await assert.rejects(client.request('programs.open', { id, file: 0, program }), program);
  }
  assert.ok(!existsSync(join(bin, 'evil.out')));
});

test('a season goes on at the file that was watched last, behind one that is over, and never at an extra', async (t) => {
  const resources = resourcesOf(t);
  const { user, daemon, client } = await startUser(resources);
  const names = { 'S01E01.mkv': 900_000, 'S01E02.mkv': 910_000, 'S01E10.mkv': 990_000, 'Sample/sample-s01e01.mkv': 50_000, 'Extras/S01E00 making of.mkv': 2_000_000 };
  const folder = fill(join(resources.folder(), 'Harbour Lights'), names);
  const torrents = await Torrents.of(client);
  const id = await torrents.add((await seed(resources, folder)).magnet);
  const opened = async (/** @type {import('../support/rpc.mjs').RpcPeer} */ peer = client) => (await peer.request('streams.open', { id })).file;
  const first = await opened();
  assert.equal(first.name, 'S01E01.mkv');
  const { files } = await client.request('torrents.files', { id });
  const indexOf = (/** @type {string} */ name) => files.find((/** @type {any} */ file) => file.name === name).index;
  await client.request('positions.set', { id, file: indexOf('S01E02.mkv'), seconds: 33, duration: 60 });
  assert.equal((await opened()).name, 'S01E02.mkv');
  await client.request('positions.set', { id, file: indexOf('S01E02.mkv'), seconds: 59, duration: 60 });
  daemon.process.kill('SIGKILL');
  await daemon.exit(5000);
  await user.startDaemon();
  const again = await user.connect();
  const file = await opened(again);
  assert.equal(file.name, 'S01E10.mkv');
  const { torrent } = await again.request('torrents.get', { id });
  assert.deepEqual(torrent.watched, { file: indexOf('S01E02.mkv'), seconds: 59, duration: 60 });
  assert.equal(torrent.start_file, file.index);
});

test('a folder without films fetches nothing that nobody asked for', async (t) => {
  const resources = resourcesOf(t);
  const { client } = await startUser(resources);
  const folder = fill(join(resources.folder(), 'documents'), { 'setup.exe': 2_000_000, 'read me.pdf': 300_000, 'a.jpg': 90_000 });
  const torrents = await Torrents.of(client);
  const id = await torrents.add((await seed(resources, folder)).magnet);
  const torrent = await torrents.until(id, ({ state }) => state === 'idle', 'nothing wanted');
  assert.equal(torrent.done, 0);
});

test('what is here of a file is told for each of its parts', async (t) => {
  const resources = resourcesOf(t);
  const { client } = await startUser(resources);
  const film = join(resources.folder(), 'film.mkv');
  writeFileSync(film, randomBytes(2_000_000, 7));
  const torrents = await Torrents.of(client);
  const { id } = await torrents.fetchWhole((await seed(resources, film)).magnet);
  const { parts } = await client.request('torrents.here', { id, file: 0 });
  assert.deepEqual(parts, Array(200).fill(100));
  await assert.rejects(client.request('torrents.here', { id, file: 7 }), /unknown_file|no file/);
});
