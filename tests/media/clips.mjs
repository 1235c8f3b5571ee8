// The films of the cells, made once and kept in build/media-clips under the hash of their recipe.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { keptFolder } from '../support/paths.mjs';
import { run } from '../support/process.mjs';
import { removeCues } from './matroska.mjs';
import { ending, recipe } from './recipes.mjs';

/** @typedef {import('./cells.mjs').Cell} Cell */
/** @typedef {{path: string, lead: number}} Clip lead: how much later than the film its first picture is, in seconds */

/** @param {Cell} cell @returns {Promise<Clip>} */
async function clipOf(cell) {
  const made = recipe(cell);
  const hash = createHash('sha256').update(JSON.stringify([cell.container, made])).digest('hex').slice(0, 10);
  const path = join(keptFolder('media-clips'), `${cell.name.replaceAll('/', '-')}-${hash}.${ending(cell)}`);
  if (!existsSync(path)) await make(cell, made, path);
  return { path, lead: await leadOf(path) };
}

/** @param {Cell} cell @param {string[]} made @param {string} path */
async function make(cell, made, path) {
  const unfinished = path.replace(/\.(\w+)$/, `.${process.pid}.$1`);
  const command = ['-v', 'error', '-nostdin', '-y', ...made, unfinished];
  const { code, stderr } = await run('ffmpeg', command, { deadline: 300_000 });
  if (code !== 0) throw new Error(`${cell.name}: ffmpeg: ${stderr.slice(-500)}`);
  if (cell.container === 'mkv-nocues') {
    const bytes = readFileSync(unfinished);
    if (!removeCues(bytes)) throw new Error(`${cell.name}: no index to take out`);
    writeFileSync(unfinished, bytes);
  }
  renameSync(unfinished, path);
}

/** The first frame as it is decoded: a container without presentation times (AVI) tells it no other way. @param {string} path */
async function leadOf(path) {
  const entries = 'frame=best_effort_timestamp_time:format=start_time';
  const few = ['-select_streams', 'v', '-read_intervals', '%+#8'];
  const command = ['-v', 'error', ...few, '-show_entries', entries, '-of', 'json', path];
  const { frames, format } = JSON.parse((await run('ffprobe', command)).stdout);
  const times = frames.map((/** @type {any} */ frame) => Number(frame.best_effort_timestamp_time));
  return Math.min(...times.filter(Number.isFinite)) - Number(format.start_time);
}

/**
 * Makes the missing films, as many at once as there are processors.
 * @param {Cell[]} cells
 * @param {(cell: Cell) => void} onReady
 * @returns {Promise<Map<string, Clip>>} by the name of the cell
 */
export async function prepareClips(cells, onReady) {
  /** @type {Map<string, Clip>} */
  const clips = new Map();
  const waiting = [...cells];
  const work = async () => {
    for (let cell = waiting.shift(); cell; cell = waiting.shift()) {
      clips.set(cell.name, await clipOf(cell));
      onReady(cell);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return clips;
}
