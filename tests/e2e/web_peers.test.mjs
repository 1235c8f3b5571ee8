// The bridge to web peers (WebTorrent): peers whose bytes come by WebSockets of the extension are peers of the swarm.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { BridgeControl, BridgedPeer } from '../support/bridge_client.mjs';
import { get } from '../support/http.mjs';
import { randomBytes } from '../support/random.mjs';
import { Resources } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { Torrents } from '../support/torrents.mjs';
import { startUser } from '../support/user.mjs';
import { until, within } from '../support/wait.mjs';

const MIB = 1024 * 1024;
const TRACKER = 'ws://127.0.0.1:9/';

describe('the bridge to web peers', () => {
  const resources = new Resources();
  after(() => resources.dispose());

  /** A film of random bytes and its seeder, which the daemon is not told of. @param {number} size @param {number} number */
  async function film(size, number) {
    const content = randomBytes(size, number);
    const path = join(resources.folder(), 'film.mp4');
    writeFileSync(path, content);
    const peer = await seed(resources, path, ['--v1']);
    return { content, peer, magnet: `magnet:?xt=urn:btih:${peer.infoHash}&tr=${encodeURIComponent(TRACKER)}` };
  }

  /** Adds the link, and waits until the bridge is wanted. @param {any} client @param {string} magnet */
  async function addAndOpen(client, magnet) {
    const torrents = await Torrents.of(client);
    const { id } = await client.request('torrents.add', { source: magnet });
    const bridge = await until(async () => {
      const now = await client.request('bridge.get');
      return now.wanted && now;
    }, 10_000, 'a wanted bridge');
    return { id, torrents, url: /** @type {string} */ (bridge.url) };
  }

  /** @param {any} client @param {string} id */
  const statsOf = async (client, id) => (await client.request('stats.get', { id })).torrents[0];

  test('metadata and film of a torrent whose only peer is a web peer arrive', async () => {
    const { client } = await startUser(resources);
    const { content, peer, magnet } = await film(6 * MIB, 1501);
    const { id, torrents, url } = await addAndOpen(client, magnet);
    const control = new BridgeControl(resources, url);
    const told = await control.until(({ swarms }) => swarms.length === 1, 'the swarm');
    assert.deepEqual(told.swarms[0].trackers, [TRACKER]);
    assert.equal(told.swarms[0].info_hash, peer.infoHash);
    assert.equal(told.swarms[0].left, null);
    assert.equal(told.peers, 64);
    await new BridgedPeer(resources, url, { infoHash: peer.infoHash }).joinWith(resources, peer.port, handshake(peer.infoHash, '0000000000100004'));
    await torrents.until(id, (now) => now.has_metadata, 'metadata');
    const { file } = await client.request('streams.open', { id });
    const { body } = await get(file.url);
    assert.ok(body.equals(content));
    const { peers } = await statsOf(client, id);
    assert.equal(peers.web_peers, 1);
    assert.equal(peers.tcp + peers.utp + peers.web_seeds, 0);
    await control.until(({ swarms }) => swarms.every((/** @type {any} */ { left }) => left === 0), 'no swarm that needs peers');
  });

  test('the session sends no more than 1 MiB without credit, and goes on with it', async () => {
    const { client } = await startUser(resources);
    const { peer, magnet } = await film(6 * MIB, 1502);
    const { id, torrents, url } = await addAndOpen(client, `${magnet}&x.pe=127.0.0.1:${peer.port}`);
    await torrents.until(id, (now) => now.has_metadata, 'metadata');
    const { file } = await client.request('streams.open', { id });
    await get(file.url);
    const watching = await fetch(file.url, { headers: { Range: 'bytes=0-' } });
    resources.defer(() => watching.body?.cancel());
    const control = new BridgeControl(resources, url);
    await control.until(({ swarms }) => swarms.length === 1, 'the swarm');
    const leecher = new BridgedPeer(resources, url, { infoHash: peer.infoHash, credit: false });
    const unchoked = new Promise((resolve) => {
      let first = Buffer.alloc(0);
      leecher.onBytes = (bytes) => {
        first = first.length < 8192 ? Buffer.concat([first, bytes]) : first;
        if (first.includes(message(1))) resolve(undefined);
      };
    });
    await leecher.opened();
    leecher.send(Buffer.concat([handshake(peer.infoHash), message(2)]));
    await within(unchoked, 20_000, 'an unchoke');
    leecher.send(Buffer.concat(requests(3 * MIB)));
    await until(() => leecher.received >= MIB - 64 * 1024, 10_000, () => `a full window; there are ${leecher.received} bytes`);
    await pause(700);
    assert.ok(leecher.received <= MIB, `${leecher.received} bytes`);
    assert.equal(leecher.closed, false);
    const had = leecher.received;
    leecher.acknowledge(had);
    await until(() => leecher.received > had + MIB / 2, 10_000, () => `more bytes than ${had}; there are ${leecher.received}, closed: ${leecher.closed}`);
    leecher.acknowledge(64 * MIB);
    await until(() => leecher.closed, 5000, 'the end of a peer that acknowledges what it never got');
  });

  test('another Host, another page, a wrong token and an unknown torrent are refused', async () => {
    const { client } = await startUser(resources);
    const { peer, magnet } = await film(MIB, 1503);
    const { url } = await addAndOpen(client, magnet);
    const { host, pathname } = new URL(url);
    const path = `${pathname}/control`;
    assert.match(await upgrade(host, path, `Host: ${host}`), /^\{"/);
    assert.equal(await upgrade(host, path, 'Host: evil.example'), '');
    assert.equal(await upgrade(host, path, `Host: ${host}\r\nOrigin: https://evil.example`), '');
    assert.equal(await upgrade(host, `/${'0'.repeat(32)}/control`, `Host: ${host}`), '');
    const stranger = new BridgedPeer(resources, url, { infoHash: 'ab'.repeat(20) });
    await until(() => stranger.closed, 5000, 'the end of a peer of an unknown torrent');
    assert.equal(stranger.received, 0);
    const untidy = new BridgedPeer(resources, url, { infoHash: peer.infoHash });
    await untidy.opened();
    untidy.send(Buffer.from('GET / HTTP/1.1\r\n\r\n'));
    await until(() => untidy.closed, 5000, 'the end of a peer without a handshake');
  });

  test('a socket of one torrent is none of another', async () => {
    const { client } = await startUser(resources);
    const [first, second] = [await film(MIB, 1506), await film(MIB, 1507)];
    const { url } = await addAndOpen(client, first.magnet);
    await client.request('torrents.add', { source: second.magnet });
    const control = new BridgeControl(resources, url);
    await control.until(({ swarms }) => swarms.length === 2, 'both swarms');
    const peer = new BridgedPeer(resources, url, { infoHash: first.peer.infoHash });
    await peer.opened();
    peer.send(handshake(second.peer.infoHash));
    await until(() => peer.closed, 5000, 'the end of the peer');
    assert.equal(peer.received, 0);
  });

  test('a web peer that sent wrong bytes is not taken again, also when its address is unknown', async () => {
    const { client } = await startUser(resources);
    const { peer, magnet } = await film(2 * MIB, 1508);
    const { id, torrents, url } = await addAndOpen(client, magnet);
    const control = new BridgeControl(resources, url);
    await control.until(({ swarms }) => swarms.length === 1, 'the swarm');
    const liar = new BridgedPeer(resources, url, { infoHash: peer.infoHash, address: '' });
    const send = liar.send.bind(liar);
    liar.send = (bytes) => send(bytes.length > 20_000 ? Buffer.from(bytes).fill(7, 10_000, 10_100) : bytes);
    await liar.joinWith(resources, peer.port, handshake(peer.infoHash, '0000000000100004'));
    await torrents.until(id, (now) => now.has_metadata, 'metadata');
    await client.request('torrents.select', { id, files: [0] });
    await until(() => liar.closed, 20_000, 'the end of the liar');
    const again = new BridgedPeer(resources, url, { infoHash: peer.infoHash, address: '' });
    await until(() => again.closed, 5000, 'no second chance');
    const { banned } = await statsOf(client, id);
    assert.ok(banned.length > 0 && banned.every((/** @type {any} */ { address }) => /^web peer /.test(address)), JSON.stringify(banned));
    const named = new BridgedPeer(resources, url, { infoHash: peer.infoHash, address: '203.0.113.9' });
    await named.joinWith(resources, peer.port, handshake(peer.infoHash, '0000000000100004'));
    await torrents.until(id, (now) => now.progress === 1, 'the whole film from another');
  });

  test('a bridge that every browser has left is wished for again', async () => {
    const { client } = await startUser(resources);
    const { magnet } = await film(MIB, 1509);
    const { url } = await addAndOpen(client, magnet);
    const control = new BridgeControl(resources, url);
    await control.until(({ swarms }) => swarms.length === 1, 'the swarm');
    const wishes = () => client.messages.filter(({ method, params }) => method === 'bridge.changed' && params.wanted).length;
    const before = wishes();
    control.socket.close();
    await until(() => wishes() === before + 1, 10_000, 'the wish');
  });

  test('the second browser waits until the first has left, and a paused torrent needs no bridge', async () => {
    const { client } = await startUser(resources);
    const { peer, magnet } = await film(MIB, 1504);
    const { id, url } = await addAndOpen(client, magnet);
    const first = new BridgeControl(resources, url);
    await first.until(({ swarms }) => swarms.length === 1, 'the swarm');
    const second = new BridgeControl(resources, url);
    await second.until(({ swarms }) => swarms.length === 0, 'no swarm');
    first.socket.close();
    await second.until(({ swarms }) => swarms.length === 1, 'the swarm of the first');
    const joined = new BridgedPeer(resources, url, { infoHash: peer.infoHash });
    await joined.opened();
    await client.request('torrents.pause', { id });
    await second.until(({ swarms }) => swarms.length === 0, 'the end of the swarm');
    await until(() => joined.closed, 5000, 'the end of its peers');
    await client.waitFor((/** @type {any[]} */ messages) => messages.find(({ method, params }) => method === 'bridge.changed' && !params.wanted), 5000, 'the notification');
    assert.equal((await client.request('bridge.get')).wanted, false);
  });

  test('a person who wants no web peers has none', async () => {
    const { client } = await startUser(resources, { web_peers: 'off' });
    const { magnet } = await film(MIB, 1505);
    await client.request('torrents.add', { source: magnet });
    await pause(2500);
    assert.deepEqual(await client.request('bridge.get'), { wanted: false, url: '' });
    await client.request('settings.set', { settings: { web_peers: 'on' } });
    await until(async () => (await client.request('bridge.get')).wanted, 5000, 'a wanted bridge');
  });
});

/** A handshake (BEP 3). @param {string} infoHash @param {string} [reserved] the bits of extensions: 16 hex digits */
function handshake(infoHash, reserved = '0000000000000000') {
  return Buffer.concat([Buffer.from('\x13BitTorrent protocol'), Buffer.from(reserved, 'hex'), Buffer.from(infoHash, 'hex'), Buffer.from('-XX0001-abcdefghijkl')]);
}

/** @param {number} kind @param {Buffer} [body] */
function message(kind, body = Buffer.alloc(0)) {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(body.length + 1);
  head[4] = kind;
  return Buffer.concat([head, body]);
}

/** Requests of all blocks of the first bytes, of a torrent of one file. @param {number} bytes */
function requests(bytes) {
  return Array.from({ length: bytes / 16_384 }, (_, block) => {
    const body = Buffer.alloc(12);
    body.writeUInt32BE(Math.floor((block * 16_384) / PIECE), 0);
    body.writeUInt32BE((block * 16_384) % PIECE, 4);
    body.writeUInt32BE(16_384, 8);
    return message(6, body);
  });
}

const PIECE = 256 * 1024;

/** Asks for a WebSocket, and gives the text of its first frame; empty: it was closed. @param {string} host @param {string} path @param {string} fields */
function upgrade(host, path, fields) {
  return new Promise((resolve) => {
    const socket = connect(Number(host.split(':')[1]), '127.0.0.1');
    let text = '';
    socket.on('error', () => {}).on('close', () => resolve(''));
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
      const frame = text.split('\r\n\r\n')[1] ?? '';
      if (frame.length > 4) resolve(frame.slice(frame.indexOf('{"')));
      if (frame.length > 4) socket.destroy();
    });
    socket.write(`GET ${path} HTTP/1.1\r\n${fields}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n`);
  });
}
