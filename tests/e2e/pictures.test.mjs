// Thumbnails of films, made by the real daemon and the real ffmpeg from downloaded bytes only.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { joined } from '../corpus/film_parts.mjs';
import { H264, filmOf, soundOf } from '../support/film_forms.mjs';
import { addFilms } from '../support/film_torrent.mjs';
import { get } from '../support/http.mjs';
import { describeFilm, readersOf } from '../support/media.mjs';
import { run } from '../support/process.mjs';
import { Resources } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { Torrents } from '../support/torrents.mjs';
import { startUser } from '../support/user.mjs';
import { pause, until } from '../support/wait.mjs';

const SECONDS = 60;

/** Seconds between keyframes, which are 96 frames apart (film_forms.mjs). */
const KEY_EVERY = (96 * 1001) / 24000;

/** Each keyframe is brighter than the one before, so that its brightness tells its place. */
const STEP = 14;
const GREYS = ['-vf', `geq=lum='16+floor(T/4)*${STEP}':cb=128:cr=128`];
const AS_USUAL = [...H264, '-c:a', 'aac'];

/** @type {Record<string, string[]>} */
const FILMS = {
  'wide.mkv': [...GREYS, ...AS_USUAL],
  'narrow.mp4': ['-vf', 'setsar=1/4', ...AS_USUAL, '-movflags', '+faststart'],
  'indexless.ts': [...GREYS, ...AS_USUAL],
};

/** Brightness of the keyframe at or before a second; video levels 16 to 235 become 0 to 255. @param {number} second */
const brightnessAt = (second) => (Math.floor(second / KEY_EVERY) * STEP * 255) / 219;

/** Width, height and the mean brightness of a JPEG. @param {Buffer} jpeg @param {string} folder */
async function look(jpeg, folder) {
  const path = join(folder, 'picture.jpg');
  writeFileSync(path, jpeg);
  const entries = ['-show_entries', 'stream=codec_name,width,height', '-of', 'csv=p=0', path];
  const [codec, width, height] = (await run('ffprobe', ['-v', 'error', ...entries])).stdout.trim().split(',');
  const grey = ['-v', 'error', '-i', path, '-vf', 'scale=1:1,format=gray', '-f', 'rawvideo', join(folder, 'grey')];
  await run('ffmpeg', ['-y', ...grey]);
  const { stdout } = await run('od', ['-An', '-tu1', join(folder, 'grey')]);
  return { codec, width: Number(width), height: Number(height), brightness: Number(stdout.trim()) };
}

describe('pictures', () => {
  const resources = new Resources();
  const scratch = resources.folder();
  /** @type {Awaited<ReturnType<typeof startUser>>} */ let world;
  /** @type {string} */ let id;
  /** @type {(name: string) => import('../support/film_torrent.mjs').FilmFile} */ let film;

  before(async () => {
    world = await startUser(resources);
    /** @type {Record<string, string>} */
    const paths = {};
    for (const [name, encoding] of Object.entries(FILMS))
      paths[name] = await filmOf(`${SECONDS}s-greys-${name}`, SECONDS, encoding);
    paths['joined.ts'] = joined('greys-joined.ts', [paths['indexless.ts'] ?? '', paths['indexless.ts'] ?? '']);
    const cover = ['-f', 'lavfi', '-i', 'color=red:size=300x300:rate=1:duration=1', '-map', '1', '-map', '0'];
    const covered = [...cover, '-c:v', 'mjpeg', '-disposition:v', 'attached_pic', '-c:a', 'libmp3lame'];
    paths['covered.mp3'] = await soundOf('20s-covered.mp3', 20, covered);
    ({ id, film } = await addFilms(resources, world.client, paths, { 'readme.txt': 'no film' }));
    const { files } = await world.client.request('torrents.files', { id });
    await world.client.request('torrents.select', { id, files: files.map((/** @type {any} */ { index }) => index) });
    await until(
      async () => (await world.client.request('torrents.get', { id })).torrent.progress === 1,
      30_000,
      'the films',
    );
  });
  after(() => resources.dispose());

  /** @param {string} name @param {number | 'poster'} place */
  const picture = (name, place) =>
    get(`${world.client.httpBase}torrents/${id}/pictures/${film(name).index}/${place}`, { deadline: 30_000 });

  for (const [name, keysOff] of /** @type {[string, number][]} */ ([
    ['wide.mkv', 0],
    ['indexless.ts', 2],
  ])) {
    test(`a picture of ${name} is of its place, small, and in the film's shape`, async () => {
      for (const second of [2, 26, 46]) {
        const { status, headers, body } = await picture(name, second);
        assert.equal(status, 200, `${second} s`);
        assert.equal(headers['content-type'], 'image/jpeg');
        const { codec, width, height, brightness } = await look(body, scratch);
        assert.deepEqual([codec, width, height], ['mjpeg', 240, 135]);
        const off = Math.abs(brightness - brightnessAt(second));
        assert.ok(off < 6 + keysOff * STEP * 1.17, `${second} s: ${brightness}, not ${brightnessAt(second)}`);
      }
    });
  }

  test('a picture of the second of two joined recordings is of its place', async () => {
    await describeFilm(world.client, id, film('joined.ts').index);
    for (const second of [26, SECONDS + 26]) {
      const { status, body } = await picture('joined.ts', second);
      assert.equal(status, 200, `${second} s`);
      const off = Math.abs((await look(body, scratch)).brightness - brightnessAt(26));
      assert.ok(off < 6 + 2 * STEP * 1.17, `${second} s: off by ${off}`);
    }
  });

  test('pixels that are not square are shown as they are meant', async () => {
    const { body } = await picture('narrow.mp4', 10);
    const { width, height } = await look(body, scratch);
    assert.deepEqual([width, height], [106, 240]);
  });

  test('a film that was looked into is told by the picture at a tenth of it, another by its first', async () => {
    const brightness = async () => (await look((await picture('wide.mkv', 'poster')).body, scratch)).brightness;
    assert.ok((await brightness()) < 6);
    await describeFilm(world.client, id, film('wide.mkv').index);
    const seen = await brightness();
    assert.ok(Math.abs(seen - brightnessAt(SECONDS / 10)) < 6, `${seen}, not ${brightnessAt(SECONDS / 10)}`);
  });

  test('sound is told by its cover, and other files by nothing', async () => {
    const { status, body } = await picture('covered.mp3', 'poster');
    assert.equal(status, 200);
    assert.deepEqual((await look(body, scratch)).width, 240);
    assert.equal((await picture('readme.txt', 'poster')).status, 204);
  });

  test('behind the end there is no picture', async () => {
    assert.equal((await picture('wide.mkv', 500)).status, 204);
  });

  test('what does not exist is not found', async () => {
    for (const path of [`${id}/pictures/99/1`, `${id}/pictures/0/x`, `none/pictures/0/1`, `${id}/here/99`]) {
      assert.equal((await get(`${world.client.httpBase}torrents/${path}`)).status, 404, path);
    }
  });

  test('nothing runs on', async () => {
    await until(() => readersOf(world.client.httpBase).length === 0, 5000, 'the end of ffmpeg');
  });
});

describe('pictures of a film that is partly here', () => {
  const resources = new Resources();
  after(() => resources.dispose());

  test('are of what is here, and nothing is fetched for them', async () => {
    const { client } = await startUser(resources, { only_watched: true });
    const torrents = await Torrents.of(client);
    const noise = ['-vf', 'noise=alls=60:allf=t', ...AS_USUAL, '-b:v', '8M', '-maxrate', '8M', '-bufsize', '8M'];
    const path = await filmOf(`${SECONDS}s-noise.mkv`, SECONDS, noise);
    // At this rate, the viewer's linger time after its end does not download the whole film.
    const { magnet } = await seed(resources, path, ['--piece-size', '65536', '--upload-limit', '2000000']);
    const id = await torrents.add(magnet);
    const { file } = await client.request('streams.open', { id });
    await get(file.url, { headers: { Range: 'bytes=0-6000000' }, deadline: 60_000 });
    await torrents.until(id, ({ viewers, state }) => viewers === 0 && state === 'idle', 'rest', 30_000);
    const done = async () => (await client.request('torrents.get', { id })).torrent.done;
    // Requested blocks still arrive; they all have when a second passes without one.
    let before = -1;
    const stands = async () => {
      const last = before;
      before = await done();
      return before === last || pause(1000);
    };
    await until(stands, 30_000, 'the last blocks');
    assert.ok(before > 6_000_000 && before < file.size * 0.8, `${before} of ${file.size}`);
    const statuses = [];
    for (const second of [1, 4, 40, 50, 58, 'poster']) {
      statuses.push((await get(`${client.httpBase}torrents/${id}/pictures/0/${second}`, { deadline: 30_000 })).status);
    }
    assert.deepEqual(statuses, [200, 200, 204, 204, 204, 200]);
    const { torrent } = await client.request('torrents.get', { id });
    assert.deepEqual([torrent.done, torrent.viewers, torrent.state], [before, 0, 'idle']);
  });

  test('are there for a torrent that is paused, which stays so', async () => {
    const { client } = await startUser(resources);
    const path = await filmOf(`${SECONDS}s-greys-wide.mkv`, SECONDS, FILMS['wide.mkv']);
    const id = await (await Torrents.of(client)).add((await seed(resources, path)).magnet);
    await client.request('torrents.select', { id, files: [0] });
    const now = async () => (await client.request('torrents.get', { id })).torrent;
    await until(async () => (await now()).progress === 1, 30_000, 'the film');
    await client.request('torrents.pause', { id });
    assert.equal((await get(`${client.httpBase}torrents/${id}/pictures/0/30`, { deadline: 30_000 })).status, 200);
    assert.equal((await now()).paused, true);
  });
});
