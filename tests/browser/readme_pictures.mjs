// Takes the screenshots of README.md: node tests/browser/readme_pictures.mjs. ffmpeg makes the films; the swarm is on this machine.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startBrowser } from '../support/browser.mjs';
import { SOURCE } from '../support/paths.mjs';
import { run } from '../support/process.mjs';
import { Resources } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { User } from '../support/user.mjs';
import { pause, until } from '../support/wait.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

const FOLDER = join(SOURCE, 'docs/pictures');
const SECONDS = 120;
/** Filter graphs of ffmpeg: a dusk over water, and a fractal. */
const FILMS = {
  'Harbour Lights (2024).mp4':
    'gradients=size=1280x720:rate=25:c0=0x10182e:c1=0x3b3a6b:c2=0xd9705a:c3=0xf5c26b:x0=0:y0=0:x1=0:y1=720:nb_colors=4:speed=0.002',
  'Night Train S01E03.mp4': 'mandelbrot=size=1280x720:rate=25:start_scale=0.6',
};

/** @param {string} path @param {string} source */
async function makeFilm(path, source) {
  const input = ['-f', 'lavfi', '-t', String(SECONDS), '-i', source, '-f', 'lavfi', '-t', String(SECONDS), '-i', 'sine=frequency=220'];
  const output = ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '26', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-movflags', '+faststart'];
  const { code, stderr } = await run('ffmpeg', ['-v', 'error', '-y', ...input, ...output, path], { deadline: 400_000 });
  assert.equal(code, 0, stderr);
}

/** @param {Page} page @param {string} name */
async function take(page, name) {
  await page.screenshot({ path: /** @type {any} */ (join(FOLDER, `${name}.webp`)), type: 'webp', quality: 80 });
}

const resources = new Resources();
try {
  mkdirSync(FOLDER, { recursive: true });
  const user = new User(resources);
  const browser = await startBrowser(resources, 'chromium', user);
  /** @type {Page[]} */
  const pages = [];
  const folder = resources.folder();
  for (const [name, source] of Object.entries(FILMS)) await makeFilm(join(folder, name), source);
  for (const name of Object.keys(FILMS)) {
    const { magnet } = await seed(resources, join(folder, name), ['--upload-limit', '250000']);
    const page = await browser.openPlayer(magnet, { width: 960, height: 540 });
    await until(() => page.evaluate(() => document.documentElement.dataset.state === 'playing'), 60_000, `${name} plays`);
    pages.push(page);
  }
  const [player] = pages;
  assert.ok(player);
  await player.bringToFront();
  await pause(5_000);
  await player.mouse.move(480, 400);
  await player.mouse.move(500, 420);
  await pause(500);
  await take(player, 'player');
  for (const scheme of ['light', 'dark']) {
    const popup = await browser.openOwn('popup/popup.html', { width: 380, height: 330 });
    await popup.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await until(() => popup.evaluate(() => document.querySelectorAll('li img').length > 1), 30_000, 'both films with pictures').catch(() => {});
    await pause(1_500);
    await take(popup, `popup-${scheme}`);
    await popup.close();
  }
} finally {
  await resources.dispose();
}
