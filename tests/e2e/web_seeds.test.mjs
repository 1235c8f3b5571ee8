// Web seeds (BEP 19): a film whose only source is a web server plays, faulty servers do no harm, and the stats report
// them.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { createServer } from 'node:tls';
import { get, getRange } from '../support/http.mjs';
import { randomBytes } from '../support/random.mjs';
import { Resources } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { makeTorrent } from '../support/torrent.mjs';
import { Torrents } from '../support/torrents.mjs';
import { startUser } from '../support/user.mjs';
import { until } from '../support/wait.mjs';
import { countedListener, joinedWebSeed, strangerFrom } from '../support/web_seed_peers.mjs';
import { serverThatLosesRequests, webSeed } from '../support/web_seed_server.mjs';

const PIECE = 256 * 1024;
const MIB = 1024 * 1024;

describe('a web seed', () => {
  const resources = new Resources();
  after(() => resources.dispose());

  /** Adds a torrent with these web seeds. @param {any} client @param {Buffer} torrent @returns {Promise<string>} its id */
  async function add(client, torrent) {
    const torrents = await Torrents.of(client);
    const { id } = await client.request('torrents.add', { torrent: torrent.toString('base64') });
    await torrents.until(id, (now) => now.has_metadata && now.state !== 'checking', 'checked');
    return id;
  }

  /** A film of one file. @param {string[]} seeds @param {number} size @param {number} number @param {string} [name] */
  function film(seeds, size, number, name = 'film.mp4') {
    const content = randomBytes(size, number);
    const made = makeTorrent({ name, files: [{ path: name, content }], pieceLength: PIECE, extra: { 'url-list': seeds } });
    return { content, ...made };
  }

  /** @param {any} client @param {string} id @param {number} [file] */
  const urlOf = async (client, id, file) => (await client.request('streams.open', { id, file })).file.url;

  /** The stats of the torrent's web seeds. @param {any} client @param {string} id */
  const seedsOf = async (client, id) => (await client.request('stats.get', { id })).torrents[0].web_seeds;

  /** @param {any} client @param {string} id @param {(seeds: any[]) => unknown} fits @param {string} what */
  function untilSeeds(client, id, fits, what) {
    let last = '';
    return until(
      async () => {
        const seeds = await seedsOf(client, id);
        last = JSON.stringify(seeds);
        return seeds.length > 0 && fits(seeds);
      },
      20_000,
      () => `${what}; last: ${last}`,
    );
  }

  test('alone plays a film, is asked for what a viewer waits for, and is named in the stats', async () => {
    const { client } = await startUser(resources);
    const content = randomBytes(8 * MIB, 1);
    const server = await webSeed(resources, { '/film.mp4': content }, { rate: 4_000_000, delay: 20 });
    const { torrent } = film([`${server.base}/film.mp4`], 8 * MIB, 1);
    const id = await add(client, torrent);
    const url = await urlOf(client, id);
    for (const at of [6 * MIB, 2 * MIB, 7 * MIB + 5, 0]) {
      const answer = await getRange(url, `bytes=${at}-${at + 99_999}`);
      assert.ok(answer.body.equals(content.subarray(at, at + 100_000)), `at ${at}`);
    }
    await untilSeeds(client, id, ([said]) => said.downloaded >= 400_000, 'what it has brought');
    const [said] = await seedsOf(client, id);
    assert.deepEqual([said.host, said.error], ['127.0.0.1', null]);
    assert.ok((await get(url, { deadline: 60_000 })).body.equals(content));
    const largest = Math.max(...server.asked.map(({ first, last }) => last - first + 1));
    assert.ok(largest <= MIB, `${largest} bytes in one request`);
    assert.ok(server.connections.size <= 8, `${server.connections.size} connections`);
  });

  test('of a folder is asked for encoded names, and for no padding', async () => {
    const { client } = await startUser(resources);
    const paths = ['Season 1/Ä film & more #1?.mp4', 'Season 1/100% + [two].mp4'];
    const contents = [randomBytes(PIECE + 7777, 2), randomBytes(2 * PIECE + 1, 3)];
    const padding = Buffer.alloc(PIECE - 7777);
    const { torrent } = makeTorrent({
      name: 'A show',
      files: [{ path: 'a', content: Buffer.concat([contents[0], padding, contents[1]]) }],
      pieceLength: PIECE,
      info: {
        length: undefined,
        files: [
          { length: contents[0].length, path: paths[0].split('/') },
          { length: padding.length, path: ['.pad', String(padding.length)], attr: 'p' },
          { length: contents[1].length, path: paths[1].split('/') },
        ],
      },
      extra: { 'url-list': 'BASE' },
    });
    const server = await webSeed(resources, {
      [`/some folder/A show/${paths[0]}`]: contents[0],
      [`/some folder/A show/${paths[1]}`]: contents[1],
    });
    // Bencoded strings begin with their length.
    const base = `${server.base}/some%20folder`;
    const text = torrent.toString('latin1').replace('8:url-list4:BASE', `8:url-list${base.length}:${base}`);
    const id = await add(client, Buffer.from(text, 'latin1'));
    const { files } = await client.request('torrents.files', { id });
    for (const file of files) {
      const content = contents[paths.indexOf(file.path.replace('A show/', ''))];
      const answer = await get(await urlOf(client, id, file.index));
      assert.ok(answer.body.equals(content), file.path);
    }
    assert.ok(server.asked.every(({ path }) => !path.includes('.pad')));
  });

  test('that redirects is followed, and where it led is remembered', async () => {
    const { client } = await startUser(resources);
    const content = randomBytes(2 * MIB, 4);
    const mirror = await webSeed(resources, { '/there/film.mp4': content });
    const server = await webSeed(resources, {}, {
      fault: (_asked, response) => {
        response.writeHead(302, { Location: `${mirror.base}/there/film.mp4?ticket=1`, 'Content-Length': 0 }).end();
        return true;
      },
    });
    const { torrent } = film([`${server.base}/film.mp4`], 2 * MIB, 4);
    const id = await add(client, torrent);
    assert.ok((await get(await urlOf(client, id))).body.equals(content));
    assert.ok(server.asked.length <= 4, `${server.asked.length} redirects`);
  });

  test('that sends wrong bytes is left, and others bring the film', async () => {
    const { client } = await startUser(resources);
    const content = randomBytes(3 * MIB, 5);
    const good = await webSeed(resources, { '/film.mp4': content }, { rate: 1_000_000 });
    const bad = await webSeed(resources, { '/film.mp4': randomBytes(3 * MIB, 6) });
    const { torrent } = film([`${good.base}/film.mp4`, `${bad.base}/film.mp4`], 3 * MIB, 5);
    const id = await add(client, torrent);
    assert.ok((await get(await urlOf(client, id), { deadline: 60_000 })).body.equals(content));
    await untilSeeds(client, id, ([, said]) => said.state === 'left' && /bytes/.test(said.error), 'the liar is left');
  });

  const REFUSALS = [
    { name: 'has not the file', fault: 404, says: /404/, states: ['left'] },
    { name: 'wants a password', fault: 401, says: /401/, states: ['left'] },
    // Its pause may be over by the time the other seed has sent the film.
    { name: 'has failed for now', fault: 500, says: /500/, states: ['waiting', 'idle'] },
  ];
  for (const [number, { name, fault, says, states }] of REFUSALS.entries()) {
    test(`that ${name} does no harm to another, and that is said`, async () => {
      const { client } = await startUser(resources);
      const content = randomBytes(2 * MIB, 10 + number);
      const good = await webSeed(resources, { '/film.mp4': content }, { rate: 1_000_000 });
      const bad = await webSeed(resources, {}, {
        fault: (_asked, response) => Boolean(response.writeHead(fault, { 'Content-Length': 0 }).end()),
      });
      const { torrent } = film([`${bad.base}/film.mp4`, `${good.base}/film.mp4`], 2 * MIB, 10 + number);
      const id = await add(client, torrent);
      assert.ok((await get(await urlOf(client, id), { deadline: 60_000 })).body.equals(content));
      await untilSeeds(client, id, ([said]) => says.test(said.error) && states.includes(said.state), `${states} and why`);
    });
  }

  test('that asks to be left alone for a while (429, Retry-After) is, and then brings the film', async () => {
    const { client } = await startUser(resources);
    const content = randomBytes(MIB, 20);
    let refusedAt = 0;
    const server = await webSeed(resources, { '/film.mp4': content }, {
      fault: (_asked, response) => {
        if (refusedAt !== 0 && Date.now() - refusedAt > 1900) return false;
        refusedAt ||= Date.now();
        response.writeHead(429, { 'Retry-After': '2', 'Content-Length': 0 }).end();
        return true;
      },
    });
    const { torrent } = film([`${server.base}/film.mp4`], MIB, 20);
    const id = await add(client, torrent);
    const answer = get(await urlOf(client, id));
    await untilSeeds(client, id, ([said]) => said.state === 'waiting' && /429/.test(said.error), 'waiting');
    assert.ok((await answer).body.equals(content));
    const early = server.asked.length;
    assert.ok(early < 40, `${early} requests`);
  });

  test('without ranges is read from the start of a short film', async () => {
    const { client } = await startUser(resources);
    const content = randomBytes(2 * MIB, 21);
    const server = await webSeed(resources, { '/film.mp4': content }, { ranges: false });
    const { torrent } = film([`${server.base}/film.mp4`], 2 * MIB, 21);
    const id = await add(client, torrent);
    assert.ok((await get(await urlOf(client, id), { deadline: 60_000 })).body.equals(content));
  });

  test('that sends chunks, and closes after each answer, brings the film', async () => {
    const { client } = await startUser(resources);
    const content = randomBytes(2 * MIB, 22);
    const server = await webSeed(resources, { '/film.mp4': content }, {
      chunked: true,
      fault: (_asked, response) => (response.setHeader('Connection', 'close'), false),
    });
    const { torrent } = film([`${server.base}/film.mp4`], 2 * MIB, 22);
    const id = await add(client, torrent);
    assert.ok((await get(await urlOf(client, id), { deadline: 60_000 })).body.equals(content));
  });

  test('that breaks off in the middle of answers is asked for the rest', async () => {
    const { client } = await startUser(resources);
    const content = randomBytes(2 * MIB, 23);
    let count = 0;
    const server = await webSeed(resources, { '/film.mp4': content }, {
      fault: ({ first, last }, response) => {
        if (++count % 3 !== 0) return false;
        response.writeHead(206, {
          'Content-Range': `bytes ${first}-${last}/${content.length}`,
          'Content-Length': last - first + 1,
        });
        response.write(content.subarray(first, first + 20_000), () => response.destroy());
        return true;
      },
    });
    const { torrent } = film([`${server.base}/film.mp4`], 2 * MIB, 23);
    const id = await add(client, torrent);
    assert.ok((await get(await urlOf(client, id), { deadline: 60_000 })).body.equals(content));
  });

  test('that is gone for a while goes on when it is back, and after a restart of the daemon', async () => {
    const { user, daemon, client } = await startUser(resources);
    const content = randomBytes(24 * MIB, 24);
    const first = await webSeed(resources, { '/film.mp4': content }, { rate: 1_000_000 });
    const { torrent } = film([`${first.base}/film.mp4`], 24 * MIB, 24);
    const id = await add(client, torrent);
    assert.equal((await getRange(await urlOf(client, id), 'bytes=0-99')).status, 206);
    await first.close();
    const waiting = getRange(await urlOf(client, id), 'bytes=12000000-12000099');
    await untilSeeds(client, id, ([said]) => said.state === 'waiting', 'waiting');
    const second = await webSeed(resources, { '/film.mp4': content }, { rate: 1_000_000, port: first.port });
    assert.ok((await waiting).body.equals(content.subarray(12_000_000, 12_000_100)));
    await client.request('torrents.pause', { id });
    await client.request('torrents.resume', { id });
    const later = await getRange(await urlOf(client, id), 'bytes=18000000-18000099');
    assert.ok(later.body.equals(content.subarray(18_000_000, 18_000_100)));
    await daemon.end();
    const again = second.asked.length;
    await user.startDaemon();
    const next = await user.connect();
    const answer = await getRange(await urlOf(next, id), 'bytes=22000000-22000099');
    assert.ok(answer.body.equals(content.subarray(22_000_000, 22_000_100)));
    assert.ok(second.asked.length > again);
  });

  test('that loses requests sent ahead of its answers costs one short wait, not one for each request', async () => {
    const { client } = await startUser(resources);
    const content = randomBytes(4 * MIB, 33);
    const server = await serverThatLosesRequests(resources, content);
    const { torrent } = film([`${server.base}/film.mp4`], 4 * MIB, 33);
    const id = await add(client, torrent);
    assert.ok((await get(await urlOf(client, id), { deadline: 60_000 })).body.equals(content));
    // Each of the first four connections may have sent requests ahead before one of them shows that they are lost.
    assert.ok(server.lost.size <= 4, `${server.lost.size} of ${server.connections.size} connections lost requests`);
  });

  test('is known by its address and port: strangers there are neither let in nor dialled', async () => {
    const { client } = await startUser(resources);
    const content = randomBytes(8 * MIB, 34);
    const server = await webSeed(resources, { '/film.mp4': content }, { rate: 200_000 });
    const { torrent, infoHash } = film([`${server.base}/film.mp4`], 8 * MIB, 34);
    const id = await add(client, torrent);
    const whole = get(await urlOf(client, id), { deadline: 60_000 });
    await untilSeeds(client, id, ([said]) => said.downloaded > 0, 'the web seed brings something');
    const { listen_port: session } = await client.request('status.get');
    const address = joinedWebSeed(session);
    const [there, inRange, elsewhere] = await Promise.all(
      [address, '127.70.0.9', '127.0.0.9'].map((host) => countedListener(resources, host)),
    );
    const named = [there, inRange, elsewhere].map((listener) => `&x.pe=${listener.endpoint}`).join('');
    await client.request('torrents.add', { source: `magnet:?xt=urn:btih:${infoHash}${named}` });
    await until(() => elsewhere.accepted > 0, 20_000, () => 'a peer outside of the range is dialled');
    assert.equal(await strangerFrom(infoHash, session, '127.0.0.9'), 'kept');
    assert.equal(await strangerFrom(infoHash, session, '127.70.0.9'), 'closed');
    assert.equal(await strangerFrom(infoHash, session, address), 'closed');
    assert.ok((await whole).body.equals(content));
    assert.deepEqual([there.accepted, inRange.accepted], [0, 0]);
  });

  test('shares a film with a slow peer', async () => {
    const { client } = await startUser(resources);
    const content = randomBytes(6 * MIB, 25);
    const path = join(resources.folder(), 'shared.mp4');
    writeFileSync(path, content);
    const server = await webSeed(resources, { '/shared.mp4': content }, { rate: 700_000, delay: 30 });
    const peer = await seed(resources, path, ['--piece-size', String(PIECE), '--upload-limit', '300000']);
    const torrents = await Torrents.of(client);
    const id = await torrents.add(`${peer.magnet}&ws=${encodeURIComponent(`${server.base}/shared.mp4`)}`);
    const whole = get(await urlOf(client, id), { deadline: 60_000 });
    // The web seed is not counted as a peer.
    await torrents.until(id, (now) => now.done > 3 * MIB && now.peers === 1, 'half of it is here, from one person');
    const sharing = async () => {
      const { peers } = (await client.request('stats.get', { id })).torrents[0];
      return peers.web_seeds === 1 && peers.tcp + peers.utp === 1;
    };
    await until(sharing, 20_000, 'a web seed and a person');
    assert.ok((await whole).body.equals(content));
    const { downloaded } = (await client.request('stats.get', { id })).torrents[0];
    const [said] = await seedsOf(client, id);
    assert.ok(said.downloaded > downloaded * 0.3 && said.downloaded < downloaded * 0.98, `${said.downloaded}`);
  });

  test('keeps to the download limit', async () => {
    const { client } = await startUser(resources, { download_limit: 500_000 });
    const content = randomBytes(3 * MIB, 26);
    const server = await webSeed(resources, { '/film.mp4': content });
    const { torrent } = film([`${server.base}/film.mp4`], 3 * MIB, 26);
    const id = await add(client, torrent);
    const began = Date.now();
    assert.ok((await get(await urlOf(client, id), { deadline: 60_000 })).body.equals(content));
    assert.ok(Date.now() - began > 3500, `${Date.now() - began} ms`);
  });

  const OUTSIDE = Object.values(networkInterfaces())
    .flat()
    .find((one) => one && !one.internal && one.family === 'IPv4')?.address;
  for (const listen of ['0.0.0.0:0,[::]:0', '[::]:0', '[::1]:0', `${OUTSIDE}:0`]) {
    const skip = OUTSIDE ? false : 'this machine has no address but loopback';
    test(`is asked by a session that listens on ${listen}`, { skip }, async () => {
      const { client } = await startUser(resources, { listen_interfaces: listen, local_torrent_links: true });
      const content = randomBytes(MIB, 28);
      const server = await webSeed(resources, { '/film.mp4': content }, { address: OUTSIDE });
      const { torrent } = film([`${server.base}/film.mp4`], MIB, 28);
      const id = await add(client, torrent);
      assert.ok((await get(await urlOf(client, id))).body.equals(content));
    });
  }

  for (const version of ['--v1', '--hybrid', '--v2']) {
    test(`of a torrent that was made with ${version} brings the film`, async () => {
      const { client } = await startUser(resources);
      const content = randomBytes(MIB + 5, 29);
      const path = join(resources.folder(), 'film.mp4');
      writeFileSync(path, content);
      const made = join(resources.folder(), 'film.torrent');
      const seeder = await seed(resources, path, [version, '--piece-size', String(PIECE), '--torrent-out', made]);
      await seeder.child.end();
      const server = await webSeed(resources, { '/film.mp4': content });
      const url = `${server.base}/film.mp4`;
      const torrent = Buffer.concat([
        readFileSync(made).subarray(0, -1),
        Buffer.from(`8:url-list${url.length}:${url}e`),
      ]);
      const id = await add(client, torrent);
      assert.ok((await get(await urlOf(client, id))).body.equals(content));
    });
  }

  test('of a private torrent brings the film', async () => {
    const { client } = await startUser(resources);
    const content = randomBytes(MIB, 30);
    const server = await webSeed(resources, { '/film.mp4': content });
    const { torrent } = makeTorrent({
      name: 'film.mp4',
      files: [{ path: 'film.mp4', content }],
      pieceLength: PIECE,
      info: { private: 1 },
      extra: { 'url-list': [`${server.base}/`] },
    });
    const id = await add(client, torrent);
    assert.ok((await get(await urlOf(client, id))).body.equals(content));
  });

  test('by https needs a certificate that this system trusts', async () => {
    const { client } = await startUser(resources);
    const server = createServer();
    await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
    resources.defer(() => server.close());
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    const { torrent } = film([`https://127.0.0.1:${port}/film.mp4`], MIB, 31);
    const id = await add(client, torrent);
    const reading = get(await urlOf(client, id)).catch(() => {});
    await untilSeeds(client, id, ([said]) => said.state === 'waiting' && /secure connection/.test(said.error), 'why');
    await client.request('torrents.remove', { id, data: 'delete' });
    await reading;
  });

  test('on this machine is not asked when the swarm is not on this machine alone', async () => {
    const { client } = await startUser(resources, { listen_interfaces: '0.0.0.0:0' });
    const content = randomBytes(MIB, 27);
    const server = await webSeed(resources, { '/film.mp4': content });
    const { torrent } = film([`${server.base}/film.mp4`, `http://localhost:${server.port}/film.mp4`], MIB, 27);
    const id = await add(client, torrent);
    await client.request('streams.open', { id });
    assert.deepEqual(await seedsOf(client, id), []);
    assert.equal(server.asked.length, 0);
  });
});
