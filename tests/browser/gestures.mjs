// The gestures of a person on the magnet links of tests/browser/pages/clicks.html; each name is the name of its link.
import assert from 'node:assert/strict';

/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {(page: Page) => Promise<unknown>} Gesture */

export const click =
  (/** @type {string} */ selector, /** @type {object} */ options = {}) =>
  async (/** @type {Page} */ page) => {
    const element = await page.waitForSelector(selector);
    await element?.scrollIntoView();
    await element?.click(options);
  };
const holding =
  (/** @type {import('puppeteer-core').KeyInput} */ key, /** @type {Gesture} */ gesture) =>
  async (/** @type {Page} */ page) => {
    await page.keyboard.down(key);
    try {
      await gesture(page);
    } finally {
      await page.keyboard.up(key);
    }
  };
const inFrame = (/** @type {string} */ selector) => async (/** @type {Page} */ page) => {
  const element = await page.waitForSelector(selector);
  await element?.scrollIntoView();
  const frame = await element?.contentFrame();
  const link = await frame?.waitForSelector('#inner');
  await link?.click();
};
/** Clicks by position on the screen, since the driver cannot look inside. */
const atBeginningOf = (/** @type {string} */ host) => async (/** @type {Page} */ page) => {
  const element = await page.waitForSelector(host);
  await element?.scrollIntoView();
  const box = await element?.boundingBox();
  assert.ok(box);
  await page.mouse.click(box.x + 16, box.y + Math.min(box.height / 2, 18));
};
const byKeyboard = (/** @type {string} */ selector) => async (/** @type {Page} */ page) => {
  await page.focus(selector);
  await page.keyboard.press('Enter');
};

/** Gestures of a person: the film opens at once. @type {Record<string, Gesture>} */
export const GESTURES = {
  plain: click('#plain'),
  nested: click('#nested-inner'),
  upper: click('#upper'),
  blank: click('#blank'),
  middle: click('#middle', { button: 'middle' }),
  ctrl: holding('Control', click('#ctrl')),
  shift: holding('Shift', click('#shift')),
  keyboard: byKeyboard('#keyboard'),
  stopping: click('#stopping'),
  svg: click('#svg text'),
  xlink: click('#xlink text'),
  area: click('#mapped'),
  open: atBeginningOf('#open-root'),
  closed: atBeginningOf('#closed-root'),
  rootinroot: atBeginningOf('#nested-roots'),
  frame: inFrame('#frame'),
  aboutblank: atBeginningOf('#blank-frame'),
  srcdoc: inFrame('#srcdoc-frame'),
  sandbox: inFrame('#sandbox-frame'),
  half: click('#half'),
  spaced: click('#spaced'),
  slashes: click('#slashes'),
  form: click('#by-form'),
  clobbered: click('#by-clobbered'),
  enter: byKeyboard('#by-enter'),
};

/** Clicks that a page makes: confirmed first. @type {Record<string, Gesture>} */
export const PAGE_MADE = { attached: click('#by-attached') };
/** A form that the browser submits with a trusted event, seconds after a gesture for something else. @type {Record<string, Gesture>} */
export const STOLEN = {
  form: click('#by-stolen-form'),
  button: click('#by-stolen-button'),
  key: async (page) => {
    await page.focus('#by-stolen-key');
    await page.keyboard.press('a');
  },
};
/** Gestures that only Chromium's Navigation API reports; in Firefox the protocol handler gets them. @type {Record<string, Gesture>} */
export const HIDDEN_FROM_EVENTS = {
  location: click('#by-location'),
  detached: click('#by-detached'),
  event: click('#by-event'),
};
/** Navigations that the extension ends in Chromium; Firefox gives them to the protocol handler. @type {Record<string, Gesture>} */
export const NAVIGATIONS = {
  window: click('#by-window'),
  redirect: click('#by-redirect'),
  aside: click('#by-aside'),
};
