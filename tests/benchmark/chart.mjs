// The most asked-for rows as a chart (SVG) that is readable on light and dark pages. Pure.
import { figure } from './table.mjs';

/** @typedef {import('./numbers.mjs').Row} Row */

/** @type {Array<{title: string, case: string, metric: string, unit: string}>} */
const PANELS = [
  { title: 'Magnet link to first byte', case: 'start', metric: 'first_byte', unit: 's' },
  { title: 'Magnet link to first picture, index at the end', case: 'frame-moov-last', metric: 'first_frame', unit: 's' },
  { title: 'Seek while playing, first byte', case: 'seek-play', metric: 'first_byte', unit: 's' },
  { title: 'Seek at full rate, first byte', case: 'seek-full', metric: 'first_byte', unit: 's' },
  { title: 'Known torrent, program start to first byte', case: 'known', metric: 'first_byte', unit: 's' },
  { title: 'Complete file, 8 readers', case: 'readers-8', metric: 'megabytes_per_second', unit: 'MB/s' },
  { title: 'Download from an unlimited seeder', case: 'download', metric: 'megabytes_per_second', unit: 'MB/s' },
];

const WIDTH = 720;
const LABEL = 110;
const BAR = 18;
const STEP = 24;
const HEAD = 34;
const GAP = 18;
/** Space for the figure right of the longest bar. */
const FIGURE = 110;

const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328; }
  .title { font-weight: 600; font-size: 14px; }
  .bar { fill: #8c959f; }
  .own { fill: #1f6feb; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .bar { fill: #6e7681; }
    .own { fill: #58a6ff; }
  }`;

/** @param {string} text */
export function escape(text) {
  return text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

/** @param {string} what @param {string} text @param {number} x @param {number} y */
function label(what, text, x, y) {
  return `<text class="${what}" x="${x}" y="${y}">${escape(text)}</text>`;
}

/** @param {Row[]} rows @param {{title: string, unit: string}} panel @param {number} top */
function panelOf(rows, { title, unit }, top) {
  const largest = Math.max(...rows.map(({ median }) => median));
  const bars = rows.map(({ peer, median }, n) => {
    const y = top + HEAD + n * STEP;
    const width = Math.max(1, (median / largest) * (WIDTH - LABEL - FIGURE));
    const own = peer === 'magnetar' ? 'bar own' : 'bar';
    return [
      label('peer', peer, 0, y + 13),
      `<rect class="${own}" x="${LABEL}" y="${y}" width="${width.toFixed(1)}" height="${BAR}" rx="3"/>`,
      label('figure', `${figure(median)} ${unit}`, LABEL + width + 8, y + 13),
    ].join('\n');
  });
  return [label('title', title, 0, top + 20), ...bars].join('\n');
}

/** @param {Row[]} rows */
export function chart(rows) {
  let height = 0;
  const panels = PANELS.flatMap((panel) => {
    const its = rows.filter((row) => row.case === panel.case && row.metric === panel.metric);
    if (its.length === 0) return [];
    const drawn = panelOf(its, panel, height);
    height += HEAD + its.length * STEP + GAP;
    return [drawn];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-12 -4 ${WIDTH + 24} ${height + 8}" width="${WIDTH + 24}">`,
    '<title>Magnetar beside other programs</title>',
    `<style>${STYLE}</style>`,
    ...panels,
    '</svg>',
    '',
  ].join('\n');
}
