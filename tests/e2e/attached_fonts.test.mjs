// How soon a film begins that has large fonts before it, from people who send two megabytes a second.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fonts, made, picture, PICTURES, sound, SOUNDS } from '../corpus/film_parts.mjs';
import { describeFilm, openFilm, pull } from '../support/media.mjs';
import { resourcesOf } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { Torrents } from '../support/torrents.mjs';
import { startUser } from '../support/user.mjs';

const BYTES_A_SECOND = 2_000_000;
const ROUNDS = 3;
/** What a film with fonts may take of what the same film without takes. */
const MOST = 1.3;
/** A page has its first picture when it has the header and one fragment. */
const FIRST_PICTURE = 40_000;

/** 3 Mbit/s, so that what is read shows. */
const film = () =>
  made('fonts-none.mkv', ...picture(60, ',noise=alls=30:allf=t'), ...sound(60), ...PICTURES.h264, '-b:v', '3M', '-maxrate', '3M', '-bufsize', '1M', ...SOUNDS.ac3);
const withFonts = async () => made('fonts-30-front.mkv', '-i', await film(), '-c', 'copy', ...fonts(30, 1_000_000));

/** Milliseconds from the link to the first picture. @param {import('node:test').TestContext} context @param {string} path */
async function begins(context, path) {
  const resources = resourcesOf(context);
  const { magnet } = await seed(resources, path, ['--upload-limit', String(BYTES_A_SECOND)]);
  const { client } = await startUser(resources);
  const torrents = await Torrents.of(client);
  const from = performance.now();
  const id = await torrents.add(magnet);
  await describeFilm(client, id, 0, { viewer: 'tester' });
  const { url } = await openFilm(client, id, 0);
  await pull(url, FIRST_PICTURE);
  return performance.now() - from;
}

/** @param {number[]} values */
const median = (values) => values.sort((one, other) => one - other)[Math.floor(values.length / 2)];

test('a film behind thirty megabytes of fonts begins almost as soon as the same film without', async (context) => {
  const paths = { without: await film(), behind: await withFonts() };
  /** @type {Record<string, number[]>} */
  const took = { without: [], behind: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, path] of Object.entries(paths)) took[name]?.push(await begins(context, path));
  }
  const [without, behind] = [median(took.without ?? []), median(took.behind ?? [])];
  context.diagnostic(`without ${without.toFixed(0)} ms, behind fonts ${behind.toFixed(0)} ms, ${(behind / without).toFixed(2)} times`);
  assert.ok(behind <= without * MOST, `${behind.toFixed(0)} ms, without fonts ${without.toFixed(0)} ms`);
});
