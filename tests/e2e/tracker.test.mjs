// `magnetar tracker` as bittorrent-tracker's client sees it, by every wire and both families of addresses; what it prints and how
// it ends; its list of allowed torrents; its end by a signal and by a kill.
import assert from 'node:assert/strict';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { TESTS, node22, program } from '../support/paths.mjs';
import { Child, run } from '../support/process.mjs';
import { Resources, resourcesOf } from '../support/resources.mjs';
import { freePort } from '../support/seeders.mjs';
import { ANY_PORTS, UdpClient, WebClient, announceQuery, httpAsk, samePorts, startTrackerProcess } from '../support/tracker_process.mjs';
import { until } from '../support/wait.mjs';

const HASH = 'f0'.repeat(20);

/** A client of the npm package, which speaks and is heard line by line. */
class TrackerClient {
  /** @param {import('../support/resources.mjs').Resources} resources @param {string} url @param {number} number of the peer */
  constructor(resources, url, number) {
    const peerId = String(number).padStart(2, '0').repeat(20);
    const args = [join(TESTS, 'support/tracker_client.mjs'), url, HASH, peerId, String(6880 + number)];
    this.child = new Child(node22(), args);
    this.address = `127.0.0.1:${6880 + number}`;
    this.id = peerId;
    resources.defer(() => this.child.end());
  }

  /** @returns {any[]} */
  get lines() {
    return this.child.stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line));
  }

  /** Says something and waits for one more line of this kind. @param {string} command @param {string} event */
  async say(command, event) {
    const before = this.lines.filter((line) => line.event === event).length;
    this.child.process.stdin?.write(`${command}\n`);
    const told = () => this.lines.filter((line) => line.event === event)[before];
    return until(told, 20_000, () => `"${event}" after "${command}"; it told ${this.child.stdout} ${this.child.stderr.slice(-1000)}`);
  }
}

/** The URL of each wire, by name. @type {Array<[string, (urls: import('../support/tracker_process.mjs').Urls) => string]>} */
const WIRES = [
  ['http, IPv4', (urls) => urls.http[0]],
  ['http, IPv6', (urls) => urls.http[1]],
  ['udp', (urls) => urls.udp[0]],
  ['ws, IPv4', (urls) => urls.ws[0]],
  ['ws, IPv6', (urls) => urls.ws[1]],
];

for (const [name, url] of WIRES)
  test(`bittorrent-tracker's client announces, scrapes, completes and stops: ${name}`, async (t) => {
    const resources = resourcesOf(t);
    const tracker = await startTrackerProcess(resources);
    const one = new TrackerClient(resources, url(tracker), 1);
    const two = new TrackerClient(resources, url(tracker), 2);
    assert.deepEqual(await one.say('start', 'update'), { event: 'update', complete: 0, incomplete: 1 });
    assert.deepEqual(await one.say('complete', 'update'), { event: 'update', complete: 1, incomplete: 0 });
    assert.deepEqual(await two.say('start', 'update'), { event: 'update', complete: 1, incomplete: 1 });
    assert.deepEqual(await two.say('scrape', 'scrape'), { event: 'scrape', complete: 1, incomplete: 1, downloaded: 1 });
    const peer = await until(() => [...one.lines, ...two.lines].find((line) => line.event === 'peer'), 20_000, 'a peer');
    assert.ok([one.address, one.address.replace('127.0.0.1', '[::1]'), one.id, two.id].includes(peer.peer), peer.peer);
    assert.deepEqual(await one.say('stop', 'update'), { event: 'update', complete: 0, incomplete: 1 });
    assert.deepEqual([...one.lines, ...two.lines].filter((line) => line.event === 'error'), []);
  });

test('an IPv6 client of UDP is told of IPv6 peers', async (t) => {
  const resources = resourcesOf(t);
  const tracker = await startTrackerProcess(resources);
  const client = new UdpClient(resources, tracker.udp[1]);
  const connection = await client.connect();
  await client.announce({ connection, hash: 'a', peer: '1', port: 1111 });
  const answer = await client.announce({ connection, hash: 'a', peer: '2', port: 2222 });
  assert.equal(answer.toString('hex', 20), '000000000000000000000000000000010457');
});

describe('a running tracker', () => {
  const resources = new Resources();
  /** @type {import('../support/tracker_process.mjs').TrackerProcess} */ let tracker;
  before(async () => {
    tracker = await startTrackerProcess(resources);
  });
  after(() => resources.dispose());

  test('has HTTP and WebSocket on one port when they are given the same', () => {
    const port = new URL(tracker.http[0]).port;
    assert.deepEqual(tracker.http, [`http://127.0.0.1:${port}/announce`, `http://[::1]:${port}/announce`]);
    assert.deepEqual(tracker.ws, [`ws://127.0.0.1:${port}`, `ws://[::1]:${port}`]);
    assert.match(tracker.udp[0], /^udp:\/\/127\.0\.0\.1:\d+\/announce$/);
  });

  test('answers with the bytes of BEP 3, 23 and 24', async () => {
    await httpAsk(tracker.http[0], announceQuery({ hash: 'b', peer: '1', port: 6881 }));
    const { status, body } = await httpAsk(tracker.http[0], announceQuery({ hash: 'b', peer: '2', port: 6882 }));
    assert.equal(status, 200);
    const rest = '10:incompletei2e8:intervali600e12:min intervali60e5:peers6:\x7f\0\0\x01\x1a\xe1e';
    assert.equal(body.toString('latin1'), `d8:completei0e11:external ip4:\x7f\0\0\x01${rest}`);
  });

  test('says in words what is wrong, and has two paths', async () => {
    const wrong = await httpAsk(tracker.http[0], 'info_hash=abc&peer_id=def&port=1');
    assert.equal(wrong.body.toString(), 'd14:failure reason46:info_hash has to be 20 bytes, percent-encoded.e');
    assert.equal((await httpAsk(tracker.http[0].replace('announce', 'other'), '')).status, 404);
  });

  test('hands offers and answers of web peers on, and takes a closed socket for a stop', async () => {
    const [one, two] = [new WebClient(resources, tracker.ws[0]), new WebClient(resources, tracker.ws[1])];
    const base = { action: 'announce', info_hash: '\u00ff'.repeat(20), event: 'started', left: null };
    const offer = { offer_id: 'o'.repeat(20), offer: { type: 'offer', sdp: 'v=0\r\n€' } };
    (await one.opened()).send({ ...base, peer_id: '1'.repeat(20), numwant: 0, offers: [] });
    await until(() => one.messages.length === 1, 5000, 'the first answer');
    (await two.opened()).send({ ...base, peer_id: '2'.repeat(20), numwant: 1, offers: [offer] });
    const offered = await until(() => one.messages[1], 5000, 'the offer');
    assert.deepEqual(offered, { action: 'announce', info_hash: base.info_hash, peer_id: '2'.repeat(20), ...offer });
    const answer = { answer: { type: 'answer', sdp: 'v=0' }, offer_id: offer.offer_id };
    one.send({ action: 'announce', info_hash: base.info_hash, peer_id: '1'.repeat(20), to_peer_id: '2'.repeat(20), ...answer });
    const answered = await until(() => two.messages[1], 5000, 'the answer');
    assert.deepEqual(answered, { action: 'announce', info_hash: base.info_hash, peer_id: '1'.repeat(20), ...answer });
    one.socket.close();
    const alone = async () => {
      two.send({ action: 'scrape', info_hash: base.info_hash });
      await until(() => two.messages.at(-1).action === 'scrape', 5000, 'a scrape');
      return two.messages.at(-1).files[base.info_hash].incomplete === 1;
    };
    await until(alone, 5000, 'the end of the closed socket');
  });

  test('has one peer id for a socket', async () => {
    const client = await new WebClient(resources, tracker.ws[0]).opened();
    const announce = { action: 'announce', info_hash: 'c'.repeat(20), left: 1 };
    client.send({ ...announce, peer_id: '1'.repeat(20) });
    client.send({ ...announce, peer_id: '2'.repeat(20) });
    const refused = await until(() => client.messages[1], 5000, 'two answers');
    assert.equal(refused['failure reason'], 'This connection belongs to another peer_id.');
  });
});

test('a tracker knows the torrents of its list, and reads the list again when it changes', async (t) => {
  const resources = resourcesOf(t);
  const list = join(resources.folder(), 'allowed');
  writeFileSync(list, `${Buffer.from('a'.repeat(20)).toString('hex')}  # a film\n`);
  const tracker = await startTrackerProcess(resources, [...ANY_PORTS, '--allow', list]);
  const allowed = async (/** @type {string} */ hash) => {
    const { body } = await httpAsk(tracker.http[0], announceQuery({ hash, peer: '1', port: 1 }));
    return !body.toString().includes('14:failure reason40:This tracker does not know this torrent.');
  };
  assert.deepEqual([await allowed('a'), await allowed('b')], [true, false]);
  const udp = new UdpClient(resources, tracker.udp[0]);
  const refused = await udp.announce({ connection: await udp.connect(), hash: 'b', peer: '1', port: 1 });
  assert.equal(refused.toString('latin1', 8), 'This tracker does not know this torrent.');
  writeFileSync(`${list}.new`, `${Buffer.from('b'.repeat(20)).toString('hex')}\n`);
  renameSync(`${list}.new`, list);
  await until(() => allowed('b'), 5000, 'the new list');
  assert.equal(await allowed('a'), false);
  writeFileSync(list, 'no info-hash\n');
  await until(() => tracker.child.stderr.includes('line 1 is no info-hash'), 5000, 'a word about the broken list');
  assert.equal(await allowed('b'), true);
});

test('a tracker ends by a signal, and says what it cannot do', async (t) => {
  const resources = resourcesOf(t);
  const tracker = await startTrackerProcess(resources);
  const client = await new WebClient(resources, tracker.ws[0]).opened();
  tracker.child.process.kill('SIGTERM');
  assert.deepEqual(await tracker.child.exit(5000), { code: 0, signal: null });
  await until(() => client.closed, 5000, 'the end of its WebSocket');
  const other = await startTrackerProcess(resources);
  const taken = await run(program('magnetar'), ['tracker', ...samePorts(other)]);
  assert.equal(taken.code, 1);
  assert.match(taken.stderr, /cannot listen on 127\.0\.0\.1 port \d+: Address already in use/);
  for (const args of [['--http', '65536'], ['--ws', 'x'], ['--listen', 'localhost'], ['--udp'], ['extra'], ['--requests', '-1']])
    assert.equal((await run(program('magnetar'), ['tracker', ...args])).code, 2, args.join(' '));
  const lost = await run(program('magnetar'), ['tracker', '--http', '0', '--allow', '/nowhere/list']);
  assert.equal(lost.code, 4);
  assert.match((await run(program('magnetar'), ['tracker', '--help'])).stdout, /^usage: magnetar tracker/);
});

test('a tracker with ports of their own has each wire on its own', async (t) => {
  const resources = resourcesOf(t);
  const [http, ws] = [await freePort(), await freePort()];
  const args = ['--http', String(http), '--ws', String(ws), '--listen', '127.0.0.1'];
  const tracker = await startTrackerProcess(resources, args);
  assert.deepEqual(
    [tracker.http, tracker.udp, tracker.ws],
    [[`http://127.0.0.1:${http}/announce`], [], [`ws://127.0.0.1:${ws}`]],
  );
  assert.equal((await httpAsk(`http://127.0.0.1:${ws}/announce`, '')).status, 426);
});

test('clients come back to a tracker that was killed and started again', async (t) => {
  const resources = resourcesOf(t);
  const tracker = await startTrackerProcess(resources);
  const clients = [tracker.http[0], tracker.udp[0], tracker.ws[0]].map((url, n) => new TrackerClient(resources, url, n + 1));
  for (const client of clients) await client.say('start', 'update');
  tracker.child.process.kill('SIGKILL');
  await tracker.child.exit(5000);
  const again = await startTrackerProcess(resources, samePorts(tracker));
  // Clients of HTTP and UDP come back with their next announce, which would be ten minutes later; the WebSocket by itself.
  for (const client of clients.slice(0, 2)) await client.say('update', 'update');
  const counted = async () => {
    const { body } = await httpAsk(again.http[0].replace('announce', 'scrape'), `info_hash=${'%f0'.repeat(20)}`);
    return /10:incompletei3e/.test(body.toString('latin1'));
  };
  await until(counted, 40_000, () => `three peers; they told ${clients.map((client) => client.child.stdout).join('')}`);
});
