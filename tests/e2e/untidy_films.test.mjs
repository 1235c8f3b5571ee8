// Slightly faulty films, as people share them: described and prepared by the real daemon. The whole corpus is
// tests/corpus/films.sh; this test has one film of each kind, and cases that the corpus does not cover.
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { fonts, made, picture, PICTURES, plain, sound, SOUNDS } from '../corpus/film_parts.mjs';
import { judge } from '../corpus/film_verdict.mjs';
import { FILMS } from '../corpus/films.mjs';
import { addFilms } from '../support/film_torrent.mjs';
import { describeFilm, openFilm, pull, pullWhole } from '../support/media.mjs';
import { run } from '../support/process.mjs';
import { Resources } from '../support/resources.mjs';
import { startUser } from '../support/user.mjs';

const films = FILMS.filter(({ quick }) => quick);

/** Bars that move fast enough for the two fields of a frame to differ: interlaced, and the same without fields. */
const BARS = ['-f', 'lavfi', '-i', "testsrc2=size=320x240:rate=50:duration=4,crop=320:240,scroll=horizontal=0.02"];

describe('untidy films', () => {
  const resources = new Resources();
  /** @type {Awaited<ReturnType<typeof startUser>>} */ let world;
  /** @type {string} */ let id;
  /** @type {(name: string) => import('../support/film_torrent.mjs').FilmFile} */ let file;

  before(async () => {
    world = await startUser(resources);
    /** @type {Record<string, string>} */
    const paths = {};
    for (const film of films) paths[film.name] = await film.make();
    paths['many-fonts.mkv'] = await made(
      'many-fonts.mkv',
      ...['-i', await plain('h264-ac3.mkv', 'h264', 'ac3'), '-c', 'copy', ...fonts(20, 1_000_000)],
    );
    paths['combs.mpg'] = await made(
      'combs.mpg',
      ...[...BARS, ...sound(4), '-vf', 'tinterlace=interleave_top,setfield=tff,format=yuv420p'],
      ...[...PICTURES.mpeg2, '-b:v', '6M', '-flags', '+ildct+ilme', ...SOUNDS.mp2],
    );
    paths['whole.mpg'] = await made(
      'whole.mpg',
      ...[...BARS, ...sound(4), '-vf', 'fps=25,format=yuv420p', ...PICTURES.mpeg2, '-b:v', '6M', ...SOUNDS.mp2],
    );
    paths['sd.mkv'] = await made('sd.mkv', ...picture(), ...sound(), ...PICTURES.mpeg4, ...SOUNDS.ac3);
    ({ id, film: file } = await addFilms(resources, world.client, paths));
  });
  after(() => resources.dispose());

  for (const film of films) {
    test(String(film.quick), async () => {
      const { problems } = await judge(resources, world.client, film, { id, index: file(film.name).index });
      assert.deepEqual(problems, []);
    });
  }

  test('fonts before a film are not read to describe it and to begin', async () => {
    const { index, path } = file('many-fonts.mkv');
    const trace = (await world.client.request('stats.trace', { id, on: true })).path;
    await describeFilm(world.client, id, index, { viewer: 'fonts' });
    const { url, session } = await openFilm(world.client, id, index, { viewer: 'fonts' });
    await pull(url, 1);
    await world.client.request('stats.trace', { id, on: false });
    await world.client.request('media.close', { session });
    const served = readFileSync(trace, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
    const read = served.filter(({ viewer }) => viewer === 'fonts').reduce((sum, { length }) => sum + length, 0);
    assert.ok(read > 0 && read < statSync(path).size * 0.25, `${read} of ${statSync(path).size} bytes`);
  });

  /** The mean difference of neighbouring lines, which combing increases. @param {string} path */
  async function roughness(path) {
    const filter = "extractplanes=y,convolution=0m='0 -1 0 0 2 0 0 -1 0':0rdiv=1,signalstats,metadata=print:file=-";
    const { stdout } = await run('ffmpeg', ['-v', 'error', '-i', path, '-vf', filter, '-an', '-f', 'null', '-']);
    const averages = [...stdout.matchAll(/signalstats\.YAVG=([\d.]+)/g)].map(([, value]) => Number(value));
    return averages.reduce((sum, value) => sum + value, 0) / averages.length;
  }

  test('interlaced pictures do not show combs when they are encoded', async () => {
    const of = async (/** @type {string} */ name) => {
      const pulled = await pullWhole(resources, world.client, id, file(name).index);
      assert.equal(pulled.plan.video, 'h264');
      return { source: await roughness(file(name).path), made: await roughness(pulled.path) };
    };
    const [combs, whole] = [await of('combs.mpg'), await of('whole.mpg')];
    assert.ok(combs.source > whole.source * 1.3, `the source has no combs: ${combs.source}, ${whole.source}`);
    assert.ok(combs.made < whole.made * 1.15, `${combs.made}, without fields ${whole.made}`);
  });

  test('interlaced pictures that are copied are said to be so', async () => {
    const { probe } = await describeFilm(world.client, id, file('combs.mpg').index);
    assert.equal(probe.video.interlaced, true);
    assert.equal((await describeFilm(world.client, id, file('sd.mkv').index)).probe.video.interlaced, false);
  });

  test('a picture of a high range that was encoded is marked as what it is', async () => {
    const name = /** @type {string} */ (films.find(({ kind }) => kind === 'high range')?.name);
    const pulled = await pullWhole(resources, world.client, id, file(name).index);
    const marks = ['-select_streams', 'v', '-show_entries', 'stream=pix_fmt,color_space,color_transfer,color_primaries'];
    const { stdout } = await run('ffprobe', ['-v', 'error', ...marks, '-of', 'csv=p=0', pulled.path]);
    assert.equal(stdout.trim(), 'yuv420p,bt709,bt709,bt709');
  });
});
