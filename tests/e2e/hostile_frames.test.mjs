// Ten thousand random and mutated frames, half to the daemon, half through the relay: each gets an answer or a clean close.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostileFrame } from '../support/mutation.mjs';
import { residentBytes } from '../support/process.mjs';
import { seededRandom } from '../support/random.mjs';
import { resourcesOf } from '../support/resources.mjs';
import { AS_FIREFOX, User } from '../support/user.mjs';
import { within } from '../support/wait.mjs';

const FRAMES = 5000;
const BATCH = 25;
const MEBIBYTE = 1024 * 1024;

/**
 * Sends frames in batches, each followed by a valid request; a connection that closes is replaced.
 * @param {() => Promise<{peer: import('../support/rpc.mjs').RpcPeer, ended: () => Promise<unknown>}>} open
 */
async function attack(open, seed) {
  const random = seededRandom(seed);
  const counts = { frames: 0, owed: 0, closes: 0 };
  // Counts of the current connection: answers to frames that need none may come late.
  let here = { frames: 0, owed: 0, markers: 0 };
  let connection = await open();
  while (counts.frames < FRAMES) {
    const batch = Array.from({ length: BATCH }, () => hostileFrame(random));
    const last = batch.findIndex((item) => !item.wellFramed);
    const sent = last === -1 ? batch : batch.slice(0, last + 1);
    counts.frames += sent.length;
    const { peer, ended } = connection;
    if (here.frames === 0) peer.messages.length = 0;
    peer.sendBytes(Buffer.concat(sent.map((item) => item.bytes)));
    if (last === -1) {
      const id = `marker ${counts.frames}`;
      peer.send({ jsonrpc: '2.0', id, method: 'nobody.knows', params: {} });
      const owed = sent.filter((item) => item.owed).length;
      here = { frames: here.frames + sent.length, owed: here.owed + owed, markers: here.markers + 1 };
      const answered = (/** @type {any[]} */ messages) => messages.filter((message) => message.method === undefined).length - here.markers;
      // Answers of methods that change the library wait for the disk, and others overtake them.
      await peer.waitFor(
        (messages) => messages.some((message) => message.id === id) && answered(messages) >= here.owed,
        10_000,
        `${owed} answers after frame ${counts.frames}`,
      );
      const answers = answered(peer.messages);
      assert.ok(answers >= here.owed && answers <= here.frames, `${answers} answers to ${here.owed} of ${here.frames} frames`);
      counts.owed += owed;
    } else {
      peer.end();
      await within(ended(), 10_000, `a close after frame ${counts.frames}`);
      counts.closes++;
      here = { frames: 0, owed: 0, markers: 0 };
      connection = await open();
    }
  }
  return counts;
}

test('the daemon stands 5,000 hostile frames', { timeout: 300_000 }, async (t) => {
  const user = new User(resourcesOf(t));
  const daemon = await user.startDaemon();
  const before = residentBytes(daemon.pid);
  const counts = await attack(async () => {
    const peer = await user.connectRaw();
    return { peer, ended: () => peer.closed };
  }, 1);
  const grown = residentBytes(daemon.pid) - before;
  t.diagnostic(`${JSON.stringify(counts)}, memory grew by ${Math.round(grown / MEBIBYTE)} MiB`);
  assert.ok(daemon.running);
  assert.ok(grown < 96 * MEBIBYTE, `memory grew by ${grown} bytes`);
  const client = await user.connect();
  assert.ok((await client.request('status.get')).uptime >= 0);
});

test('the relay stands 5,000 hostile frames', { timeout: 300_000 }, async (t) => {
  const user = new User(resourcesOf(t));
  const daemon = await user.startDaemon();
  let largest = 0;
  const counts = await attack(async () => {
    const { peer, child } = user.startRelay(AS_FIREFOX);
    await peer.hello().catch(() => {});
    return {
      peer,
      ended: async () => {
        if (child.running) largest = Math.max(largest, residentBytes(child.pid));
        const { signal } = await child.exited;
        assert.equal(signal, null, `the relay died: ${child.stderr}`);
      },
    };
  }, 2);
  t.diagnostic(`${JSON.stringify(counts)}, the largest relay had ${Math.round(largest / MEBIBYTE)} MiB`);
  assert.ok(largest < 96 * MEBIBYTE, `${largest} bytes`);
  assert.ok(daemon.running);
  await (await user.connect()).request('status.get');
});

test('clients that connect and say nothing, or half a frame, do no harm', async (t) => {
  const user = new User(resourcesOf(t));
  const daemon = await user.startDaemon();
  const before = residentBytes(daemon.pid);
  const silent = [];
  for (let n = 0; n < 40; n++) {
    const peer = await user.connectRaw();
    if (n % 2) peer.sendBytes(Buffer.from([0, 0, 0xff, 0, 0x7b]));
    silent.push(peer);
  }
  const client = await user.connect();
  await client.request('status.get');
  assert.ok(residentBytes(daemon.pid) - before < 64 * MEBIBYTE, 'a length alone was believed');
  silent.forEach((peer) => peer.end());
});
