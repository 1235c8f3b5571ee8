// Faulty torrents: each is accepted or refused, and none ends the daemon, now or at its next start.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faultyTorrents, goodTorrents } from '../support/faulty_torrents.mjs';
import { resourcesOf } from '../support/resources.mjs';
import { startUser } from '../support/user.mjs';

test('every faulty .torrent is taken or refused as bad_torrent, and the next start has what was taken', async (t) => {
  const { user, daemon, client } = await startUser(resourcesOf(t));
  const faulty = faultyTorrents();
  assert.ok(faulty.length >= 150, `${faulty.length}`);
  const taken = new Map();
  for (const [what, bytes] of [...goodTorrents(), ...faulty]) {
    const answer = await client.request('torrents.add', { torrent: bytes.toString('base64') }).catch((error) => error);
    if (answer.id) taken.set(answer.id, what);
    else assert.equal(answer.rpcName, 'bad_torrent', `${what}: ${answer.message}`);
    assert.ok(daemon.running, `${what} ended the daemon: ${daemon.stderr.slice(-2000)}`);
  }
  for (const [kind] of goodTorrents()) assert.ok([...taken.values()].includes(kind), `${kind} was refused`);
  await client.request('daemon.stop');
  assert.equal((await daemon.exit(15_000)).code, 0, daemon.stderr.slice(-2000));

  const second = await user.startDaemon();
  const again = await user.connect();
  const kept = [];
  for (let offset = 0; offset < taken.size; offset += 200)
    kept.push(...(await again.request('torrents.list', { offset, limit: 200 })).torrents);
  assert.deepEqual(kept.map(({ id }) => id).sort(), [...taken.keys()].sort());
  for (const { id, state } of kept) assert.notEqual(state, 'error', `${taken.get(id)} cannot be read again`);
  assert.ok(second.running);
});
