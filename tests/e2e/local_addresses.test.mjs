// Addresses of the local network in links are not contacted, in any spelling, and neither by name, redirect or tracker
// answer.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ADDRESSES, PORTS, listeningWorld, listeningWorldIsPossible } from '../support/listening_world.mjs';
import { resourcesOf } from '../support/resources.mjs';
import { makeTorrent, unknownHash } from '../support/torrent.mjs';
import { User } from '../support/user.mjs';
import { until } from '../support/wait.mjs';

const HTTP = `:${PORTS.http}`;
const UDP = `:${PORTS.udp}`;
const TRACKERS = [
  `http://${ADDRESSES.private}${HTTP}/literal`,
  `http://${ADDRESSES.private}.${HTTP}/dot`,
  `http://[::ffff:${ADDRESSES.private}]${HTTP}/mapped`,
  `http://[${ADDRESSES.unique}]${HTTP}/unique`,
  `http://private.test${HTTP}/name`,
  `http://unique.test${HTTP}/unique-name`,
  `http://metadata.test${HTTP}/latest/meta-data/`,
  `http://${ADDRESSES.linkLocal}${HTTP}/latest/meta-data/`,
  `http://public.test${HTTP}/to/${encodeURIComponent(`http://${ADDRESSES.private}${HTTP}/redirected`)}`,
  `http://public.test${HTTP}/to/${encodeURIComponent(`http://private.test${HTTP}/redirected`)}`,
  `http://public.test${HTTP}/announce`,
  `udp://${ADDRESSES.private}${UDP}`,
  `udp://private.test${UDP}`,
  `udp://metadata.test${UDP}`,
  `udp://public.test${UDP}`,
];

/** @param {string} what */
const link = (what) =>
  `magnet:?xt=urn:btih:${unknownHash(what)}` +
  TRACKERS.map((url) => `&tr=${encodeURIComponent(url)}`).join('') +
  `&ws=${encodeURIComponent(`http://private.test${HTTP}/web-seed`)}` +
  `&x.pe=${ADDRESSES.private}:${PORTS.peer}&x.pe=[${ADDRESSES.unique}]:${PORTS.peer}&x.pe=${ADDRESSES.linkLocal}:${PORTS.peer}`;

test('a link reaches the public network alone, and the private one when the setting says so', async (t) => {
  if (!listeningWorldIsPossible()) return t.skip('this machine allows no network namespaces');
  const resources = resourcesOf(t);
  const world = listeningWorld(resources);
  const user = new User(resources, { listen_interfaces: '0.0.0.0:0,[::]:0' });
  await user.startDaemon(world.command);
  const client = await user.connect();
  const reached = (/** @type {string} */ begin) => world.reached().some((line) => line.startsWith(begin));

  const { id } = await client.request('torrents.add', { source: link('closed') });
  const asked = () =>
    reached(`http ${ADDRESSES.public} /announce`) && reached(`http ${ADDRESSES.public} /to/`) && reached(`udp ${ADDRESSES.public}`);
  await until(asked, 20_000, 'the public trackers were asked');
  await client.request('torrents.remove', { id, data: 'delete' });
  const elsewhere = () => world.reached().filter((line) => !line.includes(ADDRESSES.public));
  assert.deepEqual(elsewhere(), []);

  await client.request('settings.set', { settings: { local_torrent_links: true } });
  await client.request('torrents.add', { source: link('open') });
  for (const line of [`http ${ADDRESSES.private} /literal`, `http ${ADDRESSES.private} /name`, `udp ${ADDRESSES.private}`, `peer ${ADDRESSES.private}`])
    await until(() => reached(line), 20_000, line);
  assert.deepEqual(world.reached().filter((line) => line.includes(ADDRESSES.linkLocal)), []);
});

const REDIRECTED = [`http://${ADDRESSES.private}${HTTP}/redirected`, `http://private.test${HTTP}/redirected`, `http://metadata.test${HTTP}/redirected`];
const WEB_SEEDS = [
  `http://${ADDRESSES.private}${HTTP}/literal`,
  `http://[::ffff:${ADDRESSES.private}]${HTTP}/mapped`,
  `http://[${ADDRESSES.unique}]${HTTP}/unique`,
  `http://private.test${HTTP}/name`,
  `http://metadata.test${HTTP}/latest/meta-data/film`,
  `http://${ADDRESSES.linkLocal}${HTTP}/latest/meta-data/film`,
  ...REDIRECTED.map((url) => `http://public.test${HTTP}/to/${encodeURIComponent(url)}`),
  `http://public.test${HTTP}/film.mp4`,
];

/** A torrent with these web seeds. @param {number} size which makes its info-hash a new one */
function filmWithWebSeeds(size) {
  const files = [{ path: 'film.mp4', content: Buffer.alloc(size, 'f') }];
  return makeTorrent({ name: 'film.mp4', files, extra: { 'url-list': WEB_SEEDS } }).torrent.toString('base64');
}

test('web seeds of a torrent and their redirects reach the public network alone, and link-local addresses never', async (t) => {
  if (!listeningWorldIsPossible()) return t.skip('this machine allows no network namespaces');
  const resources = resourcesOf(t);
  const world = listeningWorld(resources);
  const user = new User(resources, { listen_interfaces: '0.0.0.0:0,[::]:0' });
  await user.startDaemon(world.command);
  const client = await user.connect();
  const reached = (/** @type {string} */ begin) => world.reached().some((line) => line.startsWith(begin));

  const { id } = await client.request('torrents.add', { torrent: filmWithWebSeeds(100_000) });
  const asked = () =>
    reached(`http ${ADDRESSES.public} /film.mp4`) && REDIRECTED.every((url) => reached(`http ${ADDRESSES.public} /to/${encodeURIComponent(url)}`));
  await until(asked, 20_000, 'the public web seeds were asked');
  await client.request('torrents.remove', { id, data: 'delete' });
  assert.deepEqual(world.reached().filter((line) => !line.includes(ADDRESSES.public)), []);

  await client.request('settings.set', { settings: { local_torrent_links: true } });
  await client.request('torrents.add', { torrent: filmWithWebSeeds(200_000) });
  for (const path of ['literal', 'name', 'redirected']) await until(() => reached(`http ${ADDRESSES.private} /${path}`), 20_000, path);
  assert.deepEqual(world.reached().filter((line) => line.includes(ADDRESSES.linkLocal)), []);
});
