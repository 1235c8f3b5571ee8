// Finds pixels of a colour in a screenshot.
import { spawnSync } from 'node:child_process';

/** @typedef {{left: number, top: number, right: number, bottom: number, count: number}} Spot edges in pixels */

/**
 * The area that contains all pixels of a colour.
 * @param {import('puppeteer-core').Page} page
 * @param {(red: number, green: number, blue: number) => boolean} isColour
 * @returns {Promise<Spot>}
 */
export async function spotOf(page, isColour) {
  const { data, width } = pixelsOf(await page.screenshot());
  const spot = { left: Infinity, top: Infinity, right: -1, bottom: -1, count: 0 };
  for (let i = 0; i < data.length; i += 3) {
    if (!isColour(data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0)) continue;
    const [x, y] = [(i / 3) % width, Math.floor(i / 3 / width)];
    spot.left = Math.min(spot.left, x);
    spot.right = Math.max(spot.right, x);
    spot.top = Math.min(spot.top, y);
    spot.bottom = Math.max(spot.bottom, y);
    spot.count++;
  }
  return spot;
}

/** @param {Uint8Array} png three bytes a pixel, row by row */
export function pixelsOf(png) {
  const width = Buffer.from(png).readUInt32BE(16);
  const { stdout, status, stderr } = spawnSync(
    'ffmpeg',
    ['-v', 'error', '-f', 'png_pipe', '-i', 'pipe:0', '-f', 'rawvideo', '-pix_fmt', 'rgb24', 'pipe:1'],
    { input: png, maxBuffer: 64 << 20 },
  );
  if (status !== 0) throw new Error(`ffmpeg: ${stderr}`);
  return { data: stdout, width };
}
