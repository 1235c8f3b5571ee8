// How many announces a second `magnetar tracker` answers on one core, and the memory that 100,000 peers take.
// usage: node tracker.mjs [ROUNDS]
// The tracker has one core and the clients the other. A second of the core is counted by the time that the tracker had of it, so
// that what else this machine does changes little; the rate by the clock is told beside it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BIN, program } from '../support/paths.mjs';
import { Child, residentBytes, run } from '../support/process.mjs';
import { Resources } from '../support/resources.mjs';

const rounds = Number(process.argv[2] ?? 3);
const CASES = [
  { wire: 'udp', count: 200_000, torrents: 200, bar: 20_000 },
  { wire: 'http', count: 40_000, torrents: 200, bar: 3000 },
];

/** Seconds of a core that a process has had. @param {number} pid */
function coreSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** A tracker on the first core. @param {Resources} resources */
async function startTracker(resources) {
  const args = ['-c', '0', program('magnetar'), 'tracker', '--json', '--http', '0', '--udp', '0', '--listen', '127.0.0.1'];
  const child = new Child('taskset', args);
  resources.defer(() => child.end());
  return { child, urls: await child.firstLine(10_000) };
}

/** @param {string} wire @param {string} url @param {number} count @param {number} torrents */
async function announce(wire, url, count, torrents) {
  const port = new URL(url.replace(/^udp/, 'http')).port;
  const args = ['-c', '1', join(BIN, 'magnetar-announces'), wire, port, String(count), String(torrents)];
  const { code, stdout, stderr } = await run('taskset', args, { deadline: 120_000 });
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** @param {number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

const resources = new Resources();
try {
  for (const { wire, count, torrents, bar } of CASES) {
    const [byCore, byClock] = [[], []].map((list) => /** @type {number[]} */ (list));
    for (let round = 0; round < rounds; round++) {
      const { child, urls } = await startTracker(resources);
      const before = coreSeconds(child.pid);
      const { answered, unanswered, seconds } = await announce(wire, urls[wire][0], count, torrents);
      if (unanswered > 0) console.log(`${wire}: ${unanswered} announces had no answer`);
      byCore.push(answered / (coreSeconds(child.pid) - before));
      byClock.push(answered / seconds);
      await child.end();
    }
    const told = `${Math.round(median(byCore))} a second of one core (${Math.round(median(byClock))} by the clock)`;
    console.log(`${wire} announces: ${told}, bar ${bar}, n = ${rounds}`);
  }
  for (const torrents of [1, 1000]) {
    const { child, urls } = await startTracker(resources);
    await announce('udp', urls.udp[0], 100_000, torrents);
    const mebibytes = residentBytes(child.pid) / (1 << 20);
    console.log(`100000 peers of ${torrents} torrents: ${mebibytes.toFixed(1)} MiB, bar 60 MB`);
    await child.end();
  }
} finally {
  await resources.dispose();
}
