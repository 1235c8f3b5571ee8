// One request of a viewer: compares every byte with the film, and measures the time without bytes.
import { request } from 'node:http';
import { pause } from '../support/wait.mjs';

/** Greatest wait of a viewer while an honest peer is available, in milliseconds. */
export const LONGEST_WAIT = 30_000;
const LOOK = 250;

/**
 * @typedef {object} Wanted
 * @property {string} url
 * @property {number} from
 * @property {number} bytes
 * @property {number} rest milliseconds between two parts, which set the viewer's speed
 * @property {(at: number, bytes: Buffer) => boolean} isRight
 * @property {() => number} fairSince time since which bytes could have come, in milliseconds since 1970; Infinity: they
 * cannot
 */
/**
 * @typedef {{bytes: number, wrong: number | null, status: number, ended: boolean, waited: number, late: boolean, why:
 * string}} Got `ended`: the response was complete; `why`: the connection's error
 */

/** @param {Wanted} wanted @returns {Promise<Got>} */
export function read(wanted) {
  const got = { bytes: 0, wrong: /** @type {number | null} */ (null), status: 0, ended: false, waited: 0, late: false, why: '' };
  return new Promise((resolve) => {
    let last = Date.now();
    const asked = request(`${wanted.url}`, { agent: false, headers: { Range: `bytes=${wanted.from}-` } });
    const look = setInterval(() => {
      const wait = Date.now() - Math.max(last, wanted.fairSince());
      got.waited = Math.max(got.waited, wait);
      got.late = wait > LONGEST_WAIT;
      if (got.late) asked.destroy();
    }, LOOK);
    const end = () => {
      clearInterval(look);
      resolve(got);
    };
    asked.once('close', () => got.status === 0 && end());
    asked.on('error', (error) => (got.why = error.message));
    asked.once('response', async (response) => {
      got.status = response.statusCode ?? 0;
      try {
        for await (const part of response) {
          if (got.status === 206) take(wanted, got, part);
          got.ended = got.bytes >= wanted.bytes || got.wrong !== null;
          if (got.ended) break;
          if (wanted.rest > 0) await pause(wanted.rest);
          last = Date.now();
        }
      } catch {
        // the response was cut off
      }
      asked.destroy();
      end();
    });
    asked.end();
  });
}

/** @param {Wanted} wanted @param {Got} got @param {Buffer} part */
function take(wanted, got, part) {
  const at = wanted.from + got.bytes;
  if (!wanted.isRight(at, part)) got.wrong = at;
  got.bytes += part.length;
}
