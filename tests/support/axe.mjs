// Runs axe-core, the usual checker of accessibility, on a page in its present state.
import { readFileSync } from 'node:fs';

const SOURCE = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

/**
 * One line for each element that breaks a rule, best practices and the size of targets (WCAG 2.2, 2.5.8) included. The content of frames
 * is left out: a frame of the viewer holds a page of the browser.
 * @param {import('puppeteer-core').Page} page
 * @returns {Promise<string[]>}
 */
export async function violations(page) {
  await page.evaluate(`${SOURCE}; undefined`);
  return page.evaluate(async () => {
    const { axe } = /** @type {any} */ (globalThis);
    const found = await axe.run(document, { iframes: false, resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } });
    return found.violations.flatMap((/** @type {any} */ { id, nodes }) =>
      nodes.map((/** @type {any} */ { html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary.replace(/\s+/g, ' ').slice(0, 200)}`),
    );
  });
}
