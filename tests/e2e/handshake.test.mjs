// The first message, and the answers to messages that are no requests.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { frame, lengthPrefix } from '../support/frames.mjs';
import { Resources } from '../support/resources.mjs';
import { User } from '../support/user.mjs';
import { within } from '../support/wait.mjs';

describe('a connection to the daemon', () => {
  const resources = new Resources();
  /** @type {User} */
  let user;
  before(async () => {
    user = new User(resources);
    await user.startDaemon();
  });
  after(() => resources.dispose());

  /** The answer to one frame. @param {unknown} message */
  async function answerTo(message) {
    const peer = await user.connectRaw();
    peer.send(message);
    return { peer, answer: await peer.waitFor((messages) => messages[0], 5000, 'an answer') };
  }

  test('answers hello with versions, capabilities and the HTTP base', async () => {
    const result = await (await user.connectRaw()).hello();
    assert.equal(result.protocol, 1);
    assert.equal(result.host.name, 'magnetar');
    assert.match(result.host.version, /^\d+\.\d+\.\d+$/);
    assert.deepEqual(result.capabilities, ['torrents', 'streams', 'settings', 'positions', 'stats', 'media']);
    assert.match(result.http.base, /^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/$/);
  });

  test('agrees on 1 when the client also speaks later protocols', async () => {
    const result = await (await user.connectRaw()).hello({ protocol: { min: 1, max: 7 } });
    assert.equal(result.protocol, 1);
  });

  test('refuses a client that speaks only later protocols, and says which it speaks', async () => {
    const refusal = await (
      await user.connectRaw()
    ).refusal('hello', { protocol: { min: 2, max: 3 }, client: { name: 'test', version: '9' } });
    assert.equal(refusal.code, 1002);
    assert.deepEqual(refusal.data, { name: 'protocol_mismatch', min: 1, max: 1 });
  });

  for (const method of [
    'torrents.list',
    'torrents.add',
    'settings.get',
    'status.get',
    'daemon.stop',
    'torrents.subscribe',
  ]) {
    test(`refuses ${method} before hello`, async () => {
      const refusal = await (await user.connectRaw()).refusal(method, { source: '0'.repeat(40) });
      assert.deepEqual([refusal.code, refusal.rpcName], [1001, 'hello_required']);
    });
  }

  for (const origin of [
    'https://evil.example',
    'null',
    '*',
    'chrome-extension://short',
    'chrome-extension://abcdefghijklmnopabcdefghijklmnoz',
    'moz-extension://not-a-uuid',
    7,
  ]) {
    test(`refuses the origin ${origin}`, async () => {
      const refusal = await (
        await user.connectRaw()
      ).refusal('hello', { protocol: { min: 1, max: 1 }, client: { name: 'test', version: '1' }, origin });
      assert.deepEqual([refusal.code, refusal.rpcName], [-32602, 'invalid_params']);
    });
  }

  test('answers an unknown method with unknown_method and echoes a text id', async () => {
    const client = await user.connect();
    client.send({ jsonrpc: '2.0', id: 'abc', method: 'torrents.launch', params: {} });
    const answer = await client.waitFor((messages) => messages.find((m) => m.id === 'abc'), 5000, 'an answer');
    assert.deepEqual([answer.jsonrpc, answer.error.code, answer.error.data.name], ['2.0', -32601, 'unknown_method']);
  });

  test('answers what is not JSON with parse_error and goes on', async () => {
    const { peer, answer } = await answerTo(Buffer.from('{"jsonrpc":'));
    assert.deepEqual([answer.id, answer.error.code, answer.error.data.name], [null, -32700, 'parse_error']);
    assert.equal((await peer.hello()).protocol, 1);
  });

  test('answers invalid UTF-8 with parse_error', async () => {
    const { answer } = await answerTo(Buffer.from([0x22, 0xff, 0xfe, 0x22]));
    assert.equal(answer.error.code, -32700);
  });

  test('takes JSON deeper than 64 levels for no JSON', async () => {
    const { peer, answer } = await answerTo(Buffer.from('['.repeat(65) + ']'.repeat(65)));
    assert.equal(answer.error.code, -32700);
    peer.send(Buffer.from('['.repeat(1_000_000)));
    await peer.waitFor((messages) => messages.length === 2, 5000, 'an answer to a million brackets');
    assert.equal(peer.messages[1].error.code, -32700);
  });

  test('refuses batches', async () => {
    const { answer } = await answerTo([{ jsonrpc: '2.0', id: 1, method: 'hello', params: {} }]);
    assert.equal(answer.error.code, -32600);
  });

  test('refuses params that are not an object', async () => {
    const { answer } = await answerTo({ jsonrpc: '2.0', id: 5, method: 'hello', params: [1] });
    assert.ok([-32600, -32602].includes(answer.error.code), `${answer.error.code}`);
  });

  for (const [what, bytes] of /** @type {Array<[string, Buffer]>} */ ([
    ['a length of 0', lengthPrefix(0)],
    ['a length of 16 MiB and one byte', lengthPrefix(16 * 1024 * 1024 + 1)],
    ['a length of 4 GiB less one byte', lengthPrefix(0xffffffff)],
  ])) {
    test(`answers ${what} with invalid_request and closes`, async () => {
      const peer = await user.connectRaw();
      peer.sendBytes(bytes);
      await within(peer.closed, 5000, 'the connection closing');
      assert.deepEqual(
        peer.messages.map((m) => [m.id, m.error.code]),
        [[null, -32600]],
      );
    });
  }

  test('reads a frame that arrives byte by byte', async () => {
    const peer = await user.connectRaw();
    const bytes = frame({
      jsonrpc: '2.0',
      id: 1,
      method: 'hello',
      params: { protocol: { min: 1, max: 1 }, client: { name: 'ü', version: '1' } },
    });
    for (const byte of bytes) {
      peer.sendBytes(Buffer.from([byte]));
      await new Promise(setImmediate);
    }
    await peer.waitFor((messages) => messages.some((m) => m.result?.protocol === 1), 5000, 'hello');
  });

  test('ignores notifications and unknown members', async () => {
    const client = await user.connect();
    client.send({ jsonrpc: '2.0', method: 'status.get', params: {} });
    client.send({ jsonrpc: '2.0', method: 'nobody.knows' });
    const { settings } = await client.request('settings.get', { unknown: true });
    assert.equal(settings.dht, false);
    assert.deepEqual(
      client.messages.filter((m) => m.id === undefined || m.id === null),
      [],
    );
  });
});
