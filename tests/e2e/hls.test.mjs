// Films as HLS, read by ffmpeg's own HLS demuxer.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { H264, codecs, filmOf, pictureTimes, span } from '../support/film_forms.mjs';
import { addFilms } from '../support/film_torrent.mjs';
import { get } from '../support/http.mjs';
import { joinedFilm, PICTURES_EACH, WIDTHS } from '../support/joined_film.mjs';
import { readersOf } from '../support/media.mjs';
import { run } from '../support/process.mjs';
import { Resources } from '../support/resources.mjs';
import { startUser } from '../support/user.mjs';
import { until } from '../support/wait.mjs';

const SECONDS = 75;
/** @type {Record<string, string[]>} */
const FILMS = {
  'surround.mkv': [...H264, '-c:a', 'ac3', '-ac', '6', '-b:a', '384k'],
  'xvid.avi': ['-c:v', 'mpeg4', '-pix_fmt', 'yuv420p', '-vtag', 'XVID', '-g', '96', '-bf', '2', '-c:a', 'libmp3lame'],
  'broadcast.ts': [...H264, '-c:a', 'aac'],
  'unfinished.mkv': [...H264, '-c:a', 'aac', '-seekable', '0'],
};

/** Widths and number of the frames that can be decoded. @param {string} path */
async function decoded(path) {
  const show = ['-select_streams', 'v', '-count_frames', '-show_entries', 'stream=width,nb_read_frames', '-of', 'csv=p=0'];
  const { stdout, stderr } = await run('ffprobe', ['-v', 'error', ...show, path]);
  assert.equal(stderr, '');
  return stdout.trim().split('\n')[0].split(',').map(Number);
}

describe('HLS', () => {
  const resources = new Resources();
  /** @type {Awaited<ReturnType<typeof startUser>>} */ let world;
  /** @type {string} */ let id;
  /** @type {(name: string) => import('../support/film_torrent.mjs').FilmFile} */ let film;

  before(async () => {
    world = await startUser(resources);
    /** @type {Record<string, string>} */
    const paths = {};
    for (const [name, encoding] of Object.entries(FILMS))
      paths[name] = await filmOf(`${SECONDS}s-hls-${name}`, SECONDS, encoding);
    paths['joined.ts'] = await joinedFilm();
    ({ id, film } = await addFilms(resources, world.client, paths, { 'notes.txt': 'no film' }));
  });
  after(() => resources.dispose());

  const folderOf = (/** @type {string} */ name) => `${world.client.httpBase}torrents/${id}/hls/${film(name).index}/`;

  /**
   * Segments as one file that plays. The first segment is requested first: a player that begins with the init segment
   * starts the film at its beginning, and may be there by the time the segment is requested.
   * @param {string} player @param {string[]} names @param {string} [init]
   */
  async function joined(player, names, init = 'init.mp4') {
    const parts = [];
    for (const name of [...names, init]) {
      const { status, body } = await get(player + name, { deadline: 60_000 });
      assert.equal(status, 200, name);
      parts.push(body);
    }
    parts.unshift(/** @type {Buffer} */ (parts.pop()));
    const path = join(resources.folder(), 'joined.mp4');
    writeFileSync(path, Buffer.concat(parts));
    return path;
  }

  /** @param {Map<string, number>} made @param {Map<string, number>} source */
  function largestError(made, source) {
    return Math.max(...[...made].map(([hash, time]) => Math.abs(time - 10_000 - (source.get(hash) ?? Infinity))));
  }

  test('streams.open names the playlist, and it names one of its own for each player', async () => {
    const { hls } = await world.client.request('streams.open', { id, file: film('surround.mkv').index });
    assert.equal(hls, `${folderOf('surround.mkv')}master.m3u8`);
    const [one, other] = [await get(hls), await get(hls)];
    assert.equal(one.headers['content-type'], 'application/vnd.apple.mpegurl');
    const name = /^#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-STREAM-INF:BANDWIDTH=\d+,CODECS="avc1\.6400[0-9a-f]{2},mp4a\.40\.2",RESOLUTION=320x180\n(hls-[0-9a-f]{16})\/film\.m3u8\n$/;
    assert.match(one.body.toString(), name);
    assert.notEqual(name.exec(one.body.toString())?.[1], name.exec(other.body.toString())?.[1]);
    const list = (await get(`${folderOf('broadcast.ts')}tv/film.m3u8`)).body.toString();
    assert.equal(list.split('#EXTINF:6.000,').length, 13);
    assert.match(list, /^#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:7\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-MAP:URI="init\.mp4"\n#EXTINF:6\.000,\n0\.m4s\n/);
    assert.match(list, /\n#EXTINF:[23]\.\d{3},\n12\.m4s\n#EXT-X-ENDLIST\n$/);
  });

  test('where an index tells of key pictures, each segment begins with one, at the time the playlist tells', async () => {
    const player = `${folderOf('surround.mkv')}exact/`;
    const list = (await get(`${player}film.m3u8`)).body.toString();
    const lengths = [...list.matchAll(/#EXTINF:([\d.]+),/g)].map(([, seconds]) => Number(seconds));
    assert.deepEqual(lengths.slice(0, 3), [8.013, 8.008, 8.008]); // the first frame is at 5 ms
    assert.ok(Math.abs(lengths.reduce((sum, length) => sum + length, 0) - SECONDS) < 0.1, `${lengths}`);
    for (const number of [0, 1, 2, 7, 8, 3]) {
      const { first, count } = await span(await joined(player, [`${number}.m4s`]), 'v');
      assert.ok(Math.abs(first - 10 - number * 8.008) < 0.05, `${number} begins at ${first}`);
      assert.equal(count, 192, `${number} has ${count} pictures`);
    }
  });

  for (const name of ['surround.mkv', 'broadcast.ts', 'unfinished.mkv']) {
    test(`from beginning to end, ${name} has each picture once and at its time`, async () => {
      const url = `${folderOf(name)}master.m3u8`;
      const [source, made] = await Promise.all([pictureTimes(film(name).path), pictureTimes(url)]);
      assert.deepEqual(await codecs(url), ['h264', 'aac']);
      const { count } = await span(url, 'v');
      assert.equal(count, (await span(film(name).path, 'v')).count);
      if (name.endsWith('.mkv')) {
        assert.equal(made.size, source.size);
        assert.ok(largestError(made, source) <= 1, `${largestError(made, source)} ms`);
      }
    });

    if (name === 'surround.mkv') continue;
    test(`a jump in ${name}, of which nobody knows the key pictures, begins with a key picture before the place, and goes on without a gap`, async () => {
      const player = `${folderOf(name)}jumper/`;
      const here = await span(await joined(player, ['9.m4s', '10.m4s', '11.m4s']), 'v');
      assert.ok(here.first <= 64 && here.first > 56, `begins at ${here.first}`);
      assert.ok(here.last > 81 && here.last < 84, `ends at ${here.last}`);
      assert.ok(Math.abs(here.count - (here.last - here.first) * 23.976) < 3, `${here.count} pictures`);
      const back = await span(await joined(player, ['2.m4s']), 'v');
      assert.ok(back.first <= 22 && back.first > 13 && back.last > 27, `${back.first} to ${back.last}`);
    });
  }

  /** The segments of each init segment of a playlist. @param {string} list @returns {Map<string, string[]>} */
  function segmentsByHeader(list) {
    /** @type {Map<string, string[]>} */
    const found = new Map();
    for (const line of list.split('\n')) {
      const header = /^#EXT-X-MAP:URI="(.*)"$/.exec(line)?.[1];
      if (header) found.set(header, []);
      else if (line.endsWith('.m4s')) [...found.values()].at(-1)?.push(line);
    }
    return found;
  }

  test('of joined recordings each has its own header, and plays with it to its last picture', async () => {
    const player = `${folderOf('joined.ts')}tv/`;
    const list = (await get(`${player}film.m3u8`)).body.toString();
    assert.equal(list.split('#EXT-X-DISCONTINUITY\n#EXT-X-MAP:').length, 2, list);
    const [one, two] = [...segmentsByHeader(list)];
    assert.deepEqual([one?.[0], two?.[0]], ['init.mp4', 'init-1.mp4']);
    assert.deepEqual(await decoded(await joined(player, one?.[1] ?? [], one?.[0])), [WIDTHS[0], PICTURES_EACH]);
    assert.deepEqual(await decoded(await joined(player, two?.[1] ?? [], two?.[0])), [WIDTHS[1], PICTURES_EACH]);
  });

  test('a player that begins in the second of joined recordings asks for its header first', async () => {
    const player = `${folderOf('joined.ts')}late/`;
    const [, two] = [...segmentsByHeader((await get(`${player}film.m3u8`)).body.toString())];
    assert.equal((await get(player + two?.[0], { deadline: 60_000 })).status, 200);
    const last = two?.[1].at(-1) ?? '';
    const [width, pictures] = await decoded(await joined(player, [last], two?.[0]));
    assert.equal(width, WIDTHS[1]);
    assert.ok(Number(pictures) > 20, `${pictures} pictures in ${last}`);
  });

  test('a segment can be asked for again, and the next one while it is made', async () => {
    const player = `${folderOf('surround.mkv')}hasty/`;
    const [first, second] = await Promise.all([get(`${player}4.m4s`), get(`${player}5.m4s`)]);
    assert.deepEqual([first.status, second.status], [200, 200]);
    assert.ok((await get(`${player}4.m4s`)).body.equals(first.body));
    assert.ok((await get(`${player}5.m4s`)).body.equals(second.body));
  });

  test('two players of one film do not disturb each other', async () => {
    const folder = folderOf('surround.mkv');
    const near = await get(`${folder}one/1.m4s`);
    const far = await get(`${folder}two/8.m4s`);
    assert.ok((await get(`${folder}one/1.m4s`)).body.equals(near.body));
    assert.ok((await get(`${folder}two/8.m4s`)).body.equals(far.body));
  });

  test('an AVI gets a new picture', async () => {
    const url = `${folderOf('xvid.avi')}master.m3u8`;
    assert.deepEqual(await codecs(url), ['h264', 'aac']);
    const { first, last } = await span(`${folderOf('xvid.avi')}tv/film.m3u8`, 'v');
    assert.ok(first >= 10 && first < 10.2 && last > 84.5, `${first} to ${last}`);
  });

  test('players that ask for nothing now give way to further ones', async () => {
    for (let n = 0; n < 20; n++) {
      const { status } = await get(`${folderOf('xvid.avi')}player-${n}/${n % 10}.m4s`, { deadline: 60_000 });
      assert.equal(status, 200, `player ${n}`);
    }
    assert.equal((await get(`${folderOf('xvid.avi')}player-0/1.m4s`)).status, 200);
    assert.ok(readersOf(world.client.httpBase).length < 60);
  });

  test('what is not there is not found, and others are not answered', async () => {
    const folder = folderOf('surround.mkv');
    for (const path of ['', 'x', 'tv/', 'tv/10.m4s', 'tv/-1.m4s', 'tv/x.m4s', 'tv/other', 'a.b/film.m3u8', 'tv/0.m4s/0', 'tv/init-1.mp4', 'tv/init-x.mp4']) {
      assert.equal((await get(folder + path)).status, 404, path);
    }
    assert.equal((await get(`${world.client.httpBase}torrents/none/hls/0/master.m3u8`)).status, 404);
    assert.equal((await get(`${folder}tv/0.m4s`, { headers: { Host: 'example.org' } })).status, 403);
    assert.equal((await get(`${folder}tv/0.m4s`, { headers: { Origin: 'https://example.org' } })).status, 403);
    const { index } = (await world.client.request('torrents.files', { id })).files.find(
      (/** @type {any} */ file) => file.name === 'notes.txt',
    );
    const { status, body } = await get(`${world.client.httpBase}torrents/${id}/hls/${index}/master.m3u8`);
    assert.deepEqual([status, JSON.parse(body.toString()).name], [502, 'media_unreadable']);
  });

  test('nothing is left when the daemon stops', async () => {
    const base = world.client.httpBase;
    await get(`${folderOf('xvid.avi')}last/0.m4s`);
    assert.ok(readersOf(base).length > 0);
    await world.client.request('daemon.stop', {});
    await until(() => readersOf(base).length === 0, 5000, 'the end of every ffmpeg');
  });
});
