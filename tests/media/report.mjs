// Writes the results as the table of docs/media.md. Pure.
import { markdown } from '../benchmark/table.mjs';
import { median } from './verdict.mjs';

/** @typedef {import('../support/browser.mjs').Family} Family */
/**
 * @typedef {object} Result
 * @property {import('./cells.mjs').Cell} cell
 * @property {Family} family
 * @property {import('./viewing.mjs').Viewing | null} viewing null: it did not come to that
 * @property {string[]} problems
 * @property {string[]} [firstProblems] of a first try, where there were two
 */

export const MARKS = ['<!-- tests/media/run.sh writes from here -->', '<!-- to here -->'];

/** @param {import('./viewing.mjs').Viewing} viewing */
function wayOf({ way, plan }) {
  if (way === 'direct') return 'as it is';
  const work = [plan.video === 'h264' ? 'H.264' : '', plan.audio === 'aac' ? 'AAC' : ''].filter(Boolean);
  return work.length > 0 ? `→ ${work.join(', ')}` : 'repackaged';
}

/** @param {Result | undefined} result */
function entry(result) {
  if (!result) return '–';
  if (!result.viewing) return 'does not play';
  const { started, jumps } = result.viewing;
  const figures = `${wayOf(result.viewing)}; ${started}, ${median(jumps.map(({ took }) => took))} ms`;
  return result.problems.length > 0 ? `**fails**: ${figures}` : figures;
}

/** @param {Result[]} results @param {{chromium: string, firefox: string}} versions */
export function report(results, versions) {
  const cells = [...new Set(results.map(({ cell }) => cell))];
  const of = (/** @type {import('./cells.mjs').Cell} */ cell, /** @type {Family} */ family) =>
    results.find((result) => result.cell === cell && result.family === family);
  const right = results.filter(({ problems }) => problems.length === 0).length;
  const lines = cells.map((cell) => [
    cell.container,
    cell.picture,
    cell.sound,
    entry(of(cell, 'chromium')),
    entry(of(cell, 'firefox')),
  ]);
  const sum = `${cells.length} kinds of film, each in ${versions.chromium} and ${versions.firefox}: ${right} of ${results.length} right.`;
  return `${sum}\n\n${markdown([['container', 'picture', 'sound', 'Chromium', 'Firefox'], ...lines])}`;
}

/** Returns the document with the text between the marks. @param {string} document @param {string} text */
export function withReport(document, text) {
  const [from, to] = MARKS.map((mark) => document.indexOf(mark));
  if (from < 0 || to < from) throw new Error(`docs/media.md has no ${MARKS.join(' … ')}`);
  return `${document.slice(0, from + MARKS[0].length)}\n${text}\n${document.slice(to)}`;
}
