// Measures how long a viewer waits for bytes when the computer's address changes while a film plays (another Wi-Fi).
// Both computers are network namespaces on one link. Magnetar alone, with default settings; as root.
//   node tests/benchmark/address_change.mjs [ROUNDS]
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { program } from '../support/paths.mjs';
import { Child, run } from '../support/process.mjs';
import { randomBytes } from '../support/random.mjs';
import { Resources } from '../support/resources.mjs';
import { Torrents } from '../support/torrents.mjs';
import { User } from '../support/user.mjs';

const MEBIBYTE = 1 << 20;
const content = randomBytes(48 * MEBIBYTE, 12);
const SEEDER = '11.0.0.1';
const seconds = () => performance.now() / 1000;

/** @param {string} line of a shell */
async function sh(line) {
  const { code, stderr } = await run('sh', ['-c', line]);
  if (code !== 0) throw new Error(`${line}: ${stderr}`);
}

/** @param {Resources} resources */
async function makeWire(resources) {
  const names = { viewer: `magnetar-viewer-${process.pid}`, seeder: `magnetar-seeder-${process.pid}` };
  for (const name of Object.values(names)) {
    await sh(`ip netns add ${name} && ip -n ${name} link set lo up`);
    resources.defer(() => sh(`ip netns delete ${name}`));
  }
  await sh(`ip link add wire netns ${names.viewer} type veth peer name wire netns ${names.seeder}`);
  await sh(`ip -n ${names.seeder} address add ${SEEDER}/16 dev wire && ip -n ${names.seeder} link set wire up`);
  await sh(`ip -n ${names.viewer} address add 11.0.0.2/16 dev wire && ip -n ${names.viewer} link set wire up`);
  return names;
}

/** Seconds from the new address to the viewer's next bytes. @param {number} gone milliseconds without any address */
async function once(gone) {
  const resources = new Resources();
  try {
    const { viewer, seeder } = await makeWire(resources);
    const path = join(resources.folder(), 'film.mp4');
    writeFileSync(path, content);
    const seed = new Child('ip', ['netns', 'exec', seeder, program('magnetar-seed'), '--listen', `${SEEDER}:6881`, '--upload-limit', '1000000', path]);
    resources.defer(() => seed.end());
    const { magnet } = await seed.firstLine(15_000);
    const user = new User(resources, { listen_interfaces: '0.0.0.0:0', only_watched: true });
    await user.startDaemon(['ip', 'netns', 'exec', viewer]);
    const client = await user.connect();
    const id = await (await Torrents.of(client)).add(magnet);
    const { file } = await client.request('streams.open', { id });
    const read = (/** @type {number} */ at) => sh(`ip netns exec ${viewer} curl -sf -m 90 -o /dev/null -r ${at}-${at + 99_999} ${file.url}`);
    await read(0);
    await sh(`ip -n ${viewer} address delete 11.0.0.2/16 dev wire`);
    await pause(gone);
    await sh(`ip -n ${viewer} address add 11.0.0.3/16 dev wire`);
    const possible = seconds();
    await read(40 * MEBIBYTE);
    return seconds() - possible;
  } finally {
    await resources.dispose();
  }
}

const rounds = Number(process.argv[2] ?? 5);
for (const gone of [0, 10_000]) {
  const times = [];
  for (let round = 0; round < rounds; round++) times.push(await once(gone).catch((error) => (console.error(String(error)), Infinity)));
  const sorted = times.sort((a, b) => a - b).map((time) => time.toFixed(2));
  console.log(`another address after ${gone / 1000} s without one: ${sorted.join(' ')} s`);
}
