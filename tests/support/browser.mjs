// Real browsers with a throw-away profile: the extension loaded, the native host registered for this profile alone.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { chromiumId } from './extension_id.mjs';
import { extensionFolder, keptFolder, program } from './paths.mjs';
import { until, within } from './wait.mjs';

/** @typedef {'chromium' | 'firefox'} Family */
/** @type {Family[]} */
export const FAMILIES = ['chromium', 'firefox'];

const FIREFOX_UUID = '6d61676e-6574-4172-8000-000000000001';

export class Browser {
  /** @type {import('puppeteer-core').Browser} */
  driver = /** @type {any} */ (null);

  /** @param {Family} family @param {string} origin of the extension's pages @param {string} manifest where the host is registered */
  constructor(family, origin, manifest) {
    this.family = family;
    this.origin = origin;
    this.manifest = manifest;
  }

  /** Registers magnetar-host with this profile, as the installer does with a person's. */
  registerHost() {
    const callers =
      this.family === 'chromium'
        ? { allowed_origins: [`${this.origin}/`] }
        : { allowed_extensions: ['extension@magnetar'] };
    const manifest = {
      name: 'magnetar.host',
      description: 'Magnetar',
      path: program('magnetar-host'),
      type: 'stdio',
      ...callers,
    };
    mkdirSync(dirname(this.manifest), { recursive: true });
    writeFileSync(this.manifest, JSON.stringify(manifest));
  }

  /** @param {string} url of a web page @param {{width?: number, height?: number}} [size] */
  async open(url, { width = 1280, height = 800 } = {}) {
    const page = await this.driver.newPage();
    await page.setViewport({ width, height });
    await page.goto(url, { waitUntil: 'load', timeout: 30_000 });
    return page;
  }

  /** Opens a page of the extension in a tab. @param {string} path @param {{width?: number, height?: number}} [size] */
  async openOwn(path, { width = 1280, height = 800 } = {}) {
    const page = await this.driver.newPage();
    await page.setViewport({ width, height });
    const loading = page.goto(`${this.origin}/${path}`);
    if (this.family === 'chromium') await loading;
    else loading.catch(() => {}); // Firefox opens it, but never tells
    const loaded = () =>
      page
        .evaluate(() => location.protocol.endsWith('extension:') && document.readyState === 'complete')
        .catch(() => false);
    await until(loaded, 20_000, `${path} open`);
    return page;
  }

  /** The address a tab shows now. @param {import('puppeteer-core').Page} page */
  async addressOf(page) {
    if (this.family === 'chromium') return page.url();
    // Firefox does not tell the driver that a tab went to a page of an extension, or was closed there.
    const asked = page.evaluate(() => location.href);
    return within(asked, 3000, 'an address').catch(() => '');
  }

  /** All tabs and their addresses. */
  async tabs() {
    const pages = await this.driver.pages();
    return Promise.all(pages.map(async (page) => ({ page, address: await this.addressOf(page) })));
  }

  /** The tabs that show a page of the extension. */
  async ownTabs() {
    return (await this.tabs()).filter(({ address }) => address.startsWith(`${this.origin}/`));
  }

  /**
   * A tab that shows a page of the extension, once it is there.
   * @param {(address: string, page: import('puppeteer-core').Page) => unknown} fits
   * @param {string} what
   * @param {number} [milliseconds]
   * @returns {Promise<import('puppeteer-core').Page>}
   */
  async ownTab(fits, what, milliseconds = 15_000) {
    /** @type {string[]} */
    let seen = [];
    const look = async () => {
      const tabs = await this.ownTabs();
      seen = tabs.map(({ address }) => address);
      return tabs.find(({ address, page }) => fits(address, page))?.page;
    };
    return until(look, milliseconds, () => `${what}; the extension shows ${seen.join(' ') || 'nothing'}`);
  }

  async closeOwnTabs() {
    const closed = async () => {
      const tabs = await this.ownTabs();
      for (const { page } of tabs) await page.close();
      return tabs.length === 0;
    };
    await until(closed, 10_000, 'the tabs of the extension closed');
  }

  /**
   * Answers Firefox's question "Allow this site to open the magnet link with Magnetar?" with yes, once and for all.
   * @param {string} site origin of the pages that may
   */
  async allowMagnetLinksOf(site) {
    const driver = /** @type {any} */ (this.driver).connection;
    const { result } = await driver.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
    const expression = `Services.perms.addFromPrincipal(
      Services.scriptSecurityManager.createContentPrincipalFromOrigin(${JSON.stringify(site)}),
      'open-protocol-handler^magnet', Services.perms.ALLOW_ACTION)`;
    await driver.send('script.evaluate', {
      expression,
      target: { context: result.contexts[0].context },
      awaitPromise: false,
    });
  }

  /** Keeps a picture in build/test-artefacts. @param {import('puppeteer-core').Page} page @param {string} name */
  async picture(page, name) {
    await page.screenshot({
      path: /** @type {`${string}.png`} */ (join(keptFolder('test-artefacts'), `${this.family}-${name}.png`)),
    });
  }
}

/**
 * @param {import('./resources.mjs').Resources} resources
 * @param {Family} family
 * @param {import('./user.mjs').User} user whose environment the browser gets
 * @param {{host?: boolean}} [options] `host`: whether magnetar-host is installed from the start
 */
export async function startBrowser(resources, family, user, { host = true } = {}) {
  const profile = family === 'chromium' ? resources.folder() : user.home;
  const manifest = join(profile, HOST_FOLDERS[family], 'magnetar.host.json');
  const origin = family === 'chromium' ? `chrome-extension://${chromiumId()}` : `moz-extension://${FIREFOX_UUID}`;
  const browser = new Browser(family, origin, manifest);
  if (host) browser.registerHost();
  const driver = await (family === 'chromium' ? launchChromium(profile, user.env) : launchFirefox(user.env));
  resources.defer(() => driver.close());
  browser.driver = driver;
  return browser;
}

/** Where a profile looks for native hosts; Firefox looks in the person's home. */
const HOST_FOLDERS = { chromium: 'NativeMessagingHosts', firefox: '.mozilla/native-messaging-hosts' };

/** @param {string} profile @param {NodeJS.ProcessEnv} env */
function launchChromium(profile, env) {
  return puppeteer.launch({
    executablePath: '/usr/bin/chromium',
    headless: true,
    pipe: true,
    userDataDir: profile,
    env,
    enableExtensions: [extensionFolder('chromium')],
    protocolTimeout: 60_000,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-gpu',
      '--autoplay-policy=no-user-gesture-required',
    ],
  });
}

/** @param {NodeJS.ProcessEnv} env */
async function launchFirefox(env) {
  const driver = await puppeteer.launch({
    browser: 'firefox',
    executablePath: '/usr/bin/firefox-esr',
    headless: true,
    env,
    protocolTimeout: 60_000,
    extraPrefsFirefox: {
      'extensions.webextensions.uuids': JSON.stringify({ 'extension@magnetar': FIREFOX_UUID }),
      'media.autoplay.default': 0,
      'media.volume_scale': '0.0',
    },
    args: ['--remote-allow-system-access'],
  });
  await driver.installExtension(extensionFolder('firefox'));
  return driver;
}
