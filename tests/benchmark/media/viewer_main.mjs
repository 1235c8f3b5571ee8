// Times one person with one browser. Standard input has the order, the last line of standard output the measurements.
// Runs in the network of its peers.
import { text } from 'node:stream/consumers';
import { startBrowser } from '../../support/browser.mjs';
import { Resources } from '../../support/resources.mjs';
import { Torrents } from '../../support/torrents.mjs';
import { User } from '../../support/user.mjs';
import { pause, until } from '../../support/wait.mjs';
import { usage } from '../process_tree.mjs';
import { install } from './in_page.mjs';

/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {{family: import('../../support/browser.mjs').Family, magnet: string, complete: boolean, rounds: number,
 *   listen: string, seeks: number[], sounds: boolean, watched: number}} Order
 *   `watched`: seconds over which processor time is counted */

const MEBIBYTE = 1024 * 1024;
/** Milliseconds after which a closed player and its session have ended. */
const UNTIL_QUIET = 1000;
/** Milliseconds after which a player has filled its buffer. */
const UNTIL_FULL = 8000;

/** @param {Page} page @param {string} name @param {number[]} values */
const ask = (page, name, ...values) =>
  page.evaluate((call, given) => /** @type {any} */ (window).watch[call](...given), name, values);

/** @param {import('../../support/browser.mjs').Browser} browser @param {string} magnet */
async function open(browser, magnet) {
  const page = await browser.openPlayer(magnet);
  await page.evaluate(install);
  const start = await until(() => ask(page, 'start'), 60_000, 'a moving picture');
  return { page, start };
}

/** @param {Page} page */
async function switchSound(page) {
  await ask(page, 'watchGaps');
  await page.keyboard.press('a');
  await page.waitForSelector('#audio_menu button');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await pause(3000);
  return ask(page, 'longestGap');
}

/**
 * Processor time and memory of the daemon and its programs while the film plays.
 * @param {number} pid
 * @param {number} lasting seconds
 */
async function costs(pid, lasting) {
  const before = usage(pid);
  let most = 0;
  for (let second = 0; second < lasting; second++) {
    await pause(1000);
    most = Math.max(most, usage(pid).residentBytes);
  }
  return { cpu: ((usage(pid).cpuSeconds - before.cpuSeconds) / lasting) * 100, memory: most / MEBIBYTE };
}

/**
 * The measurements that are made once.
 * @param {Page} page
 * @param {Order} order
 * @param {number} pid
 * @param {Record<string, number[]>} values
 */
async function watch(page, order, pid, values) {
  if (order.watched > 0) {
    await pause(UNTIL_FULL);
    const { cpu, memory } = await costs(pid, order.watched);
    values.cpu.push(cpu);
    values.memory.push(memory);
  }
  for (const to of order.seeks) {
    const { here, took } = await ask(page, 'seek', to);
    if (!here) values.seek.push(took);
    await pause(500);
  }
  if (order.sounds) values.sound_switch.push(await switchSound(page));
}

/** @param {Resources} resources @param {Order} order */
async function measure(resources, order) {
  const user = new User(resources, { listen_interfaces: order.listen, idle_exit: 0 });
  const daemon = await user.startDaemon();
  const client = await user.connect();
  const torrents = await Torrents.of(client);
  const browser = await startBrowser(resources, order.family, user);
  await (await browser.openOwn('options/options.html')).close(); // the state of a browser that has been used before
  /** @type {Record<string, number[]>} */
  const values = { start: [], seek: [], sound_switch: [], cpu: [], memory: [] };
  if (order.complete) await torrents.fetchWhole(order.magnet);
  for (let round = 0; round < order.rounds; round++) {
    const { page, start } = await open(browser, order.magnet);
    values.start.push(start);
    if (round === 0) await watch(page, order, /** @type {number} */ (daemon.pid), values);
    await page.close();
    await (order.complete ? startOver(client) : forget(client));
    await pause(UNTIL_QUIET);
  }
  return values;
}

/** @param {import('../../support/rpc.mjs').RpcPeer} client */
async function forget(client) {
  for (const { id } of (await client.request('torrents.list', { limit: 10 })).torrents) {
    await client.request('torrents.remove', { id, data: 'delete' });
  }
}

/**
 * Resets positions, so that the next start is at the film's beginning.
 * @param {import('../../support/rpc.mjs').RpcPeer} client
 */
async function startOver(client) {
  for (const { id } of (await client.request('torrents.list', { limit: 10 })).torrents) {
    await client.request('positions.set', { id, file: 0, seconds: 0, duration: 0 });
  }
}

const resources = new Resources();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => void resources.dispose().finally(() => process.exit(1)));
}
try {
  const values = await measure(resources, JSON.parse(await text(process.stdin)));
  process.stdout.write(`${JSON.stringify(values)}\n`);
} finally {
  await resources.dispose();
}
process.exit(0);
