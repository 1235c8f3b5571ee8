// Strangers send a tracker too much, too long, too slowly, too often. Its memory stays bounded and its other clients are served.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { SLOW } from '../support/paths.mjs';
import { residentBytes } from '../support/process.mjs';
import { Resources } from '../support/resources.mjs';
import { ANY_PORTS, UdpClient, WebClient, announceQuery, httpAsk, startTrackerProcess } from '../support/tracker_process.mjs';
import { until } from '../support/wait.mjs';

const MIB = 1 << 20;
const announce = { action: 'announce', info_hash: 'a'.repeat(20), left: 1 };
const offer = (/** @type {number} */ n) => ({
  offer_id: String(n).padStart(20, '0'),
  offer: { type: 'offer', sdp: 'x'.repeat(1000) },
});

describe('a tracker among strangers', () => {
  const resources = new Resources();
  /** @type {import('../support/tracker_process.mjs').TrackerProcess} */ let tracker;
  before(async () => {
    tracker = await startTrackerProcess(resources);
  });
  after(() => resources.dispose());

  /** The others: an announce over each wire is answered within a second or so. */
  async function othersGoOn() {
    const { body } = await httpAsk(tracker.http[0], announceQuery({ hash: 'z', peer: '9', port: 9 }));
    assert.match(body.toString('latin1'), /^d8:completei0e/);
    const udp = new UdpClient(resources, tracker.udp[0]);
    const answer = await udp.announce({ connection: await udp.connect(), hash: 'z', peer: '9', port: 9 });
    assert.equal(answer.readUInt32BE(0), 1);
    const web = await new WebClient(resources, tracker.ws[0]).opened();
    web.send({ ...announce, info_hash: 'z'.repeat(20), peer_id: '9'.repeat(20) });
    await until(() => web.messages.length === 1, 10_000, 'an answer by WebSocket');
    web.socket.close();
  }

  test('hands on 20 of 300 offers', async () => {
    const others = Array.from({ length: 25 }, () => new WebClient(resources, tracker.ws[0]));
    for (const [n, other] of others.entries()) (await other.opened()).send({ ...announce, peer_id: String(n).padStart(20, '0') });
    await until(() => others.every((other) => other.messages.length === 1), 10_000, 'answers for all');
    const flooder = await new WebClient(resources, tracker.ws[0]).opened();
    flooder.send({ ...announce, peer_id: 'f'.repeat(20), offers: Array.from({ length: 300 }, (_, n) => offer(n)) });
    await until(() => flooder.messages.length === 1, 10_000, 'the answer');
    const offered = () => others.flatMap((other) => other.messages.slice(1));
    await until(() => offered().length >= 20, 10_000, 'the offers');
    await othersGoOn();
    assert.equal(offered().length, 20);
    for (const other of others) other.socket.close();
  });

  test('closes a socket whose message is too long, and no other', async () => {
    const other = await new WebClient(resources, tracker.ws[0]).opened();
    const long = await new WebClient(resources, tracker.ws[0]).opened();
    long.socket.send('x'.repeat(MIB + 1));
    await until(() => long.closed, 10_000, 'its end');
    other.send({ ...announce, peer_id: 'o'.repeat(20) });
    await until(() => other.messages.length === 1, 10_000, 'an answer for the other');
    await othersGoOn();
  });

  test('answers messages without sense in words', async () => {
    const client = await new WebClient(resources, tracker.ws[0]).opened();
    const wrong = ['', 'null', '[', '[]', '{}', '{"action":7}', '['.repeat(100_000), JSON.stringify({ ...announce, info_hash: 'a'.repeat(40) })];
    for (const text of wrong) client.socket.send(text);
    const answers = await until(() => client.messages.length === wrong.length && client.messages, 10_000, 'answers');
    for (const answer of answers) assert.match(answer['failure reason'], /^[A-Za-z].*\.$/);
    await othersGoOn();
  });

  test('goes on under a flood of connections that say nothing', async () => {
    const port = Number(new URL(tracker.http[0]).port);
    const sockets = Array.from({ length: 6000 }, () => connect(port, '127.0.0.1').on('error', () => {}));
    await othersGoOn();
    assert.ok(residentBytes(tracker.child.pid) < (SLOW ? 600 : 150) * MIB);
    for (const socket of sockets) socket.destroy();
    await othersGoOn();
  });

  test('keeps bounded memory when many send long messages that never end', async () => {
    const port = Number(new URL(tracker.ws[0]).port);
    const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13';
    const upgrade = `GET / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n${key}\r\n\r\n`;
    const head = Buffer.from('81ff000000000010000000000000', 'hex');
    let ended = 0;
    const sockets = Array.from({ length: 300 }, () => {
      const socket = connect(port, '127.0.0.1').on('error', () => {}).on('close', () => ended++);
      socket.once('data', () => socket.write(Buffer.concat([head, Buffer.alloc(MIB - 1, 'x')])));
      socket.write(upgrade);
      return socket;
    });
    await until(() => ended >= 200, 20_000, () => `the end of those that are too many; ${ended} have ended`);
    assert.ok(residentBytes(tracker.child.pid) < (SLOW ? 900 : 300) * MIB);
    await othersGoOn();
    for (const socket of sockets) socket.destroy();
  });

  test('drops a client that asks and does not read', async () => {
    const port = Number(new URL(tracker.ws[0]).port);
    const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13';
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    socket.write(`GET / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n${key}\r\n\r\n`);
    await new Promise((resolve) => socket.once('data', resolve));
    socket.pause();
    const hashes = Array.from({ length: 100 }, (_, n) => String(n).padStart(20, 'h'));
    const payload = Buffer.from(JSON.stringify({ action: 'scrape', info_hash: hashes }));
    const head = Buffer.from([0x81, 0xfe, payload.length >> 8, payload.length & 255, 0, 0, 0, 0]);
    let closed = false;
    socket.on('close', () => (closed = true));
    const frames = Buffer.concat(Array.from({ length: 100 }, () => Buffer.concat([head, payload])));
    for (let n = 0; n < 40; n++) socket.write(frames);
    await until(() => closed, 30_000, 'its end');
    await othersGoOn();
  });

  test('answers no datagram that is none of the protocol', async () => {
    const udp = new UdpClient(resources, tracker.udp[0]);
    const answered = await udp.ask(Buffer.concat([Buffer.alloc(16, 7), Buffer.alloc(84)])).then(
      () => true,
      () => false,
    );
    assert.equal(answered, false);
    await othersGoOn();
  });
});

test('a tracker answers as many requests of an address as it is told', async () => {
  const resources = new Resources();
  try {
    const tracker = await startTrackerProcess(resources, [...ANY_PORTS, '--requests', '2']);
    const statuses = [];
    for (let n = 0; n < 40; n++)
      statuses.push((await httpAsk(tracker.http[0], announceQuery({ hash: 'a', peer: '1', port: 1 }))).status);
    assert.deepEqual(statuses.slice(0, 20), Array(20).fill(200));
    assert.ok(statuses.slice(20).filter((status) => status === 429).length >= 15, String(statuses));
    const web = await new WebClient(resources, tracker.ws[1]).opened();
    for (let n = 0; n < 40; n++) web.send({ ...announce, peer_id: '1'.repeat(20) });
    await until(() => web.messages.length === 40, 10_000, 'answers');
    assert.equal(web.messages.at(-1)['failure reason'], 'Too many requests. Try again later.');
  } finally {
    await resources.dispose();
  }
});
