// Real browsers with a throw-away profile: the extension is loaded, and the native host is registered for this profile
// alone.
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { chromiumId } from './extension_id.mjs';
import { extensionFolder, keptFolder, program } from './paths.mjs';
import { startSoundServer } from './sound_server.mjs';
import { until } from './wait.mjs';

/** @typedef {'chromium' | 'firefox'} Family */
/**
 * @typedef {{address: string, page?: import('puppeteer-core').Page, close(): Promise<unknown>}} Tab `page`: set where
 * the driver can control it
 */
/** @type {Family[]} */
export const FAMILIES = ['chromium', 'firefox'];

const FIREFOX_UUID = '6d61676e-6574-4172-8000-000000000001';

export class Browser {
  /** @type {import('puppeteer-core').Browser} */
  driver = /** @type {any} */ (null);

  /**
   * @param {Family} family
   * @param {string} origin of the extension's pages
   * @param {string} manifest path of the host's manifest
   */
  constructor(family, origin, manifest) {
    this.family = family;
    this.origin = origin;
    this.manifest = manifest;
  }

  /** Registers magnetar-host with this profile, as the installer does with a person's profile. */
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

  /** The player for a link, as a page of the extension opens it. @param {string} source @param {{width?: number, height?: number}} [size] */
  async openPlayer(source, size = {}) {
    const nonce = randomUUID();
    const page = await this.openOwn('confirm/confirm.html');
    await page.evaluate(
      (name) => /** @type {any} */ (globalThis.browser ?? globalThis.chrome).storage.session.set({ [name]: Date.now() }),
      `nonce_${nonce}`,
    );
    await page.close();
    return this.openOwn(`player/player.html?nonce=${nonce}#${encodeURIComponent(source)}`, size);
  }

  /** Opens a page of the extension in a tab. @param {string} path @param {{width?: number, height?: number}} [size] */
  async openOwn(path, { width = 1280, height = 800 } = {}) {
    const page = await this.driver.newPage();
    await page.setViewport({ width, height });
    const loading = page.goto(`${this.origin}/${path}`);
    if (this.family === 'chromium') await loading;
    else loading.catch(() => {}); // Firefox loads the page, but its driver does not report that
    const loaded = () =>
      page
        .evaluate(() => location.protocol.endsWith('extension:') && document.readyState === 'complete')
        .catch(() => false);
    await until(loaded, 20_000, `${path} open`);
    return page;
  }

  /** All tabs. @returns {Promise<Tab[]>} */
  async tabs() {
    const pages = await this.driver.pages();
    if (this.family === 'chromium') {
      return pages.map((page) => ({ address: page.url(), page, close: () => page.close() }));
    }
    // Firefox's driver loses tabs that an extension opens in the background, misses navigations to pages of an
    // extension, and keeps closed tabs. The browser itself has the list.
    const protocol = /** @type {any} */ (this.driver).connection;
    const { result } = await protocol.send('browsingContext.getTree', { maxDepth: 0 });
    const known = new Map(pages.map((page) => [/** @type {any} */ (page.mainFrame())._id, page]));
    return result.contexts.map((/** @type {{context: string, url: string}} */ { context, url }) => ({
      address: url,
      page: known.get(context),
      close: () => protocol.send('browsingContext.close', { context }),
    }));
  }

  /** Tabs with a page of the extension. */
  async ownTabs() {
    return (await this.tabs()).filter(({ address }) => address.startsWith(`${this.origin}/`));
  }

  /**
   * Waits until a page of the extension is open, also one that the driver cannot control.
   * @param {(address: string) => unknown} fits
   * @param {string} what
   */
  async showsOwn(fits, what) {
    await this.#untilOwnTab(({ address }) => fits(address), what);
  }

  /**
   * Waits for a tab with a page of the extension, and returns its page.
   * @param {(address: string, page: import('puppeteer-core').Page) => unknown} fits
   * @param {string} what
   * @returns {Promise<import('puppeteer-core').Page>}
   */
  async ownTab(fits, what) {
    const tab = await this.#untilOwnTab(({ address, page }) => page && fits(address, page), what);
    return /** @type {import('puppeteer-core').Page} */ (tab.page);
  }

  /** @param {(tab: Tab) => unknown} fits @param {string} what */
  async #untilOwnTab(fits, what) {
    /** @type {string[]} */
    let seen = [];
    const look = async () => {
      const tabs = await this.ownTabs();
      seen = tabs.map(({ address, page }) => `${address}${page ? '' : ' (out of reach)'}`);
      return tabs.find(fits);
    };
    return until(look, 15_000, () => `${what}; the extension shows ${seen.join(' ') || 'nothing'}`);
  }

  async closeOwnTabs() {
    const closed = async () => {
      const tabs = await this.ownTabs();
      for (const tab of tabs) await tab.close();
      return tabs.length === 0;
    };
    await until(closed, 10_000, 'the tabs of the extension closed');
  }

  /**
   * Answers Firefox's prompt "Allow this site to open the magnet link with Magnetar?" permanently with yes.
   * @param {string} site origin of the allowed pages
   */
  async allowMagnetLinksOf(site) {
    await this.evaluateInWindow(`Services.perms.addFromPrincipal(
      Services.scriptSecurityManager.createContentPrincipalFromOrigin(${JSON.stringify(site)}),
      'open-protocol-handler^magnet', Services.perms.ALLOW_ACTION)`);
  }

  /**
   * Evaluates an expression in Firefox's own window, which has the menus.
   * @param {string} expression its promise is awaited
   * @returns {Promise<unknown>} only text and numbers
   */
  async evaluateInWindow(expression) {
    const driver = /** @type {any} */ (this.driver).connection;
    const { result } = await driver.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
    const target = { context: result.contexts[0].context };
    const told = await driver.send('script.evaluate', { expression, target, awaitPromise: true });
    return told.result.result?.value;
  }

  /** Saves a screenshot in build/test-artefacts. @param {import('puppeteer-core').Page} page @param {string} name */
  async picture(page, name) {
    const path = /** @type {`${string}.png`} */ (join(keptFolder('test-artefacts'), `${this.family}-${name}.png`));
    try {
      await page.screenshot({ path });
    } catch (error) {
      // Firefox's driver draws the window anew for a picture, which fails while the page is laid out.
      if (!/Unable to capture screenshot/.test(String(error))) throw error;
      await page.screenshot({ path });
    }
  }
}

/**
 * @param {import('./resources.mjs').Resources} resources
 * @param {Family} family
 * @param {import('./user.mjs').User} user whose environment the browser gets
 * @param {{host?: boolean, installed?: boolean, sound?: boolean}} [options] `host`: whether magnetar-host is installed from the
 * start; `installed`: extension and host are installed for all users, and nothing is put into the profile; `sound`:
 * whether there is a sound device, which Firefox needs for a file of sound alone
 */
export async function startBrowser(resources, family, user, { host = true, installed = false, sound = false } = {}) {
  const profile = family === 'chromium' ? resources.folder() : user.home;
  const manifest = join(profile, HOST_FOLDERS[family], 'magnetar.host.json');
  const origin = family === 'chromium' ? `chrome-extension://${chromiumId()}` : `moz-extension://${FIREFOX_UUID}`;
  const browser = new Browser(family, origin, manifest);
  if (host && !installed) browser.registerHost();
  const env = sound ? { ...user.env, ...(await startSoundServer(resources)) } : user.env;
  const driver = await (family === 'chromium' ? launchChromium(profile, env, installed) : launchFirefox(env, installed));
  resources.defer(() => driver.close());
  browser.driver = driver;
  if (host) {
    await browser.showsOwn((address) => address.includes('/setup/setup.html'), 'the page of the first run');
    await browser.closeOwnTabs();
  }
  return browser;
}

/** Folder of native host manifests: Chromium's in the profile, Firefox's in the person's home. */
const HOST_FOLDERS = { chromium: 'NativeMessagingHosts', firefox: '.mozilla/native-messaging-hosts' };

/** @param {string} profile @param {NodeJS.ProcessEnv} env @param {boolean} installed */
function launchChromium(profile, env, installed) {
  return puppeteer.launch({
    executablePath: '/usr/bin/chromium',
    headless: true,
    pipe: true,
    userDataDir: profile,
    env,
    enableExtensions: installed || [extensionFolder('chromium')],
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

/** @param {NodeJS.ProcessEnv} env @param {boolean} installed */
async function launchFirefox(env, installed) {
  const driver = await puppeteer.launch({
    browser: 'firefox',
    executablePath: '/usr/bin/firefox-esr',
    headless: true,
    env,
    protocolTimeout: 60_000,
    extraPrefsFirefox: {
      'extensions.webextensions.uuids': JSON.stringify({ 'extension@magnetar': FIREFOX_UUID }),
      ...(installed ? { 'extensions.enabledScopes': 15 } : {}), // the driver disables system-wide add-ons
      'extensions.webextOptionalPermissionPrompts': false, // a prompt would get no answer
      'media.autoplay.default': 0,
      'media.volume_scale': '0.0',
    },
    args: ['--remote-allow-system-access'],
  });
  if (!installed) await driver.installExtension(extensionFolder('firefox'));
  return driver;
}
