// Faulty frames, from nearly right to random bytes; the same seed gives the same frames.
import { frame, lengthPrefix } from './frames.mjs';
import { below } from './random.mjs';

const hello = {
  jsonrpc: '2.0',
  id: 1,
  method: 'hello',
  params: { protocol: { min: 1, max: 1 }, client: { name: 'x', version: '1' } },
};
const REQUESTS = [
  hello,
  ...[
    ['torrents.add', { source: 'magnet:?xt=urn:btih:0123456789012345678901234567890123456789&dn=x', paused: true }],
    ['torrents.add', { torrent: 'ZDQ6aW5mb2Q0Om5hbWUxOngxMjpwaWVjZSBsZW5ndGhpMTYzODRlZWU=', paused: true }],
    ['torrents.list', { offset: 0, limit: 10 }],
    ['torrents.get', { id: 'abc' }],
    ['torrents.files', { id: 'abc', offset: 0, limit: 5 }],
    ['torrents.remove', { id: 'abc', data: 'keep' }],
    ['torrents.select', { id: 'abc', files: [0, 1] }],
    ['torrents.subscribe', {}],
    ['torrents.unsubscribe', {}],
    ['streams.open', { id: 'abc', file: 0 }],
    ['positions.set', { id: 'abc', file: 0, seconds: 1.5, duration: 2 }],
    ['settings.set', { settings: { upload_limit: 0, nonsense: 1 } }],
    ['settings.get', {}],
    ['status.get', {}],
  ].map(([method, params], n) => ({ jsonrpc: '2.0', id: n + 2, method, params })),
];
const VALUES = [
  null,
  true,
  -1,
  0,
  1e308,
  -0.5,
  2 ** 53,
  '',
  '\u0000',
  '\ud800',
  'x'.repeat(70_000),
  [],
  {},
  [[[[]]]],
  { id: { id: {} } },
  '../../etc/passwd',
  'NaN',
];

/** @typedef {(random: () => number) => Buffer} Mutation makes one frame */

/** @type {Mutation[]} frames whose length is right */
const WELL_FRAMED = [
  (random) => frame(swapValue(pick(random, REQUESTS), random)),
  (random) => frame(flipBytes(Buffer.from(JSON.stringify(pick(random, REQUESTS))), random)),
  (random) => {
    const text = Buffer.from(JSON.stringify(pick(random, REQUESTS)));
    return frame(text.subarray(0, 1 + below(random, text.length)));
  },
  (random) => frame(Buffer.from(Array.from({ length: 1 + below(random, 300) }, () => below(random, 256)))),
  (random) => frame(Buffer.from('[{"'.charAt(below(random, 3)).repeat(1 + below(random, 5000)))),
  (random) => frame([pick(random, REQUESTS), pick(random, REQUESTS)]),
  (random) => {
    const text = JSON.stringify(pick(random, REQUESTS));
    return frame(
      Buffer.from(
        text.slice(0, below(random, text.length)) +
          JSON.stringify(pick(random, VALUES)) +
          text.slice(below(random, text.length)),
      ),
    );
  },
];

/** @type {Mutation[]} bytes after which the receiver cannot find the next frame */
const BADLY_FRAMED = [
  (random) => Buffer.concat([lengthPrefix(below(random, 2 ** 32)), Buffer.alloc(below(random, 64), 'x')]),
  () => lengthPrefix(0),
  (random) => flipBytes(frame(pick(random, REQUESTS)), random, 4),
  (random) => Buffer.from(Array.from({ length: 4 + below(random, 200) }, () => below(random, 256))),
];

/** Whether these bytes are a message that JSON-RPC answers: all but notifications. @param {Buffer} bytes */
function isOwedAnAnswer(bytes) {
  try {
    const message = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(4)));
    return message === null || typeof message !== 'object' || Array.isArray(message) || 'id' in message;
  } catch {
    return true;
  }
}

/**
 * One frame in fifty is badly framed.
 * @param {() => number} random
 * @returns {{bytes: Buffer, wellFramed: boolean, owed: boolean}}
 */
export function hostileFrame(random) {
  const wellFramed = random() > 0.02;
  const bytes = pick(random, wellFramed ? WELL_FRAMED : BADLY_FRAMED)(random);
  return { bytes, wellFramed, owed: wellFramed && isOwedAnAnswer(bytes) };
}

/** @template T @param {() => number} random @param {T[]} from @returns {T} */
function pick(random, from) {
  return from[below(random, from.length)];
}

/**
 * Flips bits in some of the first `reach` bytes.
 * @param {Buffer} bytes
 * @param {() => number} random
 * @param {number} [reach]
 */
function flipBytes(bytes, random, reach = bytes.length) {
  for (let n = 1 + below(random, 4); n > 0; n--) bytes[below(random, reach)] ^= 1 << below(random, 8);
  return bytes;
}

/** A copy with one value, at any depth, replaced by another. @param {any} message @param {() => number} random */
function swapValue(message, random) {
  const copy = structuredClone(message);
  let at = copy;
  for (;;) {
    const key = pick(random, Object.keys(at));
    if (at[key] !== null && typeof at[key] === 'object' && Object.keys(at[key]).length > 0 && random() < 0.7) {
      at = at[key];
      continue;
    }
    at[key] = pick(random, VALUES);
    return copy;
  }
}
