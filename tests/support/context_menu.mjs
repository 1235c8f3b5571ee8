// Uses "Stream with Magnetar" in the context menu.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { click } from '../browser/gestures.mjs';
import { SOURCE } from './paths.mjs';

/** @typedef {import('./browser.mjs').Browser} Browser */
/** @typedef {import('puppeteer-core').Page} Page */

const LABEL = JSON.parse(readFileSync(join(SOURCE, 'extension/_locales/en/messages.json'), 'utf8')).menu_stream.message;

/**
 * Opens the context menu of a link and clicks the item.
 * @param {Browser} browser
 * @param {Page} page
 * @param {string} selector
 */
export async function streamLink(browser, page, selector) {
  if (browser.family === 'firefox') return chooseInFirefox(browser, page, selector);
  const linkUrl = await page.$eval(selector, (link) => /** @type {HTMLAnchorElement} */ (link).href);
  await tellChromium(browser, { linkUrl });
}

/**
 * Selects an element's text and clicks the item.
 * @param {Browser} browser
 * @param {Page} page
 * @param {string} selector
 */
export async function streamSelection(browser, page, selector) {
  const selectionText = await page.$eval(selector, (element) => {
    getSelection()?.selectAllChildren(element);
    return String(getSelection());
  });
  await (browser.family === 'firefox' ? chooseInFirefox(browser, page, selector) : tellChromium(browser, { selectionText }));
  await page.evaluate(() => getSelection()?.removeAllRanges());
}

/**
 * Opens the browser's own menu and clicks the item.
 * @param {Browser} browser
 * @param {Page} page
 * @param {string} selector
 */
async function chooseInFirefox(browser, page, selector) {
  await page.bringToFront();
  await click(selector, { button: 'right' })(page);
  const opened = `new Promise((resolve) => {
    const menu = document.getElementById('contentAreaContextMenu');
    const choose = () => {
      const item = [...menu.querySelectorAll('menuitem')].find(({ label }) => label === ${JSON.stringify(LABEL)});
      if (item) menu.activateItem(item);
      else menu.hidePopup();
      resolve(item ? 'chosen' : 'no such item');
    };
    if (menu.state === 'open') choose();
    else menu.addEventListener('popupshown', choose, { once: true });
  })`;
  const done = await browser.evaluateInWindow(opened);
  if (done !== 'chosen') throw new Error(`the menu of Firefox: ${done}`);
}

/**
 * Dispatches the menu's event in the worker, because no driver can use Chromium's menu.
 * @param {Browser} browser
 * @param {{linkUrl?: string, selectionText?: string}} info
 */
async function tellChromium(browser, info) {
  const isWorker = (/** @type {import('puppeteer-core').Target} */ target) =>
    target.type() === 'service_worker' && target.url().startsWith(browser.origin);
  const worker = await (await browser.driver.waitForTarget(isWorker, { timeout: 15_000 })).worker();
  await worker?.evaluate(async (told) => {
    const { contextMenus, tabs } = /** @type {any} */ (globalThis).chrome;
    const [tab] = await tabs.query({ active: true, lastFocusedWindow: true });
    contextMenus.onClicked.dispatch({ menuItemId: 'stream', editable: false, ...told }, tab);
  }, info);
}
