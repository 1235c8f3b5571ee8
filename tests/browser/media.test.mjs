// Films that browsers do not play by themselves, in real browsers: the daemon prepares them from a swarm on this machine
// while they are watched, and the player pulls them.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { FAMILIES, startBrowser } from '../support/browser.mjs';
import { TONES, clip } from '../support/clips.mjs';
import { FRAMES_PER_SECOND, shownFrame } from '../support/film.mjs';
import { Resources } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { User } from '../support/user.mjs';
import { until } from '../support/wait.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

const FRAME = 1 / FRAMES_PER_SECOND;

/** Targets forwards and backwards, near and far, and near the last second. */
const JUMPS = [31.3, 44.9, 7.3, 20.02, 58.5];

/** The state of the player: the frame number in the picture, and the media time that the browser reports for it. @param {Page} page */
function shown(page) {
  return page.evaluate(async (frameReader) => {
    const video = /** @type {any} */ (document.querySelector('video'));
    const read = /** @type {(video: HTMLVideoElement) => number | null} */ (new Function(`return ${frameReader}`)());
    const picture = new Promise((resolve) => {
      video.requestVideoFrameCallback((/** @type {number} */ _, /** @type {any} */ { mediaTime }) =>
        resolve({ frame: read(video), mediaTime }),
      );
      setTimeout(resolve, 500, null);
    });
    return {
      picture: /** @type {{frame: number, mediaTime: number} | null} */ (await picture),
      state: document.documentElement.dataset.state ?? '',
      sentence: document.querySelector('#sentence')?.textContent ?? '',
      time: /** @type {number} */ (video.currentTime),
      seeking: /** @type {boolean} */ (video.seeking),
      duration: /** @type {number} */ (video.duration),
      heard: /** @type {number | boolean} */ (video.webkitAudioDecodedByteCount ?? video.mozHasAudio),
    };
  }, shownFrame.toString());
}

/**
 * Waits until the film plays at or after a position, and its frame is the one of that position, to one frame.
 * @param {Page} page @param {number} from seconds @param {number} lead of the clip
 */
async function playsFrom(page, from, lead, milliseconds = 30_000) {
  let last = '';
  return until(
    async () => {
      const now = await shown(page);
      last = JSON.stringify(now);
      if (now.state !== 'playing' || now.seeking || now.time < from || !now.picture) return false;
      const { frame, mediaTime } = now.picture;
      return Math.abs(frame * FRAME + lead - mediaTime) <= FRAME * 1.05 && now;
    },
    milliseconds,
    () => `the film playing from ${from} s; the player shows ${last}`,
  );
}

/** @param {Page} page @param {number} seconds */
function jump(page, seconds) {
  return page.evaluate((time) => {
    const video = /** @type {HTMLVideoElement} */ (document.querySelector('video'));
    video.currentTime = time;
    void video.play();
  }, seconds);
}

/** Waits until so many seconds of the film are buffered. @param {Page} page @param {number} seconds */
function ready(page, seconds) {
  const ahead = () =>
    page.evaluate(() => {
      const { buffered, currentTime } = /** @type {HTMLVideoElement} */ (document.querySelector('video'));
      const last = buffered.length - 1;
      return last < 0 ? 0 : buffered.end(last) - currentTime;
    });
  return until(async () => (await ahead()) >= seconds, 20_000, `${seconds} s ahead`);
}

/** Processes that read from this daemon. @param {string} address of its HTTP endpoint */
function readersOf(address) {
  return readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(`${new URL(address).origin}/`);
    } catch {
      return false; // the process has ended meanwhile
    }
  });
}

/** Counts stalls of the film and the longest time without a new frame, from now on. @param {Page} page */
function watchForStops(page) {
  return page.evaluate(() => {
    const video = /** @type {any} */ (document.querySelector('video'));
    const seen = { stops: 0, longest: 0 };
    let last = performance.now();
    const frame = (/** @type {number} */ now) => {
      seen.longest = Math.max(seen.longest, now - last);
      last = now;
      video.requestVideoFrameCallback(frame);
    };
    video.requestVideoFrameCallback(frame);
    video.addEventListener('waiting', () => seen.stops++);
    Object.assign(window, { seen });
  });
}

/** Analyses the film's sound; heardTone() then returns the strongest tone in hertz. @param {Page} page */
function listen(page) {
  return page.evaluate(() => {
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: 8192 });
    const video = /** @type {HTMLVideoElement} */ (document.querySelector('video'));
    context.createMediaElementSource(video).connect(analyser).connect(context.destination);
    const heardTone = () => {
      const levels = new Float32Array(analyser.frequencyBinCount);
      analyser.getFloatFrequencyData(levels);
      return (levels.indexOf(Math.max(...levels)) * context.sampleRate) / analyser.fftSize;
    };
    Object.assign(window, { heardTone });
  });
}

/** @param {Page} page @param {number} tone */
async function hears(page, tone) {
  let heard = 0;
  const near = async () => {
    heard = await page.evaluate(() => /** @type {any} */ (window).heardTone());
    return Math.abs(heard - tone) < 20;
  };
  await until(near, 8000, () => `a tone of ${tone} Hz; heard ${heard} Hz`);
}

for (const family of FAMILIES) {
  describe(`in ${family}`, () => {
    const resources = new Resources();
    const user = new User(resources);
    /** @type {import('../support/browser.mjs').Browser} */ let browser;
    before(async () => {
      browser = await startBrowser(resources, family, user);
    });
    after(() => resources.dispose());

    /** @param {Parameters<typeof clip>[0]} name */
    async function watch(name) {
      const made = await clip(name);
      const { magnet } = await seed(resources, made.path);
      const from = performance.now();
      const page = await browser.openPlayer(magnet);
      const start = await playsFrom(page, 0.05, made.lead, 60_000);
      return { page, lead: made.lead, start, took: Math.round(performance.now() - from) };
    }

    for (const name of /** @type {const} */ (['surround.mkv', 'divx.avi', 'broadcast.ts'])) {
      test(`${name} plays with its sound, wherever one jumps`, async (t) => {
        const { page, lead, start, took } = await watch(name);
        t.diagnostic(`link to moving picture: ${took} ms`);
        assert.ok(Math.abs(start.duration - 60) < 0.2, `${start.duration} s long`);
        for (const time of JUMPS) {
          const from = performance.now();
          await jump(page, time);
          await playsFrom(page, time, lead);
          t.diagnostic(`jump to ${time} s: ${Math.round(performance.now() - from)} ms`);
        }
        await until(async () => (await shown(page)).state === 'ended', 10_000, 'the end');
        await jump(page, 12);
        const { heard } = await playsFrom(page, 12.5, lead);
        assert.ok(heard === true || Number(heard) > 10_000, `${heard} bytes of sound`);
        await page.close();
      });
    }

    test('another sound is chosen from the keyboard, and the film does not stop for it', async (t) => {
      const { page, lead } = await watch('surround.mkv');
      if (family === 'chromium') {
        await listen(page); // Firefox gives pages no sound to analyse while it has no display
        await hears(page, TONES.first);
      }
      await jump(page, 5); // the film begins at its saved position
      await playsFrom(page, 8, lead);
      await page.keyboard.press('a');
      const chosen = () =>
        page.evaluate(() =>
          [...document.querySelectorAll('#audio_menu button')].map((item) => [
            /** @type {HTMLElement} */ (item).innerText,
            item.getAttribute('aria-checked'),
            item === document.activeElement,
          ]),
        );
      await until(async () => (await chosen())[0]?.[2], 3000, 'the menu');
      assert.deepEqual(await chosen(), [
        ['English\n5.1', 'true', true],
        ['French\nCommentary · Stereo', 'false', false],
      ]);
      await browser.picture(page, 'audio-menu');
      await watchForStops(page);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      const switched = await until(async () => (await chosen())[1]?.[1] === 'true' && shown(page), 3000, 'the choice');
      if (family === 'chromium') await hears(page, TONES.second);
      await playsFrom(page, switched.time + 4, lead);
      const { stops, longest } = await page.evaluate(() => /** @type {any} */ (window).seen);
      t.diagnostic(`longest time without a new picture: ${Math.round(longest)} ms`);
      assert.equal(stops, 0);
      assert.ok(longest < 1000, `${longest} ms without a new picture`);
      await page.close();
    });

    test('the film goes on when the daemon is killed, with what is here and with what is not', async () => {
      const { page, lead } = await watch('surround.mkv');
      await jump(page, 10);
      await playsFrom(page, 10, lead);
      await ready(page, 10);
      const before = { time: await page.evaluate(() => document.querySelector('video')?.currentTime ?? 0) };
      await watchForStops(page);
      const [pid] = user.daemons();
      process.kill(pid, 'SIGKILL');
      await playsFrom(page, before.time + 2, lead);
      assert.equal(await page.evaluate(() => /** @type {any} */ (window).seen.stops), 0);
      await until(() => user.daemons().some((other) => other !== pid), 20_000, 'a new daemon');
      await jump(page, 50);
      await playsFrom(page, 50, lead);
      await page.close();
    });

    test('nothing is prepared any more once the player is closed', async () => {
      const client = await user.connect();
      await until(() => readersOf(client.httpBase).length === 0, 5000, 'the end of ffmpeg');
      client.end();
    });
  });
}
