// Uses the player's subtitle menu as a person does.
import assert from 'node:assert/strict';
import { until } from './wait.mjs';

/** @param {import('puppeteer-core').Page} page */
export async function openSubtitleMenu(page) {
  const open = () => page.evaluate(() => document.querySelector('#subtitle_menu:popover-open') !== null);
  if (await open()) return; // the menu stays open after a choice
  await page.keyboard.press('v');
  await until(open, 3000, 'the menu');
}

/**
 * Opens the menu by its key and clicks the choice with this name.
 * @param {import('puppeteer-core').Page} page
 * @param {string} name
 */
export async function chooseSubtitles(page, name) {
  await openSubtitleMenu(page);
  const pressed = await page.evaluate((wanted) => {
    const items = [...document.querySelectorAll('#subtitle_list button')];
    const item = items.find((button) => button.textContent?.startsWith(wanted));
    /** @type {HTMLElement | undefined} */ (item)?.click();
    return item !== undefined || items.map((button) => button.textContent);
  }, name);
  assert.equal(pressed, true, `${pressed}`);
  await page.evaluate(() => document.getElementById('subtitle_menu')?.hidePopover()); // the menu stays open otherwise
}
