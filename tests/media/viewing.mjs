// One film in one browser: opened as a person opens it, watched, with seeks; returned as numbers.
import { abilitiesOf } from '../../extension/src/player/source/abilities.js';
import { FRAMES_PER_SECOND, shownFrame } from '../support/film.mjs';
import { Resources } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { until } from '../support/wait.mjs';
import { install } from './in_page.mjs';
import { TONES } from './recipes.mjs';

/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {{played: number, longest: number, pictures: number, off: number | null}} Watched longest: ms without a new picture */
/** @typedef {{to: number, here: boolean, arrived: boolean, took: number, still: {time: number, off: number | null}, moving: Watched}} Jump */
/**
 * @typedef {object} Viewing
 * @property {'direct' | 'pulled'} way
 * @property {{video: string, audio: string}} plan
 * @property {number} started milliseconds from the link to the moving picture
 * @property {number | null} length seconds, null when the browser does not know
 * @property {Watched} beginning
 * @property {Jump[]} jumps
 * @property {{bytes: number | null, has: boolean | null, right: number, wrong: number, late: number[]}} sound
 *     right, wrong: looks at the tone; late: milliseconds by which tones changed after the clock
 */

/** Targets far ahead, back, a little ahead, a little back, near the end: each in the middle of a frame. */
const JUMPS = [40.02, 12.54, 14.1, 13.3, 46.9];

/** Observes the frame and the tone, once the film moves. @param {Page} page */
function look(page) {
  return page.evaluate(() => ({
    state: document.documentElement.dataset.state ?? '',
    sentence: document.querySelector('#sentence')?.textContent ?? '',
    time: document.querySelector('video')?.currentTime ?? 0,
    width: document.querySelector('video')?.videoWidth ?? 0,
  }));
}

/** @param {Page} page */
async function untilItMoves(page) {
  let last = '';
  const moves = async () => {
    const { state, sentence, time, width } = await look(page);
    last = `${state} "${sentence}" at ${time} s`;
    if (state === 'unplayable' || state === 'problem') throw new Error(`the player says: ${sentence}`);
    return state === 'playing' && time > 0.05 && width > 0; // a file that is tried directly may be heard at first
  };
  await until(moves, 25_000, () => `a moving picture; the player shows ${last}`);
}

/** The abilities that the player reports in this browser. @param {Page} page */
async function abilities(page) {
  /** @type {string[]} */
  const types = [];
  const note = (/** @type {string} */ type) => (types.push(type), '');
  abilitiesOf({ canPlayType: note }, { isTypeSupported: (type) => note(type) !== '' });
  const { plays, takes, firefox } = await page.evaluate((asked) => {
    const video = /** @type {HTMLVideoElement} */ (document.querySelector('video'));
    const plays = asked.filter((type) => video.canPlayType(type) !== '');
    return { plays, takes: asked.filter((type) => MediaSource.isTypeSupported(type)), firefox: 'mozHasAudio' in video };
  }, types);
  const video = { canPlayType: (/** @type {string} */ type) => (plays.includes(type) ? 'maybe' : ''), ...(firefox ? { mozHasAudio: false } : {}) };
  return abilitiesOf(video, { isTypeSupported: (type) => takes.includes(type) });
}

/**
 * The daemon's plan of the film for this browser.
 * @param {Page} page @param {import('../support/rpc.mjs').RpcPeer} client @param {any} torrent
 * @param {'direct' | 'pulled'} way
 */
async function planOf(page, client, torrent, way) {
  if (way === 'direct') return { video: 'copy', audio: 'copy' };
  const asked = { id: torrent.id, file: torrent.main_file, can: await abilities(page) };
  const { plan } = await client.request('media.describe', asked, 30_000);
  return { video: plan.video, audio: plan.audio };
}

/** @param {Page} page @param {number} lead @returns {Promise<Omit<Viewing, 'started' | 'plan'>>} */
async function watchAll(page, lead) {
  await page.evaluate(install, shownFrame.toString(), { fps: FRAMES_PER_SECOND, lead, tones: TONES });
  const own = (/** @type {string} */ name, /** @type {number[]} */ ...values) =>
    page.evaluate((call, given) => /** @type {any} */ (window).matrix[call](...given), name, values);
  const beginning = await own('watch', 2.2, 12_000);
  const jumps = [];
  for (const seconds of JUMPS) jumps.push(await own('jump', seconds));
  const length = await own('length');
  return {
    way: await own('way'),
    length: Number.isFinite(length) ? length : null,
    beginning,
    jumps,
    sound: await own('sound'),
  };
}

/**
 * @param {import('../support/browser.mjs').Browser} browser
 * @param {import('../support/rpc.mjs').RpcPeer} client of the same person's daemon
 * @param {import('./clips.mjs').Clip} clip
 * @returns {Promise<Viewing>}
 */
export async function view(browser, client, clip) {
  const resources = new Resources();
  try {
    const { magnet } = await seed(resources, clip.path);
    const from = performance.now();
    const page = await browser.openPlayer(magnet, { width: 640, height: 400 });
    resources.defer(() => page.close());
    await untilItMoves(page);
    const started = Math.round(performance.now() - from);
    const watched = await watchAll(page, clip.lead);
    const [torrent] = (await client.request('torrents.list', { limit: 1 })).torrents;
    resources.defer(() => client.request('torrents.remove', { id: torrent.id, data: 'delete' }));
    return { ...watched, started, plan: await planOf(page, client, torrent, watched.way) };
  } finally {
    await resources.dispose();
  }
}
