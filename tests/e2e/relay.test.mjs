// magnetar-host as a browser runs it.
import assert from 'node:assert/strict';
import { chmodSync, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { chromiumId } from '../support/extension_id.mjs';
import { frame, lengthPrefix } from '../support/frames.mjs';
import { SLOW, program } from '../support/paths.mjs';
import { Child, isAlive } from '../support/process.mjs';
import { resourcesOf } from '../support/resources.mjs';
import { RpcPeer } from '../support/rpc.mjs';
import { AS_CHROMIUM, AS_FIREFOX, User } from '../support/user.mjs';
import { until, within } from '../support/wait.mjs';

const CALLERS = /** @type {Array<[string, () => string[]]>} */ ([
  ['Chromium', () => AS_CHROMIUM(chromiumId())],
  ['Firefox', () => AS_FIREFOX],
]);

for (const [browser, args] of CALLERS) {
  test(`the relay starts the daemon for ${browser} and passes frames both ways`, async (t) => {
    const user = new User(resourcesOf(t));
    const { peer, child } = user.startRelay(args());
    assert.equal((await peer.hello()).protocol, 1);
    const { pid } = await peer.request('status.get');
    assert.deepEqual(user.daemons(), [pid]);
    assert.deepEqual(
      peer.messages.filter((message) => message.method),
      [],
    );
    peer.end();
    assert.equal((await child.exit(5000)).code, 0);
    assert.ok(isAlive(pid));
  });
}

test('the relay ends within a second of the end of its input, and the daemon stays', async (t) => {
  const user = new User(resourcesOf(t));
  await user.startDaemon();
  const { peer, child } = user.startRelay(AS_FIREFOX);
  await peer.hello();
  const from = performance.now();
  peer.end();
  await child.exit(5000);
  const took = performance.now() - from;
  assert.ok(took < (SLOW ? 4000 : 1000), `${took} ms`);
  assert.equal(user.daemons().length, 1);
});

test('the daemon holds nothing of the browser: no descriptor, no session, no group', async (t) => {
  const user = new User(resourcesOf(t));
  const { peer, child } = user.startRelay(AS_FIREFOX);
  await peer.hello();
  const [pid] = user.daemons();
  const { readFileSync, readdirSync, readlinkSync } = await import('node:fs');
  const pipesOf = (/** @type {number} */ of) =>
    readdirSync(`/proc/${of}/fd`)
      .map((fd) => readlinkSync(`/proc/${of}/fd/${fd}`))
      .filter((target) => /^(pipe|socket):/.test(target));
  const inherited = new Set(pipesOf(child.pid).filter((target) => target.startsWith('pipe:')));
  assert.deepEqual(
    pipesOf(pid).filter((target) => inherited.has(target)),
    [],
  );
  const session = (/** @type {number} */ of) => readFileSync(`/proc/${of}/stat`, 'utf8').split(') ')[1].split(' ')[3];
  assert.notEqual(session(pid), session(child.pid));
  child.process.kill('SIGKILL');
  await child.exit(5000);
  assert.ok(isAlive(pid));
});

for (const args of [
  [],
  ['chrome-extension://ponmlkjihgfedcbaponmlkjihgfedcba/'],
  ['https://evil.example/'],
  ['/x/magnetar.host.json', 'other@addon'],
  ['/x/magnetar.host.json'],
  ['--version-of-something'],
]) {
  test(`the relay refuses the caller ${JSON.stringify(args)}`, async (t) => {
    const user = new User(resourcesOf(t));
    const { peer, child } = user.startRelay(args);
    const { code } = await child.exit(5000);
    assert.notEqual(code, 0);
    if (peer.messages.length > 0) {
      const [{ method, params }] = peer.messages;
      assert.deepEqual([method, params.code, params.name], ['host.unavailable', 1102, 'not_allowed']);
    } else {
      assert.ok(args.length === 0 || args[0].startsWith('--'), 'refused without a word');
    }
    assert.deepEqual(user.daemons(), []);
  });
}

test('the relay tells its version', async (t) => {
  const user = new User(resourcesOf(t));
  const child = new Child(program('magnetar-host'), ['--version'], { env: user.env });
  assert.equal((await child.exit(5000)).code, 0);
  assert.match(child.stdout, /\d+\.\d+\.\d+/);
});

test('two relays that start at once share one daemon', async (t) => {
  const resources = resourcesOf(t);
  for (let round = 0; round < 5; round++) {
    const user = new User(resources);
    const relays = Array.from({ length: 4 }, () => user.startRelay(AS_FIREFOX));
    await Promise.all(relays.map(({ peer }) => peer.hello()));
    const pids = await Promise.all(relays.map(async ({ peer }) => (await peer.request('status.get')).pid));
    assert.equal(new Set(pids).size, 1);
    await until(() => user.daemons().length === 1, 5000, 'one daemon');
    relays.forEach(({ peer }) => peer.end());
  }
});

test('the relay tells when the daemon is lost, starts it again, and says when it is back', async (t) => {
  const user = new User(resourcesOf(t));
  const { peer } = user.startRelay(AS_FIREFOX);
  await peer.hello();
  const first = (await peer.request('status.get')).pid;
  await peer.request('torrents.add', { source: 'c'.repeat(40) });
  process.kill(first, 'SIGKILL');
  assert.deepEqual(await peer.notification('host.daemon_lost'), {});
  assert.deepEqual(await peer.notification('host.daemon_ready'), {});
  assert.equal((await peer.refusal('status.get')).rpcName, 'hello_required');
  await peer.hello();
  const second = (await peer.request('status.get')).pid;
  assert.notEqual(second, first);
  assert.equal((await peer.request('torrents.list')).total, 1);
});

test('the relay gives up with words when the daemon cannot stay', async (t) => {
  const user = new User(resourcesOf(t));
  const { peer, child } = user.startRelay(AS_FIREFOX);
  await peer.hello();
  const kill = setInterval(() => user.daemons().forEach((pid) => process.kill(pid, 'SIGKILL')), 50);
  t.after(() => clearInterval(kill));
  const { code, name } = await peer.notification('host.unavailable', () => true, 60_000);
  assert.deepEqual([code, name], [1101, 'daemon_unavailable']);
  assert.notEqual((await child.exit(5000)).code, 0);
});

test('the relay says so when there is no daemon to start', async (t) => {
  const resources = resourcesOf(t);
  const user = new User(resources);
  const alone = join(resources.folder(), 'magnetar-host');
  copyFileSync(program('magnetar-host'), alone);
  chmodSync(alone, 0o755);
  const child = new Child(alone, AS_FIREFOX, { env: user.env, keepOutput: false });
  resources.defer(() => child.end());
  const { stdout, stdin } = child.process;
  assert.ok(stdout && stdin);
  const peer = new RpcPeer(stdout, stdin);
  const { code, name } = await peer.notification('host.unavailable', () => true, 20_000);
  assert.deepEqual([code, name], [1101, 'daemon_unavailable']);
  assert.notEqual((await child.exit(5000)).code, 0);
});

for (const [what, bytes] of /** @type {Array<[string, Buffer]>} */ ([
  ['a frame of 16 MiB and one byte', lengthPrefix(16 * 1024 * 1024 + 1)],
  ['a frame of 4 GiB', lengthPrefix(0xffffffff)],
  ['an empty frame', lengthPrefix(0)],
])) {
  test(`the relay closes on ${what}, and the daemon does not notice`, async (t) => {
    const user = new User(resourcesOf(t));
    await user.startDaemon();
    const { peer, child } = user.startRelay(AS_FIREFOX);
    await peer.hello();
    peer.sendBytes(bytes);
    await peer.waitFor(
      (messages) => messages.find((message) => message.error?.code === -32600 && message.id === null),
      5000,
      'an error',
    );
    await within(peer.closed, 5000, 'the relay closing');
    await child.exit(5000);
    await (await user.connect()).request('status.get');
  });
}

test('the relay passes a frame of 10 MiB and many small ones in one write', async (t) => {
  const user = new User(resourcesOf(t));
  const { peer } = user.startRelay(AS_FIREFOX);
  await peer.hello();
  assert.equal(
    (await peer.refusal('torrents.add', { torrent: Buffer.alloc(7 * 1024 * 1024, 'l').toString('base64') })).rpcName,
    'bad_torrent',
  );
  peer.sendBytes(
    Buffer.concat(
      Array.from({ length: 500 }, (_, n) => frame({ jsonrpc: '2.0', id: `n${n}`, method: 'status.get', params: {} })),
    ),
  );
  await peer.waitFor(
    (messages) => messages.filter((message) => String(message.id).startsWith('n')).length === 500,
    20_000,
    '500 answers',
  );
});

for (const signal of /** @type {NodeJS.Signals[]} */ (['SIGTERM', 'SIGINT', 'SIGHUP'])) {
  test(`the relay ends on ${signal}`, async (t) => {
    const user = new User(resourcesOf(t));
    const { peer, child } = user.startRelay(AS_FIREFOX);
    await peer.hello();
    child.process.kill(signal);
    await child.exit(2000);
    assert.equal(user.daemons().length, 1);
  });
}
