// Hostile files through everything that the daemon does with a film: each is refused or played, in time, and no other
// file is read.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { H264, filmOf } from '../support/film_forms.mjs';
import { setCanaries } from '../support/hostile/canaries.mjs';
import { hostileFiles } from '../support/hostile/files.mjs';
import { get } from '../support/http.mjs';
import { describeFilm, openFilm, readersOf } from '../support/media.mjs';
import { run } from '../support/process.mjs';
import { Resources } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { Torrents } from '../support/torrents.mjs';
import { User } from '../support/user.mjs';
import { until } from '../support/wait.mjs';

/** The file of the torrent that others name; libtorrent orders the files of a folder by name. */
const SIBLING = '0-sibling.mkv';

/** The number of simultaneous encodes on the smallest machine. */
const AT_ONCE = 2;

/** Errors that a person may get for such a file. */
const REFUSALS = new Set(['media_unreadable', 'io_error', 'timed_out']);

const GOOD = {
  'film.mkv': [...H264, '-c:a', 'ac3'],
  'film.mp4': [...H264, '-c:a', 'aac'],
  'film.avi': ['-c:v', 'mpeg4', '-vtag', 'XVID', '-c:a', 'libmp3lame'],
  'film.ts': [...H264, '-c:a', 'aac'],
};

/** @returns {Promise<Map<string, Buffer>>} */
async function goodFilms() {
  const films = new Map();
  for (const [name, encoding] of Object.entries(GOOD))
    films.set(name, readFileSync(await filmOf(`20s-${name}`, 20, encoding)));
  return films;
}

/** A PATH without bubblewrap. @param {Resources} resources */
async function withoutBubblewrap(resources) {
  const folder = resources.folder();
  for (const program of ['ffmpeg', 'ffprobe', 'prlimit', 'setpriv']) {
    symlinkSync((await run('which', [program])).stdout.trim(), join(folder, program));
  }
  return folder;
}

/** Anonymous memory in bytes; mapped files are not counted. @param {number} pid */
function ownMemory(pid) {
  return Number(/^RssAnon:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
}

/**
 * All requests of a player for a file; returns their outcome.
 * @param {any} client @param {string} id @param {number} index @param {string} viewer
 */
async function attempt(client, id, index, viewer) {
  const told = (/** @type {any} */ error) => {
    if (!REFUSALS.has(error.rpcName)) throw error;
    return null;
  };
  const described = await describeFilm(client, id, index).catch(told);
  const picture = await get(`${client.httpBase}torrents/${id}/pictures/${index}/5`, { deadline: 40_000 });
  assert.ok([200, 204].includes(picture.status), `a picture: ${picture.status}`);
  const opened = await openFilm(client, id, index, { viewer }).catch(told);
  if (!opened) return described ? 'described' : 'refused';
  // A file that only keeps the decoder busy is ended by the close.
  const chunk = await get(`${opened.url}0`, { deadline: 10_000 }).catch(() => null);
  if (chunk) assert.ok([200, 502].includes(chunk.status), `a chunk: ${chunk.status}`);
  await client.request('media.close', { session: opened.session });
  return 'opened';
}

/** @param {import('node:test').TestContext} t @param {boolean} bubblewrap */
async function lookIntoAll(t, bubblewrap) {
  const resources = new Resources();
  t.after(() => resources.dispose());
  const user = new User(resources);
  if (!bubblewrap) Object.assign(user.env, { PATH: await withoutBubblewrap(resources) });
  const daemon = await user.startDaemon();
  const client = await user.connect();
  const { bait, touched, touchFile } = await setCanaries(resources, `../0/${SIBLING}`);
  const films = await goodFilms();
  const folder = join(resources.folder(), 'Hostile');
  mkdirSync(folder);
  writeFileSync(join(folder, SIBLING), films.get('film.mkv') ?? '');
  const named = [bait.http, bait.secret, String(bait.port), SIBLING];
  for (const [name, bytes] of hostileFiles(bait, films)) {
    // Without the sandbox only files that name a target are tried; for the others ffmpeg's output is the same.
    if (bubblewrap || named.some((target) => bytes.includes(target))) writeFileSync(join(folder, name), bytes);
  }
  const id = await (await Torrents.of(client)).add((await seed(resources, folder)).magnet);
  const { files } = await client.request('torrents.files', { id });
  const [sibling, ...hostile] = files;
  assert.deepEqual([sibling.index, sibling.name], [0, SIBLING]);
  assert.ok(hostile.length >= 50, `${hostile.length} files`);
  const { path: trace } = await client.request('stats.trace', { id, on: true });

  const before = ownMemory(daemon.pid);
  /** @type {Record<string, number>} */
  const outcomes = {};
  const left = [...hostile];
  const work = async (/** @type {string} */ viewer) => {
    for (let file = left.shift(); file; file = left.shift()) {
      const { name, index } = file;
      const outcome = await attempt(client, id, index, viewer).catch((error) => {
        throw new Error(`${name}: ${error.message}; touched: ${touched()}`, { cause: error });
      });
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, (_, n) => work(`viewer-${n}`)));
  t.diagnostic(`${hostile.length} files: ${JSON.stringify(outcomes)}`);

  // Linux has Landlock since 5.13.
  const { warnings } = await client.request('status.get');
  assert.deepEqual(
    warnings.filter((/** @type {any} */ { kind }) => kind.startsWith('sandbox_')),
    bubblewrap ? [] : [{ kind: 'sandbox_landlock', subject: 'bubblewrap' }],
  );
  await until(
    () => readersOf(client.httpBase).length === 0,
    5000,
    () => `the end of ${readersOf(client.httpBase)}`,
  );
  assert.deepEqual(touched(), []);
  await client.request('stats.trace', { id, on: false });
  const served = readFileSync(trace, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ event }) => event === 'served');
  assert.ok(served.length > hostile.length / 2);
  assert.deepEqual(
    served.filter(({ file }) => file === sibling.index),
    [],
  );
  const grown = ownMemory(daemon.pid) - before;
  t.diagnostic(`the daemon's memory grew by ${Math.round(grown / 2 ** 20)} MiB`);
  assert.ok(grown < 96 * 2 ** 20, `${grown} bytes`);
  await touchFile();
  assert.deepEqual(touched(), [`${bait.secret} was opened`]);
}

describe('hostile files', () => {
  test('read nothing but themselves and end in time', (t) => lookIntoAll(t, true));
  test('do so too where bubblewrap is missing', (t) => lookIntoAll(t, false));
});
