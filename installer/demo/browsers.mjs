// Starts a browser with a throw-away profile and the extension in it.
import puppeteer from 'puppeteer-core';

/**
 * @typedef {object} Wish
 * @property {string} executable  the browser's program
 * @property {string} extension   the built extension's folder
 * @property {string} profile     a folder for the profile, which holds nothing of the person's
 * @property {boolean} headless
 */

// The driver closes the browser itself when a signal ends it.
const leaveSignals = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
const size = { width: 1280, height: 720 };
const asRoot = process.getuid?.() === 0;

/** @param {Wish} wish */
function startChromium(wish) {
  const args = ['--no-first-run', '--no-default-browser-check', '--password-store=basic'];
  // Chromium's sandbox refuses to run for root.
  if (asRoot) args.push('--no-sandbox');
  if (wish.headless) args.push('--autoplay-policy=no-user-gesture-required', '--mute-audio');
  return puppeteer.launch({
    ...leaveSignals,
    executablePath: wish.executable,
    headless: wish.headless,
    pipe: true,
    userDataDir: wish.profile,
    enableExtensions: [wish.extension],
    ignoreDefaultArgs: ['--enable-automation'],
    defaultViewport: wish.headless ? size : null,
    args,
  });
}

/** @param {Wish} wish */
async function startFirefox(wish) {
  const browser = await puppeteer.launch({
    ...leaveSignals,
    browser: 'firefox',
    executablePath: wish.executable,
    headless: wish.headless,
    userDataDir: wish.profile,
    defaultViewport: wish.headless ? size : null,
    extraPrefsFirefox: wish.headless ? { 'media.autoplay.default': 0, 'media.volume_scale': '0.0' } : {},
    // Without the first the driver may not look at the extension's pages.
    args: ['--remote-allow-system-access', `--width=${size.width}`, `--height=${size.height}`],
  });
  await browser.installExtension(wish.extension);
  return browser;
}

/**
 * @param {'chromium' | 'firefox'} family
 * @param {Wish} wish
 */
export const startBrowser = (family, wish) => (family === 'firefox' ? startFirefox(wish) : startChromium(wish));
