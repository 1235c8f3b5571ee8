// The helper program's side of child_peer.mjs: answers each line of standard input with a line, in order; ends with it.
import { createInterface } from 'node:readline';

/** @param {(request: any) => Promise<object>} answer */
export function serveRequests(answer) {
  const say = (/** @type {object} */ what) => process.stdout.write(`${JSON.stringify(what)}\n`);
  createInterface({ input: process.stdin })
    .on('line', (line) => {
      answer(JSON.parse(line)).then(say, (error) => {
        console.error(error);
        process.exit(1);
      });
    })
    .on('close', () => process.exit(0));
  say({ ready: true });
}
