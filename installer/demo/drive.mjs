// The browser's part of installer/demo.sh: opens the page; with --shot also clicks, waits for the film and proves it.
import { parseArgs } from 'node:util';
import { startBrowser } from './browsers.mjs';
import { servePage } from './page.mjs';
import { clockPasses, findPlayer, firstFrame, saidByPlayer } from './player.mjs';

const patience = 60_000;
const secondsToWatch = 3;

const { values: options } = parseArgs({
  options: {
    family: { type: 'string' },
    executable: { type: 'string' },
    extension: { type: 'string' },
    profile: { type: 'string' },
    magnet: { type: 'string' },
    headless: { type: 'boolean', default: false },
    shot: { type: 'string' },
  },
});

/** @param {'family' | 'executable' | 'extension' | 'profile' | 'magnet'} name */
function required(name) {
  const value = options[name];
  if (!value) throw new Error(`--${name} is missing`);
  return value;
}

/**
 * Clicks the link and waits until the film has run for some seconds.
 * @param {import('puppeteer-core').Browser} browser
 * @param {import('puppeteer-core').Page} page
 * @param {string} shot
 */
async function clickAndWatch(browser, page, shot) {
  const clicked = Date.now();
  const deadline = clicked + patience;
  // Where nobody catches the link, the browser asks a person what to do and the click never ends.
  void page.click('#film').catch(() => undefined);
  const player = await findPlayer(browser, deadline);
  if (!player) throw new Error('the click opened no player');
  const shown = await firstFrame(player, deadline);
  if (shown === undefined) throw new Error(`no picture; the player says: ${await saidByPlayer(player)}`);
  await player.bringToFront();
  const ran = await clockPasses(player, secondsToWatch - 1, deadline);
  // The player hides its controls while nobody moves; the picture shall show them.
  await player.mouse.move(600, 300);
  await player.mouse.move(640, 360);
  if (!ran || !(await clockPasses(player, secondsToWatch, deadline))) {
    throw new Error(`the film stands still; the player says: ${await saidByPlayer(player)}`);
  }
  await player.screenshot({ path: shot });
  console.log(`click to first frame: ${Math.round(/** @type {number} */ (shown) - clicked)} ms`);
}

/**
 * Lets a person click, until the last window is closed.
 * @param {import('puppeteer-core').Browser} browser
 */
async function letPersonWatch(browser) {
  console.log('Click the link. The demo ends when you close the browser or press Ctrl-C here.');
  await new Promise((resolve) => {
    browser.on('disconnected', resolve);
    browser.on('targetdestroyed', async () => {
      const pages = await browser.pages().catch(() => []);
      if (pages.length === 0) resolve(undefined);
    });
  });
}

async function main() {
  const family = required('family') === 'firefox' ? 'firefox' : 'chromium';
  const page = await servePage(required('magnet'));
  const starting = startBrowser(family, {
    executable: required('executable'),
    extension: required('extension'),
    profile: required('profile'),
    headless: options.headless,
  });
  // A signal while the browser is being started must not leave it behind.
  const leave = async () => {
    const started = await starting.catch(() => undefined);
    await started?.close().catch(() => undefined);
    process.exit(1);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, leave);
  const browser = await starting;
  try {
    const [first] = await browser.pages();
    const tab = first ?? (await browser.newPage());
    await tab.goto(page.url);
    await (options.shot ? clickAndWatch(browser, tab, options.shot) : letPersonWatch(browser));
  } finally {
    await browser.close().catch(() => undefined);
    page.close();
  }
}

main().catch((problem) => {
  console.error(`demo: ${problem.message}`);
  process.exitCode = 1;
});
