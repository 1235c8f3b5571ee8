// External sound (.mka) that replaces the film's own, by the real daemon and the real ffmpeg.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { made, picture, PICTURES, SECONDS, sound, SOUNDS } from '../corpus/film_parts.mjs';
import { addFilms } from '../support/film_torrent.mjs';
import { describeFilm, openFilm, pullWhole } from '../support/media.mjs';
import { packets } from '../support/film_forms.mjs';
import { run } from '../support/process.mjs';
import { Resources } from '../support/resources.mjs';
import { startUser } from '../support/user.mjs';

/** Seconds that the daemon adds to all times of its output. */
const SHIFT = 10;
/** Silence, but for the seventh second. */
const TONE = ['-f', 'lavfi', '-i', `sine=frequency=880:sample_rate=48000:duration=${SECONDS},volume=0:enable='not(between(t,6,7))'`];
const AT = 6;
const MOST_OFF = 0.06;

/** The film's own sound has no silence. @type {Record<string, string[]>} */
const FILMS = {
  'film.mkv': [...PICTURES.h264, ...SOUNDS.ac3],
  'film.mp4': [...PICTURES.h264, ...SOUNDS.aac],
  'film.avi': [...PICTURES.mpeg4, ...SOUNDS.mp3],
  'film.ts': [...PICTURES.h264, ...SOUNDS.ac3],
  'no-index.mkv': [...PICTURES.h264, ...SOUNDS.ac3, '-seekable', '0'],
  'from-an-hour.mkv': [...PICTURES.h264, ...SOUNDS.ac3, '-output_ts_offset', '3600'],
};
/** @type {Record<string, string[]>} */
const BESIDE = {
  'film.mka': SOUNDS.ac3,
  'copied.mka': SOUNDS.aac,
  'raw.ac3': SOUNDS.ac3,
};

describe('sound beside a film', () => {
  const resources = new Resources();
  /** @type {import('../support/rpc.mjs').RpcPeer} */ let client;
  /** @type {string} */ let id;
  /** @type {(name: string) => import('../support/film_torrent.mjs').FilmFile} */ let file;

  before(async () => {
    ({ client } = await startUser(resources));
    /** @type {Record<string, string>} */
    const paths = {};
    for (const [name, form] of Object.entries(FILMS)) paths[name] = await made(`beside-${name}`, ...picture(), ...sound(), ...form);
    paths['silent.mkv'] = await made('beside-silent.mkv', ...picture(), ...PICTURES.h264);
    for (const [name, form] of Object.entries(BESIDE)) paths[name] = await made(`beside-${name}`, ...TONE, ...form);
    ({ id, film: file } = await addFilms(resources, client, paths));
  });
  after(() => resources.dispose());

  /** The start of the tone, in seconds of the film. @param {string} path */
  async function toneIn(path) {
    const { stderr } = await run('ffmpeg', ['-copyts', '-i', path, '-vn', '-af', 'silencedetect=noise=-40dB:d=0.5', '-f', 'null', '-']);
    const end = /silence_end: ([\d.]+)/.exec(stderr)?.[1];
    assert.ok(end, `no silence in the sound: ${stderr.slice(-500)}`);
    return Number(end) - SHIFT;
  }

  /** @param {string} film @param {string} beside @param {object} [more] */
  async function heard(film, beside, more = {}) {
    const pulled = await pullWhole(resources, client, id, file(film).index, { sound_file: file(beside).index, ...more });
    const tone = await toneIn(pulled.path);
    assert.ok(Math.abs(tone - AT) < MOST_OFF, `${film} with ${beside}: the tone is heard at ${tone} s`);
    return pulled;
  }

  for (const film of [...Object.keys(FILMS), 'silent.mkv']) {
    test(`the sound beside ${film} is heard in its place`, async () => {
      const pulled = await heard(film, 'film.mka');
      const pictures = await packets(pulled.path, 'v');
      assert.ok(pictures.length >= SECONDS * 25 - 2, `${pictures.length} pictures`);
    });

    test(`the sound beside ${film} is heard in its place after a jump`, async () => {
      await heard(film, 'film.mka', { at: 4.2 });
    });
  }

  test('sound that a browser plays is copied', async () => {
    const pulled = await heard('film.mkv', 'copied.mka');
    assert.equal(pulled.plan.audio, 'copy');
    await heard('film.ts', 'copied.mka', { at: 4.2 });
  });

  test('sound without a container is heard in its place', async () => {
    await heard('film.mkv', 'raw.ac3');
    await heard('film.mkv', 'raw.ac3', { at: 4.2 });
  });

  test('the picture may be encoded beside it', async () => {
    await heard('film.mkv', 'film.mka', { reencode: true, at: 4.2 });
  });

  test('a file without sound is refused as one', async () => {
    const asked = openFilm(client, id, file('film.mkv').index, { sound_file: file('silent.mkv').index });
    await assert.rejects(asked, (/** @type {any} */ error) => error.name === 'media_unreadable' || /no sound/.test(String(error.message)));
    await assert.rejects(openFilm(client, id, file('film.mkv').index, { sound_file: 4711 }));
  });

  test('a film is described with its own sound alone', async () => {
    const { probe } = await describeFilm(client, id, file('film.mkv').index);
    assert.equal(probe.audio.length, 1);
  });
});
