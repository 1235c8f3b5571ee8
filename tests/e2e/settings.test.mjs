// Settings: read, changed as a whole or not at all, kept, and notified to other clients.
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { randomBytes } from '../support/random.mjs';
import { Resources } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { Torrents } from '../support/torrents.mjs';
import { startUser } from '../support/user.mjs';

describe('settings', () => {
  const resources = new Resources();
  /** @type {Awaited<ReturnType<typeof startUser>>} */ let world;
  before(async () => {
    world = await startUser(resources);
  });
  after(() => resources.dispose());

  test('are those of the file, else the defaults', async () => {
    const { settings } = await world.client.request('settings.get');
    assert.deepEqual(settings, {
      listen_interfaces: '127.0.0.1:0',
      dht: false,
      lsd: false,
      port_mapping: false,
      utp: true,
      download_limit: 0,
      upload_limit: 0,
      connections_limit: 200,
      cache_folder: join(world.user.cache, 'magnetar/films'),
      cache_size: 20000000000,
      only_watched: false,
      memory_limit: 100663296,
      idle_exit: 300,
      local_torrent_links: false,
      web_peers: 'on',
      web_trackers: '',
      stun_servers: 'stun:stun.l.google.com:19302, stun:global.stun.twilio.com:3478',
    });
  });

  test('change, are told to all and survive a restart', async () => {
    const other = await world.user.connect();
    await other.request('torrents.subscribe');
    const change = { upload_limit: 12345, connections_limit: 77, local_torrent_links: true, idle_exit: 0 };
    const { settings } = await world.client.request('settings.set', { settings: change });
    assert.deepEqual({ ...settings, ...change }, settings);
    assert.deepEqual((await other.notification('settings.changed')).settings, settings);
    world.daemon.process.kill('SIGKILL');
    await world.daemon.exit(5000);
    world.daemon = await world.user.startDaemon();
    world.client = await world.user.connect();
    assert.deepEqual((await world.client.request('settings.get')).settings, settings);
  });

  for (const [settings, name, key] of /** @type {Array<[object, string, string]>} */ ([
    [{ upload_limit: 1, nonsense: 1 }, 'unknown_setting', 'nonsense'],
    [{ upload_limit: -1 }, 'bad_setting', 'upload_limit'],
    [{ upload_limit: 'fast' }, 'bad_setting', 'upload_limit'],
    [{ upload_limit: 1.5 }, 'bad_setting', 'upload_limit'],
    [{ dht: 1 }, 'bad_setting', 'dht'],
    [{ dht: 'true' }, 'bad_setting', 'dht'],
    [{ connections_limit: 0 }, 'bad_setting', 'connections_limit'],
    [{ cache_folder: 'relative/path' }, 'bad_setting', 'cache_folder'],
    [{ cache_folder: '' }, 'bad_setting', 'cache_folder'],
    [{ cache_folder: '/tmp/a\nlisten_interfaces = 0.0.0.0:1' }, 'bad_setting', 'cache_folder'],
    [{ listen_interfaces: 'nonsense' }, 'bad_setting', 'listen_interfaces'],
    [{ listen_interfaces: '127.0.0.1:99999' }, 'bad_setting', 'listen_interfaces'],
    [{ cache_size: null }, 'bad_setting', 'cache_size'],
  ])) {
    test(`refuse ${JSON.stringify(settings)} as a whole`, async () => {
      const before = (await world.client.request('settings.get')).settings;
      const refusal = await world.client.refusal('settings.set', { settings: { download_limit: 4242, ...settings } });
      assert.deepEqual([refusal.rpcName, refusal.data.key], [name, key]);
      if (name === 'bad_setting') assert.ok(refusal.data.expected.length > 0);
      assert.deepEqual((await world.client.request('settings.get')).settings, before);
    });
  }

  test('put films where they say, from then on', async () => {
    const elsewhere = join(resources.folder(), 'with space', 'films');
    await world.client.request('settings.set', { settings: { cache_folder: elsewhere } });
    const film = join(resources.folder(), 'film.mp4');
    writeFileSync(film, randomBytes(100_000, 1));
    const torrents = await Torrents.of(world.client);
    const { id } = await torrents.fetchWhole((await seed(resources, film)).magnet);
    const { details } = await world.client.request('torrents.get', { id });
    assert.ok(details.folder.startsWith(elsewhere), details.folder);
    assert.ok(existsSync(details.folder));
    assert.equal((await world.client.request('status.get')).disk.folder, elsewhere);
  });

  test('limit the download', async () => {
    await world.client.request('settings.set', { settings: { download_limit: 200_000 } });
    const film = join(resources.folder(), 'slow.mp4');
    writeFileSync(film, randomBytes(1_000_000, 2));
    const torrents = await Torrents.of(await world.user.connect());
    const from = Date.now();
    await torrents.fetchWhole((await seed(resources, film)).magnet);
    assert.ok(Date.now() - from > 2500, `1 MB at 200 kB/s in ${Date.now() - from} ms`);
    await world.client.request('settings.set', { settings: { download_limit: 0 } });
  });

  test('change where peers reach us', async () => {
    const status = await world.client.request('status.get');
    assert.ok(status.listen_port > 0);
    assert.deepEqual(Object.keys(status).sort(), [
      'clients',
      'dht_nodes',
      'disk',
      'download_rate',
      'http_port',
      'listen_port',
      'pid',
      'torrents',
      'upload_rate',
      'uptime',
      'version',
      'warnings',
    ]);
    assert.deepEqual(Object.keys(status.disk).sort(), ['folder', 'free', 'limit', 'used']);
    assert.equal(status.pid, world.daemon.pid);
    assert.equal(status.http_port, Number(new URL(world.client.httpBase).port));
  });
});
