// A power cut at any moment: acknowledged changes are kept, and the daemon starts.
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { program, SLOW } from '../support/paths.mjs';
import { PowerDisk, readJournal, writeFolder } from '../support/power_cut.mjs';
import { below, randomBytes, seededRandom } from '../support/random.mjs';
import { Resources, resourcesOf } from '../support/resources.mjs';
import { makeTorrent } from '../support/torrent.mjs';
import { User } from '../support/user.mjs';

const CUTS = Number(process.env.MAGNETAR_POWER_CUTS ?? 20);
const SEED = Number(process.env.MAGNETAR_POWER_SEED ?? 1);
const ACTS = 60;
/** A sanitizer intercepts the same calls as the journal. */
const skip = SLOW && 'the journal and a sanitizer do not go together';

/**
 * @typedef {{films: Record<string, number>, limit: number}} Known the films with their positions in seconds, and a
 * setting
 * @typedef {{known: Known, from: number}} Moment the state that is acknowledged from this length of the journal on
 */

/** A person whose daemon journals its changes of the disk. @param {Resources} resources */
function userWithJournal(resources) {
  const user = new User(resources);
  const journal = join(resources.folder(), 'journal');
  Object.assign(user.env, {
    LD_PRELOAD: program('magnetar-power-journal.so'),
    MAGNETAR_POWER_FOLDER: user.folder,
    MAGNETAR_POWER_JOURNAL: journal,
  });
  return { user, journal };
}

/** @param {number} number */
function film(number) {
  const name = `film ${number}.mkv`;
  return makeTorrent({ name, files: [{ path: name, content: randomBytes(40_000, number) }] }).torrent.toString('base64');
}

/**
 * Performs one random action of a person, and returns the state that is known then.
 * @param {any} client
 * @param {Map<string, string>} ids
 * @param {Known} known
 * @param {() => number} random
 * @param {number} number
 * @returns {Promise<Known>}
 */
async function act(client, ids, known, random, number) {
  const names = Object.keys(known.films);
  const name = names[below(random, Math.max(1, names.length))];
  const what = name === undefined ? 0 : below(random, 4);
  if (what === 0) {
    const added = await client.request('torrents.add', { torrent: film(number), paused: true });
    ids.set(`film ${number}.mkv`, added.id);
    return { ...known, films: { ...known.films, [`film ${number}.mkv`]: 0 } };
  }
  if (what === 1) {
    await client.request('positions.set', { id: ids.get(name), file: 0, seconds: number + 1, duration: 600 });
    return { ...known, films: { ...known.films, [name]: number + 1 } };
  }
  if (what === 2) {
    await client.request('settings.set', { settings: { download_limit: 1000 * number } });
    return { ...known, limit: 1000 * number };
  }
  await client.request('torrents.remove', { id: ids.get(name), data: 'delete' });
  const { [name]: gone, ...films } = known.films;
  return { ...known, films };
}

/**
 * Performs many actions, one after the other.
 * @param {User} user
 * @param {string} journal
 * @returns {Promise<Moment[]>}
 */
async function acts(user, journal) {
  const client = await user.connect();
  const random = seededRandom(SEED);
  const ids = new Map();
  /** @type {Moment[]} */
  const moments = [{ known: { films: {}, limit: 0 }, from: statSync(journal).size }];
  for (let number = 1; number <= ACTS; number++) {
    const known = await act(client, ids, moments[moments.length - 1].known, random, number);
    moments.push({ known, from: statSync(journal).size });
  }
  return moments;
}

/**
 * The state of a daemon that starts with these files.
 * @param {Map<string, Buffer>} files
 * @param {User} before
 * @returns {Promise<Known>}
 */
async function known(files, before) {
  const resources = new Resources();
  try {
    const user = new User(resources);
    writeFolder(files, before.folder, user.folder);
    await user.startDaemon();
    const client = await user.connect();
    /** @type {Record<string, number>} */
    const films = {};
    for (const { id, name } of (await client.request('torrents.list', { limit: 200 })).torrents) {
      films[name] = (await client.request('positions.get', { id, file: 0 })).seconds;
    }
    return { films, limit: (await client.request('settings.get')).settings.download_limit };
  } finally {
    await resources.dispose();
  }
}

/** Whether both are the same, in any order. @param {Known} one @param {Known} other */
function same(one, other) {
  const sorted = (/** @type {Known} */ { films, limit }) => JSON.stringify([Object.entries(films).sort(), limit]);
  return sorted(one) === sorted(other);
}

test(`${CUTS} power cuts at any moment lose nothing that was acknowledged`, { skip, timeout: 60_000 + CUTS * 5_000 }, async (t) => {
  const resources = resourcesOf(t);
  const { user, journal } = userWithJournal(resources);
  const daemon = await user.startDaemon();
  const moments = await acts(user, journal);
  daemon.process.kill('SIGKILL');
  await daemon.exit(15_000);

  const entries = readJournal(readFileSync(journal));
  assert.ok(entries.some(({ kind }) => kind === 's'), 'the journal is written');
  const random = seededRandom(SEED + 1);
  const first = moments[0].from;
  const last = moments[moments.length - 1].from;
  for (let cut = 0; cut < CUTS; cut++) {
    const at = first + below(random, last - first);
    const disk = new PowerDisk(SEED + cut);
    for (const entry of entries.filter(({ end }) => end <= at)) disk.take(entry);
    const done = moments.findLastIndex(({ from }) => from <= at);
    const found = await known(disk.cut(), user);
    const right = [moments[done], moments[done + 1]].some((moment) => moment && same(moment.known, found));
    assert.ok(right, `cut ${cut} at ${at}, after ${done} acts: ${JSON.stringify(found)}, not ${JSON.stringify(moments[done].known)}`);
  }
});
