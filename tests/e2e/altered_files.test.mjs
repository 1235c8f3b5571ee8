// Films in the cache folder that another program alters: the served bytes are right all the same.
import assert from 'node:assert/strict';
import { closeSync, openSync, readdirSync, renameSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { get } from '../support/http.mjs';
import { randomBytes } from '../support/random.mjs';
import { resourcesOf } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { Torrents } from '../support/torrents.mjs';
import { startUser } from '../support/user.mjs';

const SIZE = 12_000_000;

/** Alterations of a film by another program. @type {Array<[string, (file: string) => void]>} */
const WAYS = [
  ['has a byte altered', alterOneByte],
  ['is cut off', (file) => truncateSync(file, 5_000_000)],
  [
    'is cut off and grown again',
    (file) => {
      truncateSync(file, 5_000_000);
      truncateSync(file, SIZE);
    },
  ],
  [
    'is replaced by a file of its size',
    (file) => {
      writeFileSync(`${file}.new`, randomBytes(SIZE, 2));
      renameSync(`${file}.new`, file);
    },
  ],
  ['is deleted', (file) => rmSync(file)],
  ['is deleted with its folder', (file) => rmSync(dirname(file), { recursive: true })],
];

/** @param {string} file */
function alterOneByte(file) {
  const open = openSync(file, 'r+');
  writeSync(open, Buffer.from([0]), 0, 1, 9_000_000);
  closeSync(open);
}

/** A film that was downloaded whole, and its seeder. @param {import('node:test').TestContext} t */
async function fetched(t) {
  const resources = resourcesOf(t);
  const world = await startUser(resources);
  const film = join(resources.folder(), 'film.mp4');
  const content = randomBytes(SIZE, 1);
  content[9_000_000] = 1;
  writeFileSync(film, content);
  const { magnet } = await seed(resources, film, ['--piece-size', '65536']);
  const torrents = await Torrents.of(world.client);
  const { id } = await torrents.fetchWhole(magnet);
  const films = join(world.user.cache, 'magnetar/films');
  return { ...world, content, torrents, id, file: join(films, readdirSync(films)[0], 'film.mp4') };
}

/** @param {any} world @param {import('../support/rpc.mjs').RpcPeer} client */
async function expectRight({ id, content }, client) {
  const { file } = await client.request('streams.open', { id });
  const answer = await get(file.url);
  assert.equal(answer.status, 200);
  assert.ok(answer.body.equals(content), 'the bytes are those of the film');
}

for (const [what, alter] of WAYS) {
  test(`a film that ${what} is fetched again when it is played`, async (t) => {
    const world = await fetched(t);
    const { client, torrents, id, file } = world;
    await expectRight(world, client);
    alter(file);
    await expectRight(world, client);
    const { messages } = client;
    const left = messages.some(({ params }) =>
      params?.torrents?.some((/** @type {any} */ now) => now.id === id && now.state && now.state !== 'complete'),
    );
    assert.ok(left, 'it was not complete meanwhile');
    await torrents.until(id, (now) => now.state === 'complete' && now.done === SIZE, 'complete again');
  });

  test(`a film that ${what} while it is paused is fetched again when it is played`, async (t) => {
    const world = await fetched(t);
    const { client, id, file } = world;
    await expectRight(world, client);
    await client.request('torrents.pause', { id });
    alter(file);
    await expectRight(world, client);
  });

  test(`a film that ${what} while nothing runs is fetched again after the start`, async (t) => {
    const world = await fetched(t);
    const { user, daemon, client, id, file } = world;
    await client.request('daemon.stop');
    await daemon.exit(15_000);
    alter(file);
    await user.startDaemon();
    const again = await user.connect();
    const torrents = await Torrents.of(again);
    await expectRight(world, again);
    await torrents.until(id, (now) => now.state === 'complete' && now.done === SIZE, 'complete again');
  });
}

test('a byte that is altered ahead of a player that reads is not served', async (t) => {
  const world = await fetched(t);
  const { client, id, content, file } = world;
  const { file: stream } = await client.request('streams.open', { id });
  const response = await fetch(stream.url);
  assert.ok(response.body);
  /** @type {Buffer[]} */
  const parts = [];
  for await (const part of /** @type {any} */ (response.body)) {
    if (parts.length === 0) alterOneByte(file);
    parts.push(Buffer.from(part));
  }
  assert.ok(Buffer.concat(parts).equals(content), 'the bytes are those of the film');
});
