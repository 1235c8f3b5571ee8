// The subtitle files of tests/corpus/subtitles, each read by the daemon, and the table of docs/media.md.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { subtitleFiles, written } from '../corpus/subtitles/index.mjs';
import { SOURCE } from '../support/paths.mjs';
import { Resources } from '../support/resources.mjs';
import { startUser } from '../support/user.mjs';

/** The table in the form of docs/media.md. */
function table() {
  const rows = Object.entries(subtitleFiles).map(([kind, files]) => `| ${kind} | ${files.length} | ${files.length} |`);
  const all = Object.values(subtitleFiles).flat().length;
  return ['| files | tried | right |', '|---|---|---|', ...rows, `| all | ${all} | ${all} |`].join('\n');
}

describe('files of subtitles as people have them', () => {
  const resources = new Resources();
  /** @type {Awaited<ReturnType<typeof startUser>>} */ let world;
  before(async () => {
    world = await startUser(resources);
  });
  after(() => resources.dispose());

  for (const [kind, files] of Object.entries(subtitleFiles)) {
    for (const [name, file, expected] of files) {
      test(`${kind}: ${name}`, async () => {
        const { cues } = await world.client.request('media.subtitles', { data: Buffer.from(file).toString('base64') });
        assert.equal(written(cues), expected);
      });
    }
  }

  test('a file that counts pictures follows the film', async () => {
    const data = Buffer.from('{25}{50}One\n').toString('base64');
    const { cues } = await world.client.request('media.subtitles', { data, fps: 25 });
    assert.equal(written(cues), '1-2 One');
    const { rpcName, data: told } = await world.client.refusal('media.subtitles', { data, fps: -1 });
    assert.deepEqual([rpcName, told.param], ['invalid_params', 'fps']);
  });

  test('the table in the documentation counts these files', () => {
    const page = readFileSync(`${SOURCE}/docs/media.md`, 'utf8');
    assert.ok(page.includes(table()), `docs/media.md should hold:\n${table()}`);
  });
});
