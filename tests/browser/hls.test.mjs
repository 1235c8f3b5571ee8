// A film as HLS in a player of another maker that trusts the playlist: Chromium's own.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { test } from 'node:test';
import { startBrowser } from '../support/browser.mjs';
import { clip } from '../support/clips.mjs';
import { FRAMES_PER_SECOND, shownFrame } from '../support/film.mjs';
import { JOINT, joinedFilm, WIDTHS } from '../support/joined_film.mjs';
import { resourcesOf } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { Torrents } from '../support/torrents.mjs';
import { User } from '../support/user.mjs';
import { until } from '../support/wait.mjs';
import { serve } from '../support/web_server.mjs';

/** Targets forwards and backwards where nothing is buffered, and to the last seconds and back. */
const JUMPS = [44.9, 7.3, 31.3, 56.5, 20.02];
const FRAME = 1 / FRAMES_PER_SECOND;

/** Serves a page of another site with the film in it. The endpoint refuses sites, so this server fetches for its page. @param {import('../support/resources.mjs').Resources} resources @param {string} hls */
async function pageServer(resources, hls) {
  const { host, pathname } = new URL(hls);
  const [hostname, port] = host.split(':');
  return serve(resources, (asked, response) => {
    if (asked.url === '/') {
      response.setHeader('Content-Type', 'text/html');
      return response.end(`<video muted src="${pathname}"></video>`);
    }
    const fetched = request({ hostname, port, path: asked.url, headers: { Host: host } }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, { 'Content-Type': answer.headers['content-type'] ?? 'text/plain' });
      answer.pipe(response);
    });
    fetched.once('error', () => response.destroy());
    response.once('close', () => fetched.destroy());
    fetched.end();
  });
}

/** Opens the film as HLS in a page of its own. @param {import('../support/resources.mjs').Resources} resources @param {string} path */
async function opened(resources, path) {
  const user = new User(resources);
  const browser = await startBrowser(resources, 'chromium', user);
  await user.startDaemon();
  const client = await user.connect();
  const id = await (await Torrents.of(client)).add((await seed(resources, path)).magnet);
  const { hls } = await client.request('streams.open', { id });
  const page = await browser.driver.newPage();
  await page.goto(`${(await pageServer(resources, hls)).base}/`);
  await page.evaluate(() => void document.querySelector('video')?.play());
  return page;
}

/** @param {import('puppeteer-core').Page} page @param {number} to seconds */
const jump = (page, to) =>
  page.evaluate((time) => void (/** @type {any} */ (document.querySelector('video')).currentTime = time), to);

/** @param {import('puppeteer-core').Page} page @param {number} to seconds */
function playsFrom(page, to) {
  let last = '';
  const looks = async () => {
    const now = await page.evaluate(async (frameReader) => {
      const video = /** @type {HTMLVideoElement} */ (document.querySelector('video'));
      const read = /** @type {(video: HTMLVideoElement) => number | null} */ (new Function(`return ${frameReader}`)());
      const picture = new Promise((resolve) => {
        video.requestVideoFrameCallback((_, { mediaTime }) => resolve({ frame: read(video), mediaTime }));
        setTimeout(resolve, 500, null);
      });
      const { currentTime: time, duration, error } = video;
      return { picture: /** @type {any} */ (await picture), time, duration, error: error?.message ?? null };
    }, shownFrame.toString());
    last = JSON.stringify(now);
    if (now.error) throw new Error(now.error);
    return now.picture && now.time >= to ? now : false;
  };
  return until(looks, 30_000, () => `the film from ${to} s; it is at ${last}`);
}

test('Chromium plays a film as HLS by itself, and jumps about in it', async (t) => {
  const resources = resourcesOf(t);
  const film = await clip('surround.mkv');
  const page = await opened(resources, film.path);
  for (const to of [0, ...JUMPS]) {
    if (to > 0) await jump(page, to);
    const { picture, time, duration } = await playsFrom(page, to);
    assert.ok(Math.abs(duration - film.seconds) < 0.3, `${duration} s long`);
    assert.ok(time - to < 8, `at ${time} instead of ${to}`);
    const off = picture.mediaTime - picture.frame * FRAME - film.lead;
    assert.ok(Math.abs(off) <= 2 * FRAME, `picture ${picture.frame} at ${picture.mediaTime}`);
  }
});

/** Seeks, and checks that the frames are of the recording at that position. @param {import('puppeteer-core').Page} page @param {number} to seconds */
async function showsRecordingAt(page, to) {
  const expected = WIDTHS[to < JOINT ? 0 : 1];
  let last = '';
  const looks = async () => {
    const now = await page.evaluate(() => {
      const { videoWidth: width, currentTime: time, error } = /** @type {HTMLVideoElement} */ (document.querySelector('video'));
      return { width, time, error: error?.message ?? null };
    });
    last = JSON.stringify(now);
    if (now.error) throw new Error(now.error);
    return now.time >= to && now.width === expected;
  };
  await until(looks, 30_000, () => `pictures of ${expected} from ${to} s on; the film is at ${last}`);
}

test('Chromium plays joined recordings as HLS by itself, over the joint and back', async (t) => {
  const resources = resourcesOf(t);
  const page = await opened(resources, await joinedFilm());
  await showsRecordingAt(page, 1);
  await jump(page, JOINT - 3);
  await showsRecordingAt(page, JOINT + 3);
  await jump(page, 4);
  await showsRecordingAt(page, 5);
  await jump(page, JOINT + 6);
  await showsRecordingAt(page, JOINT + 8);
});
