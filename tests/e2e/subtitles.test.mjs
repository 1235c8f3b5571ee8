// Subtitles: tracks of a film come in step with it, and files are understood.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { H264, packets } from '../support/film_forms.mjs';
import { addFilms } from '../support/film_torrent.mjs';
import { get } from '../support/http.mjs';
import { filmWithLines, subRip } from '../support/lines.mjs';
import { describeFilm, openFilm, pull } from '../support/media.mjs';
import { Resources } from '../support/resources.mjs';
import { script, starts, styledFilm } from '../support/styled_film.mjs';
import { startUser } from '../support/user.mjs';
import { until } from '../support/wait.mjs';

const SECONDS = 75;

/** Matroska's muxer shifts a film by the AAC priming before 0, in seconds. */
const PRIMING = 0.022;

/** @type {Record<string, string[]>} */
const FILMS = {
  'subrip.mkv': [...H264, '-c:a', 'aac', '-c:s', 'srt'],
  'timed.mp4': [...H264, '-c:a', 'aac', '-c:s', 'mov_text', '-movflags', '+faststart'],
};

/** Start times and texts of the cues. @param {string} text WebVTT */
function cuesOf(text) {
  return [...text.matchAll(/^(?:(\d+):)?(\d\d):(\d\d\.\d{3}) --> .*\n(.+)$/gm)].map(([, hours, minutes, seconds, line]) => ({
    start: Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(seconds),
    line,
  }));
}

/** A copy of the film with a byte of Latin-1 in its second line. @param {Resources} resources @param {string} path */
function withBadByte(resources, path) {
  const bytes = readFileSync(path);
  bytes[bytes.indexOf('line 2') + 3] = 0xe9;
  const changed = join(resources.folder(), 'bad-byte.mkv');
  writeFileSync(changed, bytes);
  return changed;
}

/** Types and times of PGS segments. @param {Buffer} bytes */
function segmentsOf(bytes) {
  const segments = [];
  for (let at = 0; at < bytes.length; at += 13 + bytes.readUInt16BE(at + 11)) {
    assert.equal(bytes.toString('latin1', at, at + 2), 'PG');
    segments.push({ type: bytes[at + 10], time: bytes.readUInt32BE(at + 2) / 90_000 });
  }
  return segments;
}

/** Whether each subtitle from a place on has a segment at its time. @param {number[]} times @param {number} at */
function holdsAll(times, at) {
  const wanted = starts(SECONDS).filter((start) => start >= at);
  return wanted.every((start) => times.some((time) => Math.abs(time - start) <= PRIMING));
}

describe('subtitles', () => {
  const resources = new Resources();
  /** @type {Awaited<ReturnType<typeof startUser>>} */ let world;
  /** @type {string} */ let id;
  /** @type {(name: string) => number} */ let film;

  before(async () => {
    world = await startUser(resources);
    /** @type {Record<string, string>} */
    const paths = { 'styled.mkv': await styledFilm(resources, `${SECONDS}s-styled.mkv`, SECONDS) };
    for (const [name, encoding] of Object.entries(FILMS))
      paths[name] = await filmWithLines(resources, `${SECONDS}s-${name}`, SECONDS, encoding);
    paths['bad-byte.mkv'] = withBadByte(resources, /** @type {string} */ (paths['subrip.mkv']));
    const added = await addFilms(resources, world.client, paths);
    id = added.id;
    film = (name) => added.film(name).index;
  });
  after(() => resources.dispose());

  /** @param {string} url of a session @param {number} [from] */
  const text = async (url, from = 0) => get(`${url}subtitles/${from}`);

  for (const name of Object.keys(FILMS)) {
    test(`the text of ${name} comes in the film's own times, from any place`, async () => {
      const { probe } = await describeFilm(world.client, id, film(name));
      const [track] = probe.subtitles;
      assert.deepEqual([track.index, track.language, track.form], [2, 'eng', 'vtt']);
      for (const at of [0, 40]) {
        const { url, plan } = await openFilm(world.client, id, film(name), { at, subtitle: 2 });
        assert.deepEqual([plan.subtitle_track, plan.subtitle_form], [2, 'vtt']);
        await pull(url);
        const cues = cuesOf((await text(url)).body.toString());
        const early = cues.filter(({ start, line }) => Math.abs(start - Number(line.split(' ')[1])) > PRIMING);
        assert.deepEqual(early, []);
        const lines = cues.map(({ line }) => line);
        const missing = Array.from({ length: 37 }, (_, n) => n * 2).filter((start) => start >= at && !lines.includes(`line ${start}`));
        assert.deepEqual(missing, []);
      }
    });
  }

  test('a bad byte in a line of text costs a letter, not the line', async () => {
    const { url } = await openFilm(world.client, id, film('bad-byte.mkv'), { subtitle: 2 });
    await pull(url);
    const cues = cuesOf((await text(url)).body.toString());
    assert.deepEqual(cues.map(({ line }) => line).slice(0, 3), ['line 0', 'lin\uFFFD 2', 'line 4']);
  });

  test(`a script comes with its head and in the film's own times, from any place`, async () => {
    const { probe } = await describeFilm(world.client, id, film('styled.mkv'));
    assert.deepEqual(probe.subtitles.map((/** @type {any} */ track) => track.form), ['ass', 'sup', 'dvb']);
    const [head] = script(0, '').split('Dialogue:');
    for (const at of [0, 40]) {
      const { url, plan } = await openFilm(world.client, id, film('styled.mkv'), { at, subtitle: 2 });
      assert.equal(plan.subtitle_form, 'ass');
      await pull(url);
      const { body, headers } = await text(url);
      assert.equal(headers['content-type'], 'text/x-ssa; charset=utf-8');
      assert.ok(body.toString().replaceAll('\r', '').startsWith(/** @type {string} */ (head)), body.toString().slice(0, 1000));
      const lines = [...body.toString().matchAll(/^Dialogue: 0,0:(\d\d):([\d.]+),/gm)].map(([, minutes, seconds]) => Number(minutes) * 60 + Number(seconds));
      assert.ok(holdsAll(lines, at), JSON.stringify(lines));
    }
  });

  test(`pictures of text come in the film's own times, from any place`, async () => {
    for (const at of [0, 40]) {
      const { url, plan } = await openFilm(world.client, id, film('styled.mkv'), { at, subtitle: 3 });
      assert.equal(plan.subtitle_form, 'sup');
      await pull(url);
      const { body, headers } = await text(url);
      assert.equal(headers['content-type'], 'application/octet-stream');
      const shown = segmentsOf(body).filter(({ type }) => type === 0x15);
      assert.ok(holdsAll(shown.map(({ time }) => time), at), JSON.stringify(shown));
      assert.equal((await text(url, body.length)).body.length, 0);
      assert.equal((await text(url, body.length - 1)).status, 404); // forgotten
    }
  });

  test(`pictures of text of a DVD come as television's, in the film's own times, from any place`, async () => {
    for (const at of [0, 40]) {
      const { url, plan } = await openFilm(world.client, id, film('styled.mkv'), { at, subtitle: 4 });
      assert.equal(plan.subtitle_form, 'dvb');
      await pull(url);
      const { body, headers } = await text(url);
      assert.equal(headers['content-type'], 'video/mp2t');
      const path = join(resources.folder(), 'pictures.ts');
      writeFileSync(path, body);
      const sets = await packets(path, 's');
      const shown = sets.filter(({ size }) => size > 100).map(({ time }) => time);
      assert.ok(holdsAll(shown, at), JSON.stringify(sets));
      assert.ok(shown.length < sets.length, 'each is taken away again');
    }
  });

  test('text comes in step with the film, and not without it', async () => {
    const { url } = await openFilm(world.client, id, film('subrip.mkv'), { subtitle: 2 });
    await pull(url, 1);
    const first = await until(async () => (await text(url)).body.toString().includes('line 2') && text(url), 5000, 'a line');
    assert.equal(first.headers['content-type'], 'text/vtt; charset=utf-8');
    const all = first.body;
    const later = (await text(url, 20)).body.toString();
    assert.ok(later.startsWith(all.subarray(20).toString()), later);
    assert.equal((await text(url, all.length + 1_000_000)).status, 404);
  });

  test('a session without a subtitle track has no text, nor has one for what is no text', async () => {
    for (const subtitle of [undefined, 0, 9]) {
      const { url, plan } = await openFilm(world.client, id, film('subrip.mkv'), { subtitle });
      assert.equal(plan.subtitle_track, null);
      assert.equal((await text(url)).status, 404);
    }
  });

  test('a file of subtitles is understood whatever its encoding', async () => {
    const line = Buffer.from('cff0e8e2e5f22c20eae0ea20e4e5ebe03f20df20e4f3ece0fe2c20f7f2ee20ede0ec20efeef0e020e4eeeceee92e', 'hex');
    const data = Buffer.concat([Buffer.from('1\n00:00:01,500 --> 00:00:03,000\n'), line]).toString('base64');
    const { cues, total, encoding } = await world.client.request('media.subtitles', { data });
    assert.deepEqual(cues, [{ start: 1.5, end: 3, text: 'Привет, как дела? Я думаю, что нам пора домой.' }]);
    assert.deepEqual([total, encoding], [1, 'WINDOWS-1251']);
    const told = await world.client.request('media.subtitles', { data, encoding: 'KOI8-R' });
    assert.match(told.cues[0].text, /^оПХБЕР/);
  });

  test('a long file comes in pages', async () => {
    const long = `${'x'.repeat(1500)}\n`;
    const data = Buffer.from(subRip(4000, long)).toString('base64');
    const starts = [];
    for (;;) {
      const { cues, total, offset } = await world.client.request('media.subtitles', { data, offset: starts.length });
      assert.equal(offset, starts.length);
      starts.push(...cues.map((/** @type {any} */ cue) => cue.start));
      if (starts.length === total) break;
      assert.ok(cues.length > 0);
    }
    assert.deepEqual(starts, Array.from({ length: 2000 }, (_, n) => n * 2));
  });

  test('what is no file of subtitles is refused by name', async () => {
    const refused = async (/** @type {object} */ params) => {
      const { rpcName, data } = await world.client.refusal('media.subtitles', params);
      return [rpcName, data.param];
    };
    const data = Buffer.from(subRip(4)).toString('base64');
    assert.deepEqual(await refused({}), ['invalid_params', 'data']);
    assert.deepEqual(await refused({ data: 'no base64' }), ['invalid_params', 'data']);
    assert.deepEqual(await refused({ data, encoding: 'UTF-8//IGNORE' }), ['invalid_params', 'encoding']);
    assert.deepEqual(await refused({ data: Buffer.from('a letter').toString('base64') }), ['media_unreadable', undefined]);
  });
});
