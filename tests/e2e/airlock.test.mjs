// The confinement of programs that magnetar-airlock starts.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { program } from '../support/paths.mjs';
import { run } from '../support/process.mjs';
import { resourcesOf } from '../support/resources.mjs';

const AIRLOCK = program('magnetar-airlock');
/** Exit code of the airlock when it could not start the program. */
const NOT_STARTED = 126;

/** @param {string[]} options @param {string[]} command */
const start = (options, command) => run(AIRLOCK, [...options, '--', ...command]);

/** Opens a socket and closes it. @param {string} kind the arguments of Python's socket.socket */
const socket = (kind) => ['/usr/bin/python3', '-c', `from socket import *; socket(${kind})`];

/** Requests PTRACE_TRACEME, and prints the error. */
const TRACE =
  'import ctypes, os, sys; lib = ctypes.CDLL(None, use_errno=True); ' +
  'sys.exit(os.strerror(ctypes.get_errno()) if lib.ptrace(0, 0, 0, 0) < 0 else 0)';

/** A listener of this machine. @param {import('../support/resources.mjs').Resources} resources @returns {Promise<number>} */
async function listener(resources) {
  const server = createServer((connection) => connection.end());
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  resources.defer(() => server.close());
  return /** @type {import('node:net').AddressInfo} */ (server.address()).port;
}

test('a program has no namespaces, no tracing and no sockets but TCP', async () => {
  for (const command of [
    ['/usr/bin/unshare', '--user', '/usr/bin/true'],
    socket('AF_UNIX, SOCK_STREAM'),
    socket('AF_INET, SOCK_DGRAM'),
    socket('AF_NETLINK, SOCK_RAW'),
    ['/usr/bin/python3', '-c', TRACE],
  ]) {
    const { code, stderr } = await start([], command);
    assert.notEqual(code, 0, command.join(' '));
    assert.match(stderr, /not permitted/i, command.join(' '));
  }
  for (const family of ['AF_INET', 'AF_INET6']) {
    const { code, stderr } = await start([], socket(`${family}, SOCK_STREAM`));
    assert.equal(code, 0, stderr);
  }
});

test('under Landlock a program reads the files of the system and no others, and writes none', async (t) => {
  const resources = resourcesOf(t);
  const folder = resources.folder();
  const letter = join(folder, 'letter.txt');
  writeFileSync(letter, 'secret');
  const restricted = (/** @type {string[]} */ ...command) => start(['--landlock', '1'], command);
  assert.equal((await restricted('/usr/bin/cat', '/usr/share/common-licenses/BSD')).code, 0);
  for (const command of [
    ['/usr/bin/cat', letter],
    ['/usr/bin/cat', '/etc/passwd'],
    ['/usr/bin/ls', '/home'],
    ['/usr/bin/cat', '/proc/1/cmdline'],
    ['/usr/bin/touch', join(folder, 'new')],
  ]) {
    const { code, stderr } = await restricted(...command);
    assert.notEqual(code, 0, command.join(' '));
    assert.match(stderr, /permission denied/i, command.join(' '));
  }
  const { code, stdout } = await start(['--landlock', '1', '--read', letter], ['/usr/bin/cat', letter]);
  assert.deepEqual([code, stdout], [0, 'secret']);
});

test('under Landlock a program reaches one port', async (t) => {
  const resources = resourcesOf(t);
  const [its, another] = [await listener(resources), await listener(resources)];
  const connect = (/** @type {number} */ port) =>
    start(
      ['--landlock', String(its)],
      ['/usr/bin/python3', '-c', `import socket; socket.create_connection(('127.0.0.1', ${port}), 5)`],
    );
  const { code, stderr } = await connect(its);
  assert.equal(code, 0, stderr);
  assert.match((await connect(another)).stderr, /PermissionError/);
});

test('what is asked for in the wrong words starts nothing', async () => {
  for (const words of [[], ['--listen', '3'], ['--read', '/etc', '--', '/usr/bin/true'], ['--unknown', '--', '/usr/bin/true'], ['--']]) {
    assert.equal((await run(AIRLOCK, words)).code, NOT_STARTED, words.join(' '));
  }
});
