// The bytes of a film over HTTP while it is being downloaded: right from the first one, or not sent yet.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { get } from '../support/http.mjs';
import { below, randomBytes, seededRandom } from '../support/random.mjs';
import { Resources } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { unknownHash } from '../support/torrent.mjs';
import { Torrents } from '../support/torrents.mjs';
import { startUser } from '../support/user.mjs';
import { until } from '../support/wait.mjs';

describe('a film that is still being downloaded', () => {
  const resources = new Resources();
  after(() => resources.dispose());

  test('gives right bytes for random ranges, beside a peer that sends wrong ones', async () => {
    const { client } = await startUser(resources);
    const torrents = await Torrents.of(client);
    const size = 6_000_001;
    const content = randomBytes(size, 5);
    const path = join(resources.folder(), 'film.mkv');
    writeFileSync(path, content);
    const good = await seed(resources, path, ['--piece-size', '65536', '--upload-limit', '2000000']);
    // libtorrent takes two peers of one address for one.
    const bad = await seed(resources, path, ['--piece-size', '65536', '--corrupt', '--listen', '127.0.0.2:0']);
    const id = await torrents.add(`${good.magnet}&x.pe=127.0.0.2:${bad.port}`);
    const { url } = (await client.request('streams.open', { id })).file;
    const random = seededRandom(11);
    const one = async () => {
      const first = below(random, size);
      const last = Math.min(size, first + 1 + below(random, 200_000)) - 1;
      const answer = await get(url, { headers: { Range: `bytes=${first}-${last}` }, deadline: 60_000 });
      assert.equal(answer.status, 206);
      assert.ok(answer.body.equals(content.subarray(first, last + 1)), `${first}-${last}`);
    };
    for (let round = 0; round < 15; round++) await Promise.all([one(), one(), one(), one()]);
    assert.ok((await get(url, { deadline: 60_000 })).body.equals(content));
  });

  test('goes on with every honest peer when one sends wrong bytes, and without that one', async () => {
    const { client } = await startUser(resources);
    const torrents = await Torrents.of(client);
    const content = randomBytes(20_000_000, 12);
    const path = join(resources.folder(), 'beset.mp4');
    writeFileSync(path, content);
    const options = ['--piece-size', '65536', '--upload-limit', '1500000'];
    const addresses = ['127.0.0.2', '127.0.0.3', '127.0.0.4', '127.0.0.5'];
    const peers = await Promise.all(
      addresses.map((address, index) =>
        seed(resources, path, [...options, ...(index === 3 ? ['--corrupt'] : []), '--listen', `${address}:0`]),
      ),
    );
    const others = peers.slice(1).map(({ port }, index) => `&x.pe=${addresses[index + 1]}:${port}`);
    const id = await torrents.add(`${peers[0]?.magnet}${others.join('')}`);
    const { url } = (await client.request('streams.open', { id })).file;
    const whole = get(url, { deadline: 60_000 });
    // Seeders disconnect from a peer that has all of the film.
    const isWithoutTheLiar = async () => {
      const swarm = (await client.request('stats.get', { id })).torrents[0];
      return swarm.hash_failures > 0 && swarm.peers.tcp === 3 && swarm.downloaded > 10_000_000;
    };
    await until(isWithoutTheLiar, 30_000, 'three peers, with half of the film still to come');
    assert.ok((await whole).body.equals(content));
  });

  test('sends its headers at once, and loses its viewer when the client is gone', async () => {
    const { client } = await startUser(resources);
    const torrents = await Torrents.of(client);
    const path = join(resources.folder(), 'gone.mp4');
    writeFileSync(path, randomBytes(30_000_000, 6));
    const peer = await seed(resources, path);
    const id = await torrents.add(peer.magnet);
    await peer.child.end();
    const { url } = (await client.request('streams.open', { id })).file;
    const { port, pathname } = new URL(url);
    const viewer = connect(Number(port), '127.0.0.1', () =>
      viewer.write(`GET ${pathname} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nRange: bytes=15000000-\r\n\r\n`),
    );
    const head = await new Promise((resolve) => viewer.once('data', (bytes) => resolve(bytes.toString('latin1'))));
    assert.match(head, /^HTTP\/1\.1 206 [^]*content-range: bytes 15000000-29999999\/30000000\r\n/i);
    await torrents.until(id, (now) => now.viewers === 1, 'one viewer', 5000);
    viewer.destroy();
    await torrents.until(id, (now) => now.viewers === 0, 'no viewer', 20_000);
  });

  test('counts the connections of one viewer once, and those of another by themselves', async () => {
    const { client } = await startUser(resources);
    const torrents = await Torrents.of(client);
    const path = join(resources.folder(), 'two.mp4');
    writeFileSync(path, randomBytes(30_000_000, 8));
    const peer = await seed(resources, path);
    const id = await torrents.add(peer.magnet);
    await peer.child.end();
    const { url } = (await client.request('streams.open', { id })).file;
    const { port, pathname } = new URL(url);
    const open = (/** @type {string} */ viewer, /** @type {number} */ first) => {
      const socket = connect(Number(port), '127.0.0.1');
      resources.defer(() => socket.destroy());
      const target = `${pathname}?viewer=${viewer}`;
      socket.write(`GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nRange: bytes=${first}-\r\n\r\n`);
      return new Promise((resolve) => socket.once('data', resolve));
    };
    await open('a', 0);
    await open('a', 27_000_000);
    await torrents.until(id, (now) => now.viewers === 1, 'one viewer', 5000);
    await open('b', 15_000_000);
    await torrents.until(id, (now) => now.viewers === 2, 'two viewers', 5000);
  });

  test('goes on after its only peer stood still for a while, when nothing but what is waited for is missing', async () => {
    const { client } = await startUser(resources);
    const torrents = await Torrents.of(client);
    const content = randomBytes(3_000_000, 9);
    const path = join(resources.folder(), 'still.mp4');
    writeFileSync(path, content);
    const peer = await seed(resources, path, ['--piece-size', '1048576', '--upload-limit', '400000']);
    const id = await torrents.add(peer.magnet);
    const { url } = (await client.request('streams.open', { id })).file;
    const whole = get(url, { deadline: 40_000 });
    await torrents.until(id, (now) => now.download_rate > 50_000, 'under way');
    peer.child.process.kill('SIGSTOP');
    await sleep(9000);
    peer.child.process.kill('SIGCONT');
    assert.ok(content.equals((await whole).body));
  });

  test('is waited for while its list of files is not here, and then asks to come again', async () => {
    const { client } = await startUser(resources);
    const { id } = await client.request('torrents.add', { source: unknownHash('no metadata') });
    const from = Date.now();
    const { status, headers } = await get(`${client.httpBase}torrents/${id}/files/0`, { deadline: 40_000 });
    assert.deepEqual([status, headers['retry-after']], [503, '5']);
    assert.ok(Date.now() - from > 15_000 && Date.now() - from < 30_000, `${Date.now() - from} ms`);
  });
});
