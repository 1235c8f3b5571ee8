// Peers that send wrong bytes, beside honest ones: the film is downloaded whole, and the liars are reported and banned.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { get } from '../support/http.mjs';
import { randomBytes } from '../support/random.mjs';
import { resourcesOf } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { Torrents } from '../support/torrents.mjs';
import { startUser } from '../support/user.mjs';
import { until } from '../support/wait.mjs';

/** Peers take two of one address for one. */
const HONEST = ['127.0.0.1', '127.0.0.3', '127.0.0.4'];
const LIAR = '127.0.0.2';

/** @param {import('../support/resources.mjs').Resources} resources */
function someFilm(resources) {
  const path = join(resources.folder(), 'film.mkv');
  const content = randomBytes(6_000_000, 5);
  writeFileSync(path, content);
  return { path, content };
}

for (const kind of ['--v1', '--v2', '--hybrid']) {
  test(`a film comes whole beside a liar, who is banned alone (${kind})`, async (t) => {
    const resources = resourcesOf(t);
    const { path, content } = someFilm(resources);
    const options = [kind, '--piece-size', '262144'];
    const honest = await Promise.all(
      HONEST.map((address) => seed(resources, path, [...options, '--upload-limit', '1500000', '--listen', `${address}:0`])),
    );
    const liar = await seed(resources, path, [...options, '--corrupt', '--listen', `${LIAR}:0`]);
    const { client } = await startUser(resources);
    const torrents = await Torrents.of(client);
    const others = honest.slice(1).map(({ port }, index) => `&x.pe=${HONEST[index + 1]}:${port}`);
    const id = await torrents.add(`${honest[0]?.magnet}${others.join('')}&x.pe=${LIAR}:${liar.port}`);
    const swarm = async () => (await client.request('stats.get', { id })).torrents[0];
    await until(async () => (await swarm()).peers.tcp === 4, 20_000, 'four peers');
    const { file } = await client.request('streams.open', { id });
    const answer = await get(file.url, { deadline: 60_000 });
    assert.ok(answer.body.equals(content));
    await torrents.until(id, (now) => now.state === 'complete', 'complete');
    const { banned, hash_failures: failures, fetched_again: again } = await swarm();
    assert.deepEqual(
      banned.map((/** @type {{address: string}} */ { address }) => address),
      [`${LIAR}:${liar.port}`],
    );
    assert.ok(banned[0].wrong_blocks > 0 && failures > 0);
    assert.equal(again, 0);
    t.diagnostic(`${failures} pieces failed, ${banned[0].wrong_blocks} blocks were wrong`);
  });
}

test('after a liar who was alone the film comes from whoever comes next', async (t) => {
  const resources = resourcesOf(t);
  const { path, content } = someFilm(resources);
  const liar = await seed(resources, path, ['--v2', '--corrupt', '--listen', `${LIAR}:0`]);
  const user = await startUser(resources);
  const torrents = await Torrents.of(user.client);
  const id = await torrents.add(liar.magnet);
  const { file } = await user.client.request('streams.open', { id });
  const waiting = get(file.url, { deadline: 60_000 });
  const bans = async () => (await user.client.request('stats.get', { id })).torrents[0].banned.length;
  await until(async () => (await bans()) === 1, 30_000, 'the liar to be banned');
  const honest = await seed(resources, path, ['--v2', '--listen', '127.0.0.3:0']);
  await user.client.request('torrents.add', { source: `${liar.magnet}&x.pe=127.0.0.3:${honest.port}` });
  assert.ok((await waiting).body.equals(content));
});
