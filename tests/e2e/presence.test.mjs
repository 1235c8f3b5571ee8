// A person without torrents is not on the network: no socket is open before the first torrent and after the last.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { Resources } from '../support/resources.mjs';
import { unknownHash } from '../support/torrent.mjs';
import { startUser } from '../support/user.mjs';
import { until } from '../support/wait.mjs';

const LISTENING = '0A';

/** The inodes of a process's sockets. @param {number} pid */
function socketsOf(pid) {
  const links = readdirSync(`/proc/${pid}/fd`).map((name) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${name}`);
    } catch {
      return ''; // closed meanwhile
    }
  });
  return new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
}

/** UDP sockets and listening TCP sockets of a process, as "protocol local-address". @param {number} pid */
function openToTheNetwork(pid) {
  const own = socketsOf(pid);
  return ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((protocol) =>
    readFileSync(`/proc/${pid}/net/${protocol}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode]) => own.has(inode) && (protocol.startsWith('udp') || state === LISTENING))
      .map(([, local]) => `${protocol} ${local}`),
  );
}

describe('the network', () => {
  const resources = new Resources();
  after(() => resources.dispose());
  /** @type {Awaited<ReturnType<typeof startUser>>} */ let world;
  /** @type {string} */ let id;
  /** Sockets other than that of the HTTP endpoint. */
  const open = () => {
    const { port } = new URL(world.client.httpBase);
    const endpoint = `tcp 0100007F:${Number(port).toString(16).toUpperCase().padStart(4, '0')}`;
    return openToTheNetwork(world.daemon.pid).filter((socket) => socket !== endpoint);
  };
  const port = async () => (await world.client.request('status.get')).listen_port;

  before(async () => {
    world = await startUser(resources, { lsd: true, port_mapping: true });
  });

  test('knows nothing of a person without a torrent', async () => {
    assert.deepEqual(open(), []);
    assert.equal(await port(), 0);
  });

  test('knows nothing of a torrent that is added paused', async () => {
    const source = `magnet:?xt=urn:btih:${unknownHash('presence')}`;
    ({ id } = await world.client.request('torrents.add', { source, paused: true }));
    assert.deepEqual(open(), []);
  });

  test('is joined with the first torrent that is not', async () => {
    await world.client.request('torrents.resume', { id });
    await until(async () => (await port()) > 0, 10_000, 'a port');
    assert.ok(open().some((socket) => socket.startsWith('udp')), `${open()}`);
  });

  test('is left a while after the last is paused, and joined again', async () => {
    await world.client.request('torrents.pause', { id });
    await until(() => open().length === 0, 20_000, () => `no sockets; there are ${open()}`);
    await until(async () => (await port()) === 0, 10_000, 'no port is told');
    await world.client.request('torrents.resume', { id });
    await until(async () => (await port()) > 0, 10_000, 'a port');
  });

  test('is left when the last is removed', async () => {
    await world.client.request('torrents.remove', { id, data: 'delete' });
    await until(() => open().length === 0, 20_000, () => `no sockets; there are ${open()}`);
  });
});
