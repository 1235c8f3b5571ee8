// One run of one case with one peer, in that peer's network: standard input has the order as a line of JSON, the last
// line of standard output has the values.
import { createInterface } from 'node:readline';
import { Resources } from '../support/resources.mjs';
import { ACTIONS } from './actions.mjs';

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const nextLine = async () => JSON.parse((await lines.next()).value);
const say = (/** @type {object} */ what) => process.stdout.write(`${JSON.stringify(what)}\n`);

const { action, loopback, settings, trace, ...order } = await nextLine();
const resources = new Resources();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => void resources.dispose().finally(() => process.exit(1)));
}
const ask = async (/** @type {string} */ what) => {
  say({ ask: what });
  return nextLine();
};
try {
  const place = { resources, folder: resources.folder(), loopback, settings, trace, film: order.film };
  say({ values: await ACTIONS[action]({ ...order, place, ask }) });
} finally {
  await resources.dispose();
}
process.exit(0);
