// Exhausted descriptors: the daemon goes on by itself when some are free again.
import { readdirSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SLOW } from '../support/paths.mjs';
import { run } from '../support/process.mjs';
import { randomBytes } from '../support/random.mjs';
import { resourcesOf } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { Torrents } from '../support/torrents.mjs';
import { startUser } from '../support/user.mjs';
import { until } from '../support/wait.mjs';

/** The number that the next opened file of a process gets. @param {number} pid */
function nextDescriptor(pid) {
  const open = new Set(readdirSync(`/proc/${pid}/fd`).map(Number));
  let next = 0;
  while (open.has(next)) ++next;
  return next;
}

/** @param {number} pid @param {number} files */
async function limitFiles(pid, files) {
  const { code, stderr } = await run('prlimit', ['--pid', `${pid}`, `--nofile=${files}:`]);
  assert.equal(code, 0, stderr);
}

/** UBSan opens a pipe to check whether memory is mapped. */
const skip = SLOW && 'a sanitizer needs descriptors of its own';

test('a torrent that finds no descriptor left goes on by itself', { skip }, async (t) => {
  const resources = resourcesOf(t);
  const { daemon, client } = await startUser(resources);
  const show = join(resources.folder(), 'show');
  mkdirSync(show);
  for (let i = 0; i < 8; ++i) writeFileSync(join(show, `${i}.mp4`), randomBytes(300_000, i));
  const { magnet } = await seed(resources, show);
  const torrents = await Torrents.of(client);
  const id = await torrents.add(magnet);
  const { files } = await client.request('torrents.files', { id });
  await limitFiles(daemon.pid, nextDescriptor(daemon.pid));
  await client.request('torrents.select', { id, files: files.map((/** @type {any} */ file) => file.index) });
  await until(() => daemon.stderr.includes('too many open files'), 20_000, 'the lack of descriptors');
  await limitFiles(daemon.pid, 1024);
  await torrents.until(id, (now) => now.state === 'complete' && now.done === now.size, 'complete');
  const told = client.messages.some(({ params }) =>
    params?.torrents?.some((/** @type {any} */ now) => now.state === 'error'),
  );
  assert.ok(!told, 'nobody was told of an error');
});
