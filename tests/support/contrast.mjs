// Contrast of elements as they are painted, by WCAG's formula, from the pixels of a screenshot.
import { pixelsOf } from './pixels.mjs';

/** @typedef {[number, number, number]} Colour red, green, blue */

/** @param {number} part 0…255 */
function linear(part) {
  const share = part / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

/** @param {Colour} colour */
function luminance([red, green, blue]) {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** @param {Colour} one @param {Colour} other */
export function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (/** @type {number} */ (light) + 0.05) / (/** @type {number} */ (dark) + 0.05);
}

/**
 * The colours painted in an area of the page.
 * @param {import('puppeteer-core').Page} page
 * @param {{x: number, y: number, width: number, height: number}} box
 * @returns {Promise<Colour[]>}
 */
export async function coloursIn(page, box) {
  const clip = { x: Math.round(box.x), y: Math.round(box.y), width: Math.max(1, Math.round(box.width)), height: Math.max(1, Math.round(box.height)) };
  const { data } = pixelsOf(await page.screenshot({ clip }));
  return Array.from({ length: Math.floor(data.length / 3) }, (_, i) => [data[3 * i] ?? 0, data[3 * i + 1] ?? 0, data[3 * i + 2] ?? 0]);
}

/**
 * The least contrast between an element's text and the pixels behind it, over any film.
 * @param {import('puppeteer-core').Page} page
 * @param {string} selector
 */
export async function leastContrast(page, selector) {
  const { box, colour } = await page.evaluate((wanted) => {
    const element = /** @type {HTMLElement} */ (document.querySelector(wanted));
    const range = document.createRange();
    range.selectNodeContents(element);
    const { x, y, width, height } = range.getBoundingClientRect();
    const parts = getComputedStyle(element).color.match(/[\d.]+/g)?.map(Number) ?? [];
    element.style.setProperty('color', 'transparent', 'important');
    return { box: { x, y, width, height }, colour: parts.slice(0, 3) };
  }, selector);
  if (box.width === 0) throw new Error(`${selector} is not to be seen`);
  const grounds = await coloursIn(page, box);
  await page.evaluate((wanted) => /** @type {HTMLElement} */ (document.querySelector(wanted)).style.removeProperty('color'), selector);
  return Math.min(...grounds.map((ground) => contrast(/** @type {Colour} */ (colour), ground)));
}
