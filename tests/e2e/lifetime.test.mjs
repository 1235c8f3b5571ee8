// The conditions under which the daemon ends.
import assert from 'node:assert/strict';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { program } from '../support/paths.mjs';
import { run } from '../support/process.mjs';
import { randomBytes } from '../support/random.mjs';
import { resourcesOf } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { Torrents } from '../support/torrents.mjs';
import { User, startUser } from '../support/user.mjs';
import { pause } from '../support/wait.mjs';

test('the daemon ends by itself when the last client has left', async (t) => {
  const { daemon, client } = await startUser(resourcesOf(t), { idle_exit: 1 });
  client.end();
  assert.deepEqual(await daemon.exit(8000), { code: 0, signal: null });
});

test('the daemon stays while a client is there', async (t) => {
  const { daemon, client } = await startUser(resourcesOf(t), { idle_exit: 1 });
  await pause(2500);
  assert.ok(daemon.running);
  await client.request('status.get');
});

test('the daemon stays while something that was selected is missing', async (t) => {
  const resources = resourcesOf(t);
  const { user, daemon, client } = await startUser(resources, { idle_exit: 1 });
  const film = join(resources.folder(), 'film.mp4');
  writeFileSync(film, randomBytes(2_500_000, 1));
  const { magnet } = await seed(resources, film, ['--upload-limit', '500000']);
  const torrents = await Torrents.of(client);
  const id = await torrents.add(magnet);
  await client.request('torrents.select', { id, files: [0] });
  client.end();
  await pause(2500);
  assert.ok(daemon.running, 'it left in the middle');
  const again = await Torrents.of(await user.connect());
  await again.until(id, (now) => now.state === 'complete', 'complete');
  again.client.end();
  assert.deepEqual(await daemon.exit(8000), { code: 0, signal: null });
});

for (const way of ['daemon.stop', 'SIGTERM', 'SIGINT']) {
  test(`the daemon ends in order on ${way}`, async (t) => {
    const { user, daemon, client } = await startUser(resourcesOf(t));
    const { id } = await client.request('torrents.add', { source: 'a'.repeat(40) });
    if (way === 'daemon.stop') assert.deepEqual(await client.request('daemon.stop'), {});
    else daemon.process.kill(/** @type {NodeJS.Signals} */ (way));
    assert.deepEqual(await daemon.exit(10_000), { code: 0, signal: null });
    assert.ok(client.isClosed);
    await user.startDaemon();
    assert.equal((await (await user.connect()).request('torrents.get', { id })).torrent.id, id);
  });
}

test('the daemon ends while someone waits for bytes that never come', async (t) => {
  const resources = resourcesOf(t);
  const { daemon, client } = await startUser(resources);
  const film = join(resources.folder(), 'film.mp4');
  writeFileSync(film, randomBytes(400_000, 1));
  const peer = await seed(resources, film);
  const torrents = await Torrents.of(client);
  const id = await torrents.add(peer.magnet);
  await peer.child.end();
  const { file } = await client.request('streams.open', { id });
  const { port, pathname } = new URL(file.url);
  const viewer = connect(Number(port), '127.0.0.1', () =>
    viewer.write(`GET ${pathname} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`),
  );
  viewer.on('error', () => {});
  await new Promise((resolve) => viewer.once('data', resolve));
  const from = Date.now();
  await client.request('daemon.stop');
  assert.deepEqual(await daemon.exit(10_000), { code: 0, signal: null });
  t.diagnostic(`ended in ${Date.now() - from} ms`);
});

test('a second daemon gives way to the first', async (t) => {
  const { user, client } = await startUser(resourcesOf(t));
  const second = await run(program('magnetar'), ['daemon'], { env: user.env, deadline: 5000 });
  assert.equal(second.code, 0, second.stderr);
  await client.request('status.get');
});

test('a socket left behind by a kill is no obstacle', async (t) => {
  const { user, daemon } = await startUser(resourcesOf(t));
  daemon.process.kill('SIGKILL');
  await daemon.exit(5000);
  assert.ok(existsSync(user.socket));
  await user.startDaemon();
  await user.connect();
});

test('nobody else can enter the folders or the socket', async (t) => {
  const { user } = await startUser(resourcesOf(t));
  assert.equal(statSync(user.socket).mode & 0o777, 0o600);
  for (const folder of [dirname(user.socket), join(user.state, 'magnetar')])
    assert.equal(statSync(folder).mode & 0o777, 0o700, folder);
});

test('without XDG_RUNTIME_DIR the socket is below the state folder', async (t) => {
  const user = new User(resourcesOf(t));
  const { XDG_RUNTIME_DIR: _, ...env } = user.env;
  user.env = /** @type {typeof user.env} */ (env);
  const started = await user.run(['list', '--json']);
  assert.equal(started.code, 0, started.stderr);
  assert.ok(!existsSync(user.socket));
  assert.equal((await user.run(['stop'])).code, 0);
});

test('two people never meet', async (t) => {
  const resources = resourcesOf(t);
  const [one, other] = await Promise.all([startUser(resources), startUser(resources)]);
  await one.client.request('torrents.add', { source: 'b'.repeat(40) });
  assert.equal((await other.client.request('torrents.list')).total, 0);
  assert.notEqual(one.client.httpBase, other.client.httpBase);
});
