// Information about torrents, and actions on them.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { randomBytes } from '../support/random.mjs';
import { Resources } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { makeTorrent, unknownHash } from '../support/torrent.mjs';
import { Torrents } from '../support/torrents.mjs';
import { startTracker } from '../support/tracker.mjs';
import { startUser } from '../support/user.mjs';
import { until } from '../support/wait.mjs';

const MEMBERS = [
  'added_at',
  'done',
  'download_rate',
  'eta',
  'file_count',
  'has_metadata',
  'id',
  'info_hash',
  'kept',
  'main_file',
  'name',
  'notice',
  'paused',
  'peers',
  'progress',
  'seeds',
  'size',
  'start_file',
  'state',
  'state_since',
  'upload_rate',
  'viewers',
  'watched',
];

describe('torrents', () => {
  const resources = new Resources();
  /** @type {Torrents} */ let torrents;
  /** @type {Awaited<ReturnType<typeof startUser>>} */ let world;
  /** @type {string} */ let folder;
  /** @type {Record<string, Buffer>} */
  const contents = {
    'extras/about.txt': randomBytes(500, 1),
    'extras/poster.jpg': randomBytes(70_001, 2),
    'part 10.mp4': randomBytes(300_000, 3),
    'part 2.mp4': randomBytes(400_003, 4),
    'part 2.srt': randomBytes(1234, 5),
    'theme.mp3': randomBytes(500_000, 6),
  };
  before(async () => {
    world = await startUser(resources);
    torrents = await Torrents.of(world.client);
    folder = join(resources.folder(), 'A series');
    mkdirSync(join(folder, 'extras'), { recursive: true });
    for (const [path, content] of Object.entries(contents)) writeFileSync(join(folder, path), content);
  });
  after(() => resources.dispose());
  const request = (/** @type {string} */ method, /** @type {object} */ params) => world.client.request(method, params);

  test('have the members of the protocol and no others', async () => {
    const { id } = await request('torrents.add', { source: unknownHash('members') });
    const { torrent, details } = await request('torrents.get', { id });
    assert.deepEqual(Object.keys(torrent).sort(), MEMBERS);
    assert.deepEqual(Object.keys(details).sort(), [
      'comment',
      'folder',
      'magnet',
      'piece_count',
      'piece_length',
      'private',
      'trackers',
    ]);
    assert.match(details.magnet, new RegExp(`^magnet:\\?xt=urn:btih:${unknownHash('members')}`));
    assert.ok(Math.abs(torrent.added_at - Date.now() / 1000) < 60);
    assert.deepEqual(
      await world.client
        .notification('torrents.added', (params) => params.torrent.id === id)
        .then((p) => Object.keys(p.torrent).sort()),
      MEMBERS,
    );
  });

  test('without anybody who has them say so: finding_peers, then the notice no_peers', async () => {
    const { id } = await request('torrents.add', { source: unknownHash('nobody') });
    assert.equal((await torrents.until(id, () => true, 'known')).state, 'finding_peers');
    const torrent = await torrents.until(id, (now) => now.notice, 'a notice', 60_000);
    assert.deepEqual([torrent.state, torrent.notice.name, torrent.notice.code], ['finding_peers', 'no_peers', 1206]);
    assert.equal((await world.client.refusal('torrents.files', { id })).rpcName, 'no_metadata');
    assert.equal((await world.client.refusal('streams.open', { id })).rpcName, 'no_metadata');
  });

  test('whose tracker refuses say so', async () => {
    const tracker = await startTracker(resources, { refusal: 'unregistered torrent' });
    const { id } = await request('torrents.add', {
      source: `magnet:?xt=urn:btih:${unknownHash('refused')}&tr=${encodeURIComponent(tracker.url)}`,
    });
    const { notice } = await torrents.until(id, (now) => now.notice?.name === 'tracker_refused', 'a notice', 60_000);
    assert.equal(notice.code, 1207);
  });

  test('tell what a tracker says for a refusal, however it says it', async () => {
    const latin1 = Buffer.from('Torrent für Müller nicht verfügbar', 'latin1');
    const cases = [
      { name: 'latin', answer: { refusal: latin1 }, said: /Torrent für Müller nicht verfügbar/ },
      { name: 'silent', answer: { refusal: '' }, said: /no reason/ },
      { name: 'page', answer: { page: '<html><title>Parked</title></html>' }, said: /not that of a tracker/ },
    ];
    const told = cases.map(async ({ name, answer, said }) => {
      const tracker = await startTracker(resources, answer);
      const source = `magnet:?xt=urn:btih:${unknownHash(name)}&tr=${encodeURIComponent(tracker.url)}`;
      const { id } = await request('torrents.add', { source });
      const { notice } = await torrents.until(id, (now) => now.notice?.name === 'tracker_refused', name, 60_000);
      assert.match(JSON.stringify(notice), said);
    });
    await Promise.all(told);
  });

  test('find their peers by a tracker', async () => {
    const film = join(resources.folder(), 'tracked.mp4');
    writeFileSync(film, randomBytes(100_000, 7));
    const peer = await seed(resources, film);
    const tracker = await startTracker(resources, { ports: [peer.port] });
    const source = `magnet:?xt=urn:btih:${peer.infoHash}&tr=${encodeURIComponent(tracker.url)}`;
    const id = await torrents.add(source);
    assert.deepEqual((await request('torrents.get', { id })).details.trackers, [tracker.url]);
  });

  test('name, list and choose their files', async () => {
    const { magnet } = await seed(resources, folder);
    const id = await torrents.add(magnet);
    const { files, total, offset } = await request('torrents.files', { id });
    assert.deepEqual([total, offset], [6, 0]);
    const kinds = Object.fromEntries(
      files.map((/** @type {any} */ file) => [file.path.replace(/^A series\//, ''), file.kind]),
    );
    assert.deepEqual(kinds, {
      'extras/about.txt': 'other',
      'extras/poster.jpg': 'image',
      'part 10.mp4': 'video',
      'part 2.mp4': 'video',
      'part 2.srt': 'subtitle',
      'theme.mp3': 'audio',
    });
    const main = files.find((/** @type {any} */ file) => file.index === torrents.now(id).main_file);
    assert.equal(main.name, 'part 2.mp4');
    for (const file of files)
      assert.ok(file.url.startsWith(`${world.client.httpBase}torrents/${id}/files/${file.index}`), file.url);
    const page = await request('torrents.files', { id, offset: 2, limit: 3 });
    // The beginning of the main file is being downloaded meanwhile.
    const fixed = (/** @type {any[]} */ list) => list.map(({ done, ...rest }) => rest);
    assert.deepEqual([fixed(page.files), page.total, page.offset], [fixed(files.slice(2, 5)), 6, 2]);
    assert.deepEqual((await request('torrents.files', { id, offset: 100 })).files, []);
    const opened = await request('streams.open', { id });
    assert.equal(opened.file.index, main.index);
    assert.equal(opened.playlist, `${world.client.httpBase}torrents/${id}/playlist.m3u8`);
    assert.equal((await world.client.refusal('streams.open', { id, file: 99 })).rpcName, 'unknown_file');
  });

  test('fetch what was selected, and nothing else but the beginning of the main file', async () => {
    const { magnet } = await seed(resources, folder, ['--v1', '--piece-size', '16384']);
    const id = await torrents.add(magnet);
    await torrents.until(id, (now) => ['idle', 'complete'].includes(now.state), 'quiet');
    const doneOf = async (/** @type {string} */ name) => {
      const { files } = await request('torrents.files', { id });
      return files.find((/** @type {any} */ file) => file.name === name);
    };
    for (const name of ['part 10.mp4', 'theme.mp3']) assert.ok((await doneOf(name)).done < 70_000, name);
    const wanted = [await doneOf('part 2.mp4'), await doneOf('poster.jpg')];
    await request('torrents.select', { id, files: wanted.map((file) => file.index) });
    // The main file may have been completed before the selection.
    const isHere = async (/** @type {any} */ { name, size }) => (await doneOf(name)).done === size;
    await until(async () => (await Promise.all(wanted.map(isHere))).every(Boolean), 30_000, 'what was selected');
    await torrents.until(id, (now) => now.state === 'complete' && now.progress === 1, 'complete');
    const { details } = await request('torrents.get', { id });
    for (const { name, path } of wanted) {
      const file = await doneOf(name);
      assert.deepEqual([file.selected, file.done], [true, file.size], name);
      const content = contents[path.replace('A series/', '')];
      assert.ok(readFileSync(onDisk(details.folder, path)).equals(content), name);
    }
    for (const name of ['part 10.mp4', 'theme.mp3']) assert.ok((await doneOf(name)).done < 70_000, name);
    assert.equal((await world.client.refusal('torrents.select', { id, files: [77] })).rpcName, 'unknown_file');
  });

  /** The path of a torrent's file on the disk. @param {string} place @param {string} path */
  function onDisk(place, path) {
    const found = [join(place, path), join(place, 'A series', path), join(place, '..', path)].find(existsSync);
    assert.ok(found, `${path} below ${place}`);
    return found;
  }

  test('pause and go on', async () => {
    const film = join(resources.folder(), 'paused.mp4');
    const content = randomBytes(3_000_000, 8);
    writeFileSync(film, content);
    const { magnet } = await seed(resources, film, ['--upload-limit', '1000000']);
    const id = await torrents.add(magnet);
    await request('torrents.select', { id, files: [0] });
    await torrents.until(id, (now) => now.done > 0, 'a piece');
    await request('torrents.pause', { id });
    const paused = await torrents.until(id, (now) => now.state === 'paused' && now.peers === 0, 'paused');
    assert.equal(paused.paused, true);
    assert.ok(paused.done < paused.size);
    await request('torrents.pause', { id });
    await request('torrents.resume', { id });
    await torrents.until(id, (now) => now.state === 'complete', 'complete');
  });

  for (const data of ['keep', 'delete']) {
    test(`go with their data when asked, or without: ${data}`, async () => {
      const film = join(resources.folder(), `${data}.mp4`);
      const content = randomBytes(200_000, data.length);
      writeFileSync(film, content);
      const { magnet } = await seed(resources, film);
      const { id, files } = await torrents.fetchWhole(magnet);
      const { details } = await request('torrents.get', { id });
      const path = onDisk(details.folder, files[0].path);
      assert.ok(readFileSync(path).equals(content));
      await request('torrents.remove', { id, data });
      assert.equal(existsSync(path), data === 'keep');
      assert.deepEqual(await world.client.notification('torrents.removed', (params) => params.id === id), {
        id,
        reason: 'user',
      });
      for (const method of ['torrents.get', 'torrents.pause', 'torrents.resume', 'torrents.files', 'streams.open']) {
        assert.equal((await world.client.refusal(method, { id })).rpcName, 'unknown_torrent', method);
      }
    });
  }

  test('are listed newest first, in pages', async () => {
    const ids = [];
    for (let n = 0; n < 5; n++)
      ids.push((await request('torrents.add', { source: unknownHash(`page ${n}`), paused: true })).id);
    const all = await request('torrents.list', {});
    assert.deepEqual(
      all.torrents.slice(0, 5).map((/** @type {any} */ torrent) => torrent.id),
      ids.reverse(),
    );
    assert.equal(all.total, all.torrents.length);
    const page = await request('torrents.list', { offset: 1, limit: 2 });
    assert.deepEqual(
      [page.torrents.map((/** @type {any} */ torrent) => torrent.id), page.total],
      [ids.slice(1, 3), all.total],
    );
    for (const params of [{ limit: 201 }, { limit: 0 }, { offset: -1 }, { limit: '2' }]) {
      assert.equal(
        (await world.client.refusal('torrents.list', params)).rpcName,
        'invalid_params',
        JSON.stringify(params),
      );
    }
  });

  test('with thousands of files fit the frames', async () => {
    const files = Array.from({ length: 3000 }, (_, n) => ({
      path: `${'long folder name '.repeat(8)}/${'ü'.repeat(60)} ${n}.mp4`,
      content: Buffer.from('x'),
    }));
    const { torrent } = makeTorrent({ name: 'Many', files });
    const { id } = await request('torrents.add', { torrent: torrent.toString('base64') });
    let seen = 0;
    for (let offset = 0; offset < 3000; offset += 500)
      seen += (await request('torrents.files', { id, offset, limit: 500 })).files.length;
    assert.equal(seen, 3000);
    assert.equal((await world.client.refusal('torrents.files', { id, limit: 501 })).data.param, 'limit');
  });

  test('are not told to a client that has not subscribed, or not any more', async () => {
    const other = await world.user.connect();
    const subscriber = await world.user.connect();
    await subscriber.request('torrents.subscribe');
    await subscriber.request('torrents.unsubscribe');
    const { id } = await request('torrents.add', { source: unknownHash('untold') });
    await torrents.until(id, () => true, 'told');
    await Promise.all([other.request('status.get'), subscriber.request('status.get')]);
    for (const client of [other, subscriber])
      assert.deepEqual(
        client.messages.filter((message) => message.method?.startsWith('torrents.')),
        [],
      );
  });

  test('change at most twice a second, and only in what changed', async () => {
    const film = join(resources.folder(), 'changes.mp4');
    writeFileSync(film, randomBytes(3_000_000, 10));
    const { magnet } = await seed(resources, film, ['--upload-limit', '1000000']);
    const id = await torrents.add(magnet);
    const watcher = await world.user.connect();
    await watcher.request('torrents.subscribe');
    const from = Date.now();
    await request('torrents.select', { id, files: [0] });
    await torrents.until(id, (now) => now.state === 'complete', 'complete');
    const told = watcher.notifications('torrents.changed');
    assert.ok(told.length > 0);
    assert.ok(told.length <= ((Date.now() - from) / 1000) * 2 + 2, `${told.length} in ${Date.now() - from} ms`);
    for (const { torrents: changes } of told) {
      for (const change of changes)
        assert.ok(
          Object.keys(change).length > 1 && Object.keys(change).length < MEMBERS.length,
          JSON.stringify(change),
        );
    }
  });

  test('remember where a viewer was', async () => {
    const { id } = await request('torrents.add', { source: unknownHash('position') });
    assert.deepEqual(await request('positions.get', { id, file: 3 }), { seconds: 0, duration: 0 });
    await request('positions.set', { id, file: 3, seconds: 61.5, duration: 5400 });
    assert.deepEqual(await request('positions.get', { id, file: 3 }), { seconds: 61.5, duration: 5400 });
    assert.equal((await world.client.refusal('positions.get', { id: 'nobody', file: 0 })).rpcName, 'unknown_torrent');
  });
});
