// Metadata from peers for a magnet link: checked before it is parsed, and before anything is written to the disk.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { metadataPeer } from '../support/metadata_peer.mjs';
import { randomBytes } from '../support/random.mjs';
import { resourcesOf } from '../support/resources.mjs';
import { bencode } from '../support/torrent.mjs';
import { Torrents } from '../support/torrents.mjs';
import { startUser } from '../support/user.mjs';
import { until } from '../support/wait.mjs';
import { v2Parts } from '../support/v2_torrent.mjs';

/** A v1 info dictionary with the right number of hashes. @param {Array<{path: string[], length: number}>} files */
function metadataOf(files) {
  const size = files.reduce((sum, { length }) => sum + length, 0);
  const pieces = Buffer.alloc(Math.ceil(size / 16384) * 20, 'x');
  return bencode({ name: 'films', 'piece length': 16384, pieces, files });
}

/** @param {Buffer} metadata */
const v1Hash = (metadata) => createHash('sha1').update(metadata).digest('hex');

/** All files and folders below a folder. @param {string} folder @returns {string[]} */
const below = (folder) => (existsSync(folder) ? /** @type {string[]} */ (readdirSync(folder, { recursive: true })) : []);

/**
 * Adds the magnet link of metadata that one peer has.
 * @param {import('node:test').TestContext} t
 * @param {Buffer} metadata
 * @param {string} [link]
 */
async function addFromPeer(t, metadata, link = `magnet:?xt=urn:btih:${v1Hash(metadata)}`) {
  const resources = resourcesOf(t);
  const started = await startUser(resources);
  const peer = await metadataPeer(resources, { infoHash: v1Hash(metadata), metadata });
  const torrents = await Torrents.of(started.client);
  const { id } = await started.client.request('torrents.add', { source: link + peer.parameter });
  return { ...started, resources, torrents, id, peer };
}

/** @type {Array<[string, Buffer]>} */
const REFUSED = [
  ['30,000 files of one path', metadataOf(Array(30_000).fill({ path: ['a.mp4'], length: 1 }))],
  ['60,000 files', metadataOf(Array.from({ length: 60_000 }, (_, i) => ({ path: [`${i}`], length: 1 })))],
  ['20,000 folders', metadataOf(Array.from({ length: 20_000 }, (_, i) => ({ path: [`${i}`, 'a'], length: 1 })))],
  ['a path of 200 names', metadataOf([{ path: Array(200).fill('a'), length: 1 }])],
  ['no pieces at all', bencode({ name: 'films', 'piece length': 16384, files: [{ path: ['a'], length: 1 }] })],
  ['a number', bencode(7)],
];
for (const [what, metadata] of REFUSED) {
  test(`metadata with ${what} is refused as bad_torrent, and the next start is as quick as ever`, async (t) => {
    const { user, daemon, torrents, id } = await addFromPeer(t, metadata);
    const torrent = await torrents.until(id, (now) => now.state === 'error', 'error', 20_000);
    assert.equal(torrent.notice.name, 'bad_torrent');
    assert.equal(torrent.has_metadata, false);
    assert.ok(daemon.running);
    daemon.process.kill('SIGKILL');
    await daemon.exit(15_000);
    await user.startDaemon();
    assert.equal((await (await user.connect()).request('torrents.list')).total, 1);
  });
}

test('a v1 listing beside v2 metadata without pieces is refused before libtorrent reads it', async (t) => {
  const { info } = v2Parts({ name: 'film.mp4', files: [{ path: 'film.mp4', content: randomBytes(50_000, 1) }] });
  const metadata = bencode({ ...info, length: 50_000 });
  const v2 = createHash('sha256').update(metadata).digest('hex');
  const resources = resourcesOf(t);
  const { daemon, client } = await startUser(resources);
  const peer = await metadataPeer(resources, { infoHash: v2, metadata });
  const torrents = await Torrents.of(client);
  const { id } = await client.request('torrents.add', { source: `magnet:?xt=urn:btmh:1220${v2}${peer.parameter}` });
  await torrents.until(id, (now) => now.state === 'error' && now.notice.name === 'bad_torrent', 'bad_torrent', 20_000);
  assert.ok(daemon.running);
});

test('two files of one path get names of their own, the same after a restart', async (t) => {
  const files = [
    { path: ['film.mp4'], length: 20_000 },
    { path: ['Film.mp4'], length: 30_000 },
    { path: ['film.mp4', 'below'], length: 100 },
  ];
  const { user, daemon, client, torrents, id } = await addFromPeer(t, metadataOf(files));
  await torrents.until(id, (now) => now.has_metadata, 'metadata', 20_000);
  const paths = async (/** @type {typeof client} */ peer) =>
    (await peer.request('torrents.files', { id })).files.map((/** @type {{path: string}} */ { path }) => path.toLowerCase());
  const first = await paths(client);
  assert.equal(new Set(first).size, 3, `${first}`);
  assert.ok(!first.includes('films/film.mp4'), 'the folder of the third file has this name');
  await client.request('daemon.stop');
  await daemon.exit(15_000);
  await user.startDaemon();
  assert.deepEqual(await paths(await user.connect()), first);
});

test('empty files in folders of their own leave nothing on the disk while nobody wants them', async (t) => {
  const files = Array.from({ length: 5000 }, (_, i) => ({ path: [`${i}`, 'empty'], length: 0 }));
  const { torrents, id, user } = await addFromPeer(t, metadataOf([...files, { path: ['film.mp4'], length: 50_000 }]));
  await torrents.until(id, (now) => now.has_metadata && now.state !== 'checking', 'checked', 20_000);
  assert.ok(below(join(user.cache, 'magnetar')).length < 20, `${below(user.cache).length} files and folders`);
});

test('a peer that announces more metadata than our limit is closed and asked for nothing', async (t) => {
  const resources = resourcesOf(t);
  const { client } = await startUser(resources);
  const metadata = metadataOf([{ path: ['film.mp4'], length: 50_000 }]);
  const infoHash = v1Hash(metadata);
  const huge = await metadataPeer(resources, { infoHash, metadata, announced: 60 * 1024 * 1024 });
  const honest = await metadataPeer(resources, { infoHash, metadata });
  const torrents = await Torrents.of(client);
  const source = `magnet:?xt=urn:btih:${infoHash}${huge.parameter}${honest.parameter}`;
  const { id } = await client.request('torrents.add', { source });
  await torrents.until(id, (now) => now.has_metadata, 'metadata of the honest peer', 20_000);
  assert.equal(huge.seen.requests, 0);
  await until(() => huge.seen.closed === huge.seen.connections, 10_000, 'its connections are closed');
});

test('metadata comes in spite of a peer that spoils its pieces, and of one that announces another size', async (t) => {
  const resources = resourcesOf(t);
  const { client } = await startUser(resources);
  const metadata = metadataOf(Array.from({ length: 3000 }, (_, i) => ({ path: [`${i}.mp4`], length: 10 })));
  const infoHash = v1Hash(metadata);
  const spoil = (/** @type {Buffer} */ piece) => Buffer.alloc(piece.length, 'd');
  const liars = await Promise.all([
    metadataPeer(resources, { infoHash, metadata, spoil }),
    metadataPeer(resources, { infoHash, metadata: Buffer.concat([metadata, metadata]) }),
  ]);
  const honest = await metadataPeer(resources, { infoHash, metadata });
  const torrents = await Torrents.of(client);
  const peers = [...liars, honest].map(({ parameter }) => parameter).join('');
  const { id } = await client.request('torrents.add', { source: `magnet:?xt=urn:btih:${infoHash}${peers}` });
  const { file_count } = await torrents.until(id, (now) => now.has_metadata, 'metadata', 30_000);
  assert.equal(file_count, 3000);
});
