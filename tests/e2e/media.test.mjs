// Films that a browser cannot play as they are, made playable by the real daemon and the real ffmpeg.
import assert from 'node:assert/strict';
import { readFileSync, readlinkSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { after, before, describe, test } from 'node:test';
import { H264, codecs, filmOf, pictureTimes, soundOf, span } from '../support/film_forms.mjs';
import { addFilms } from '../support/film_torrent.mjs';
import { get } from '../support/http.mjs';
import { describeFilm, openFilm, pull, pullWhole, readerIdsOf, readersOf } from '../support/media.mjs';
import { run } from '../support/process.mjs';
import { Resources, resourcesOf } from '../support/resources.mjs';
import { Torrents } from '../support/torrents.mjs';
import { User, startUser } from '../support/user.mjs';
import { until } from '../support/wait.mjs';

const SECONDS = 75;
const SURROUND = ['-c:a', 'ac3', '-ac', '6', '-b:a', '384k'];

/** Films by their file name. @type {Record<string, string[]>} */
const FILMS = {
  'surround.mkv': [
    ...['-map', '0:v', '-map', '1:a', '-map', '1:a', ...H264, ...SURROUND],
    ...['-c:a:1', 'aac', '-b:a:1', '96k', '-metadata:s:a:0', 'language=fre'],
  ],
  'xvid.avi': ['-c:v', 'mpeg4', '-pix_fmt', 'yuv420p', '-vtag', 'XVID', '-g', '96', '-bf', '2', '-c:a', 'libmp3lame'],
  'broadcast.ts': [...H264, '-c:a', 'aac'],
  'plain.mp4': [...H264, '-c:a', 'aac', '-movflags', '+faststart'],
  'surround.mp4': [...H264, ...SURROUND],
  // Without index and duration, and large, so that the amount of read bytes is measurable.
  'recording.mkv': [
    ...['-vf', 'noise=alls=80:allf=t', ...H264, '-preset', 'ultrafast', '-b:v', '6M', '-maxrate', '6M', '-bufsize', '6M'],
    ...['-c:a', 'aac', '-seekable', '0'],
  ],
};

describe('media', () => {
  const resources = new Resources();
  /** @type {Awaited<ReturnType<typeof startUser>>} */ let world;
  /** @type {string} */ let id;
  /** @type {string} */ let magnet;
  /** @type {(name: string) => import('../support/film_torrent.mjs').FilmFile} */ let film;

  before(async () => {
    world = await startUser(resources);
    /** @type {Record<string, string>} */
    const paths = { 'sound.mka': await soundOf('20s-sound.mka', 20, ['-c:a', 'ac3']) };
    for (const [name, encoding] of Object.entries(FILMS)) paths[name] = await filmOf(`${SECONDS}s-${name}`, SECONDS, encoding);
    ({ id, magnet, film } = await addFilms(resources, world.client, paths));
  });
  after(() => resources.dispose());

  test('an MKV with surround sound is described, repackaged and its sound encoded anew', async () => {
    const { ffmpeg, probe, plan } = await describeFilm(world.client, id, film('surround.mkv').index);
    assert.equal(ffmpeg, true);
    assert.equal(probe.container, 'matroska');
    assert.ok(Math.abs(probe.duration - SECONDS) < 0.2, `${probe.duration}`);
    assert.deepEqual([probe.video.codec, probe.video.width, probe.video.height], ['h264', 320, 180]);
    assert.deepEqual(
      probe.audio.map((/** @type {any} */ track) => [track.index, track.codec, track.channels, track.language]),
      [
        [1, 'ac3', 6, 'fre'],
        [2, 'aac', 6, ''],
      ],
    );
    assert.deepEqual([plan.mode, plan.video, plan.audio, plan.reason], ['repackage', 'copy', 'aac', 'container']);
    const pulled = await pullWhole(resources, world.client, id, film('surround.mkv').index);
    assert.deepEqual(await codecs(pulled.path), ['h264', 'aac']);
    assert.match(pulled.mime, /^video\/mp4; codecs="avc1\.6400[0-9a-f]{2},mp4a\.40\.2"$/);
    const { first, last } = await span(pulled.path, 'v');
    assert.ok(first >= 10 && first < 10.1 && Math.abs(last - 10 - SECONDS) < 0.2, `${first} to ${last}`);
  });

  for (const at of [0, 60]) {
    test(`copied pictures from ${at} s on have the times of the source to the millisecond`, async () => {
      const { index, path } = film('surround.mkv');
      const pulled = await pullWhole(resources, world.client, id, index, { at });
      const [source, made] = await Promise.all([pictureTimes(path), pictureTimes(pulled.path)]);
      const errors = [...made].map(([hash, time]) => Math.abs(time - 10_000 - (source.get(hash) ?? Infinity)));
      assert.ok(made.size > 300, `${made.size} pictures`);
      assert.ok(Math.max(...errors) <= 1, `${Math.max(...errors)} ms`);
      assert.ok(Math.min(...made.values()) <= (at + 10.1) * 1000, `begins at ${Math.min(...made.values())}`);
    });
  }

  test('another track is played when it is chosen, as it is where it can be', async () => {
    const pulled = await pullWhole(resources, world.client, id, film('surround.mkv').index, { at: 70, audio: 2 });
    assert.equal(pulled.plan.audio, 'copy');
    assert.equal(pulled.plan.audio_track, 2);
    assert.deepEqual(await codecs(pulled.path), ['h264', 'aac']);
  });

  test('an AVI gets a new picture, which begins with the one that is shown where it was asked', async () => {
    const { index } = film('xvid.avi');
    const { plan } = await describeFilm(world.client, id, index);
    assert.deepEqual([plan.mode, plan.video, plan.audio], ['repackage', 'h264', 'copy']);
    assert.equal(plan.height, 180);
    assert.match(plan.encoder, /^(software|vaapi|nvenc)$/);
    const pulled = await pullWhole(resources, world.client, id, index, { at: 60 });
    assert.deepEqual(await codecs(pulled.path), ['h264', 'mp3']);
    const picture = await span(pulled.path, 'v');
    assert.ok(picture.first <= 70 && picture.first > 69.85, `begins at ${picture.first}`);
    assert.ok(Math.abs(picture.count - 15 * 23.976) < 5, `${picture.count} pictures`);
  });

  test('a transport stream has the picture of the place asked for, copied or not', async () => {
    const { index } = film('broadcast.ts');
    const copied = await pullWhole(resources, world.client, id, index, { at: 61 });
    assert.deepEqual([copied.plan.video, copied.plan.audio], ['copy', 'copy']);
    assert.ok((await span(copied.path, 'v')).first <= 71);
    assert.deepEqual(await codecs(copied.path), ['h264', 'aac']);
    const encoded = await pullWhole(resources, world.client, id, index, { at: 61, reencode: true });
    const [picture, sound] = [await span(encoded.path, 'v'), await span(encoded.path, 'a')];
    assert.ok(picture.first <= 71 && picture.first > 70.85, `begins at ${picture.first}`);
    assert.ok(picture.last > 84.5 && sound.last > 84.5, `${picture.last}, ${sound.last}`);
  });

  test('a recording without index and length is played from anywhere, and is not read through for it', async () => {
    const { index, path } = film('recording.mkv');
    const { probe } = await describeFilm(world.client, id, index);
    assert.ok(Math.abs(probe.duration - SECONDS) < 0.2, `${probe.duration}`);
    const trace = (await world.client.request('stats.trace', { id, on: true })).path;
    const { url, session } = await openFilm(world.client, id, index, { at: 60, viewer: 'far' });
    await pull(url, 1);
    await world.client.request('stats.trace', { id, on: false });
    await world.client.request('media.close', { session });
    const served = readFileSync(trace, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
    const read = served.filter(({ viewer }) => viewer === 'far').reduce((sum, { length }) => sum + length, 0);
    assert.ok(read > 0 && read < statSync(path).size * 0.4, `${read} of ${statSync(path).size} bytes`);
  });

  for (const at of [30.5, 73]) {
    test(`pictures of a recording without index from ${at} s on have their times`, async () => {
      const { index, path } = film('recording.mkv');
      const copied = await pullWhole(resources, world.client, id, index, { at });
      const [source, made] = await Promise.all([pictureTimes(path), pictureTimes(copied.path)]);
      const errors = [...made].map(([hash, time]) => Math.abs(time - 10_000 - (source.get(hash) ?? Infinity)));
      assert.ok(Math.max(...errors) <= 1, `${Math.max(...errors)} ms`);
      assert.ok(Math.min(...made.values()) <= (at + 10) * 1000, `begins at ${Math.min(...made.values())}`);
      const encoded = await pullWhole(resources, world.client, id, index, { at, reencode: true });
      const { first } = await span(encoded.path, 'v');
      assert.ok(first <= at + 10 && first > at + 9.85, `begins at ${first}`);
    });
  }

  test('an MP4 is left alone where the browser plays it, and repackaged when that is asked', async () => {
    const { plan } = await describeFilm(world.client, id, film('plain.mp4').index);
    assert.deepEqual([plan.mode, plan.reason], ['direct', 'playable']);
    const pulled = await pullWhole(resources, world.client, id, film('plain.mp4').index, { at: 70 });
    assert.deepEqual([pulled.plan.video, pulled.plan.audio, pulled.plan.reason], ['copy', 'copy', 'asked']);
    const surround = await describeFilm(world.client, id, film('surround.mp4').index);
    assert.deepEqual([surround.plan.mode, surround.plan.reason], ['repackage', 'audio_codec']);
  });

  test('sound alone is made playable too', async () => {
    const pulled = await pullWhole(resources, world.client, id, film('sound.mka').index);
    assert.equal(pulled.mime, 'audio/mp4; codecs="mp4a.40.2"');
    assert.deepEqual(await codecs(pulled.path), ['aac']);
    assert.ok((await span(pulled.path, 'a')).last > 29.5);
  });

  test('chunks come one after the other; the last can be asked for again', async () => {
    const { url, session } = await openFilm(world.client, id, film('surround.mkv').index);
    const first = await get(`${url}0`);
    assert.equal(first.headers['content-type'], 'video/mp4; codecs="avc1.64000C,mp4a.40.2"');
    assert.equal(first.body.subarray(4, 8).toString(), 'ftyp');
    assert.ok((await get(`${url}0`)).body.equals(first.body));
    assert.equal((await get(`${url}2`)).status, 409);
    assert.equal((await get(`${url}1`)).status, 200);
    assert.equal((await get(`${url}0`)).status, 409);
    for (const wrong of ['', 'x', '-1', '1/2', '99999999999999999999']) {
      assert.equal((await get(`${url}${wrong}`)).status, 404, wrong);
    }
    await world.client.request('media.close', { session });
    assert.equal((await get(`${url}1`)).status, 404);
    assert.equal((await world.client.refusal('media.close', { session })).rpcName, 'unknown_session');
  });

  test('only announced origins read chunks, and they may read the mark of the end', async () => {
    const origin = 'chrome-extension://abcdefghijklmnopabcdefghijklmnop';
    const { url } = await openFilm(world.client, id, film('sound.mka').index);
    assert.equal((await get(`${url}0`, { headers: { Origin: 'https://example.org' } })).status, 403);
    await world.user.connect({ origin });
    const { last } = await pull(url, Infinity, { Origin: origin });
    assert.equal(last['magnetar-end'], '1');
    assert.equal(last['access-control-allow-origin'], origin);
    assert.match(String(last['access-control-expose-headers']), /\bMagnetar-End\b/);
  });

  test('what is wrong in a question is named', async () => {
    const { index } = film('surround.mkv');
    const refused = async (/** @type {string} */ method, /** @type {object} */ params) => {
      const { rpcName, data } = await world.client.refusal(method, params);
      return [rpcName, data.param];
    };
    const can = { mse: [], direct: [] };
    assert.deepEqual(await refused('media.describe', { id, file: index }), ['invalid_params', 'can']);
    assert.deepEqual(await refused('media.describe', { id, file: 99, can }), ['unknown_file', undefined]);
    assert.deepEqual(await refused('media.describe', { id: 'none', file: 0, can }), ['unknown_torrent', undefined]);
    const open = { id, file: index, viewer: 'v', at: 0, can };
    assert.deepEqual(await refused('media.open', { ...open, at: -1 }), ['invalid_params', 'at']);
    assert.deepEqual(await refused('media.open', { ...open, viewer: 'a b' }), ['invalid_params', 'viewer']);
    assert.deepEqual(await refused('media.open', { ...open, can: { mse: [1] } }), ['invalid_params', 'can']);
  });

  test('a hundred openings and closings leave no process behind', async () => {
    for (let round = 0; round < 100; round++) {
      const { url, session } = await openFilm(world.client, id, film('surround.mkv').index, { at: (round * 2) % 60 });
      if (round % 3 !== 0) await pull(url, 1);
      await world.client.request('media.close', { session });
    }
    await until(
      () => readersOf(world.client.httpBase).length === 0,
      5000,
      () => `the end of ${readersOf(world.client.httpBase).join('\n')}`,
    );
  });

  test('ffmpeg has a network of its own, in which it reaches its film alone', async (t) => {
    const { code } = await run('bwrap', ['--unshare-all', '--ro-bind', '/', '/', 'true']);
    if (code !== 0) return t.skip('bubblewrap does not work here');
    const { url, session } = await openFilm(world.client, id, film('surround.mkv').index);
    await pull(url, 1);
    const ours = readlinkSync('/proc/self/ns/net');
    const sandboxed = readerIdsOf(world.client.httpBase).filter((pid) => readlinkSync(`/proc/${pid}/ns/net`) !== ours);
    assert.ok(sandboxed.length > 0);
    const secret = new URL(world.client.httpBase).pathname.split('/')[1] ?? '';
    assert.ok(secret.length === 32 && readersOf(world.client.httpBase).every((line) => !line.includes(secret)));
    const limits = sandboxed.map((pid) => readFileSync(`/proc/${pid}/limits`, 'utf8')).join();
    assert.match(limits, /Max processes +512 /, 'and starts no more than so many processes');
    const status = sandboxed.map((pid) => readFileSync(`/proc/${pid}/status`, 'utf8')).join();
    assert.match(status, /^NoNewPrivs:\t1$/m);
    assert.match(status, /^Seccomp:\t2$/m, 'and has a filter of system calls');
    await world.client.request('media.close', { session });
  });

  test('a session ends with the connection that opened it', async () => {
    const client = await world.user.connect();
    const { url } = await openFilm(client, id, film('surround.mkv').index);
    await pull(url, 1);
    assert.equal(readersOf(world.client.httpBase).length > 0, true);
    client.end();
    await until(() => readersOf(world.client.httpBase).length === 0, 5000, 'the end of its ffmpeg');
    assert.equal((await get(`${url}1`)).status, 404);
  });

  test('as many pictures are encoded at once as there are processors, and a viewer keeps its place', async () => {
    const encode = (/** @type {string} */ viewer) =>
      openFilm(world.client, id, film('xvid.avi').index, { viewer, reencode: true });
    const sessions = [];
    for (let n = 0; n < availableParallelism(); n++) sessions.push((await encode(`viewer-${n}`)).session);
    const busy = await encode('one-more').catch((error) => error);
    assert.equal(busy.rpcName, 'encoder_busy');
    const { session } = await encode('viewer-0');
    assert.equal(
      (await world.client.refusal('media.close', { session: sessions[0] })).rpcName,
      'unknown_session',
    );
    for (const open of [session, ...sessions.slice(1)]) await world.client.request('media.close', { session: open });
  });

  test('nothing is left when the daemon is killed', async (t) => {
    const own = resourcesOf(t);
    const { daemon, client } = await startUser(own);
    const torrent = await (await Torrents.of(client)).add(magnet);
    const { url } = await openFilm(client, torrent, film('xvid.avi').index);
    await pull(url, 1);
    assert.ok(readersOf(client.httpBase).length > 0);
    process.kill(daemon.pid, 'SIGKILL');
    await until(() => readersOf(client.httpBase).length === 0, 5000, 'the end of its ffmpeg');
  });

  test('without ffmpeg a film is left alone, and the reason is told', async (t) => {
    const own = resourcesOf(t);
    const user = new User(own);
    Object.assign(user.env, { PATH: own.folder() });
    await user.startDaemon();
    const client = await user.connect();
    const torrent = await (await Torrents.of(client)).add(magnet);
    const { ffmpeg, probe, plan } = await describeFilm(client, torrent, film('surround.mkv').index);
    assert.deepEqual([ffmpeg, probe, plan.mode, plan.reason], [false, null, 'direct', 'ffmpeg_missing']);
    const refused = await openFilm(client, torrent, film('surround.mkv').index).catch((error) => error);
    assert.equal(refused.rpcName, 'ffmpeg_missing');
  });
});
