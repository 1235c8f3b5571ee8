// Hostile Matroska files: elements that are endless, nested, or reference each other.
import { randomBytes } from '../random.mjs';
import { sps } from './bits.mjs';

/** @param {number[]} id @param {...Buffer} inside */
const element = (id, ...inside) =>
  lying(
    id,
    inside.reduce((sum, part) => sum + part.length, 0),
    ...inside,
  );

/** An element with a false size. @param {number[]} id @param {number} size @param {...Buffer} inside */
function lying(id, size, ...inside) {
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE((1n << 56n) | BigInt(size));
  return Buffer.concat([Buffer.from(id), length, ...inside]);
}

/** @param {number} value */
function number(value) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

/** @param {string} words */
const text = (words) => Buffer.from(words);

const ID = {
  segment: [0x18, 0x53, 0x80, 0x67],
  info: [0x15, 0x49, 0xa9, 0x66],
  tracks: [0x16, 0x54, 0xae, 0x6b],
  seekHead: [0x11, 0x4d, 0x9b, 0x74],
  cues: [0x1c, 0x53, 0xbb, 0x6b],
  chapters: [0x10, 0x43, 0xa7, 0x70],
  tags: [0x12, 0x54, 0xc3, 0x67],
  attachments: [0x19, 0x41, 0xa4, 0x69],
  cluster: [0x1f, 0x43, 0xb6, 0x75],
};

const HEAD = element(
  [0x1a, 0x45, 0xdf, 0xa3],
  element([0x42, 0x82], text('matroska')),
  element([0x42, 0x87], number(4)),
  element([0x42, 0x85], number(2)),
);
const INFO = element(ID.info, element([0x2a, 0xd7, 0xb1], number(1_000_000)), element([0x44, 0x89], float(60_000)));
const MOST = Number.MAX_SAFE_INTEGER;

/** @param {number} value */
function float(value) {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes;
}

/** @param {{number?: number, codec?: string, width?: number, height?: number, more?: Buffer[]}} [parts] */
function track({ number: n = 1, codec = 'V_MPEG4/ISO/ASP', width = 320, height = 180, more = [] } = {}) {
  const picture = element([0xe0], element([0xb0], number(width)), element([0xba], number(height)));
  return element(
    [0xae],
    element([0xd7], number(n)),
    element([0x73, 0xc5], number(n)),
    element([0x83], number(1)),
    element([0x86], text(codec)),
    picture,
    ...more,
  );
}

const CLUSTER = element(
  ID.cluster,
  element([0xe7], number(0)),
  element([0xa3], Buffer.from([0x81, 0, 0, 0x80]), randomBytes(4000, 4)),
);

/** @param {...Buffer} inside */
const film = (...inside) => Buffer.concat([HEAD, element(ID.segment, INFO, ...inside, CLUSTER)]);
const TRACKS = element(ID.tracks, track());

/** Nested elements. @param {number[]} id @param {number} depth */
function nested(id, depth) {
  const size = id.length + 8;
  return Buffer.concat(Array.from({ length: depth }, (_, n) => lying(id, (depth - n - 1) * size)));
}

/** @param {string} name @param {Buffer} bytes @param {number} [size] */
function attachment(name, bytes, size = bytes.length) {
  return element(
    [0x61, 0xa7],
    element([0x46, 0x6e], text(name)),
    element([0x46, 0x60], text('font/ttf')),
    element([0x46, 0xae], number(7)),
    lying([0x46, 0x5c], size, bytes),
  );
}

/** Films by their names. @param {import('./lists.mjs').Bait} bait @returns {Record<string, Buffer>} */
export function hostileMatroska({ http, secret }) {
  const seek = (/** @type {number[]} */ id, /** @type {number} */ at) =>
    element([0x4d, 0xbb], element([0x53, 0xab], Buffer.from(id)), element([0x53, 0xac], number(at)));
  const cue = (/** @type {number} */ at) =>
    element(
      [0xbb],
      element([0xb3], number(at)),
      element([0xb7], element([0xf7], number(1)), element([0xf1], number(MOST))),
    );
  const set = sps(65_536, 65_536);
  const codecPrivate = element(
    [0x63, 0xa2],
    Buffer.from([1, 100, 0, 62, 255, 225, 0, set.length, ...set, 1, 0, 4, 0x68, 0xee, 0x3c, 0x80]),
  );
  const links = element(
    ID.info,
    element([0x3c, 0xb9, 0x23], randomBytes(16, 1)),
    element([0x3c, 0x83, 0xab], text(secret)),
    element([0x3e, 0xb9, 0x23], randomBytes(16, 2)),
    element([0x3e, 0x83, 0xbb], text(`file://${secret}`)),
  );
  const encoding = element(
    [0x6d, 0x80],
    element([0x62, 0x40], element([0x50, 0x34], element([0x42, 0x54], number(0)))),
  );
  return {
    'mkv-unknown-size.mkv': Buffer.concat([
      HEAD,
      Buffer.from([...ID.segment, 0x01, 255, 255, 255, 255, 255, 255, 255]),
      INFO,
      TRACKS,
    ]),
    'mkv-segment-huge.mkv': Buffer.concat([HEAD, lying(ID.segment, MOST, INFO, TRACKS, CLUSTER)]),
    'mkv-void-huge.mkv': Buffer.concat([HEAD, lying(ID.segment, MOST, lying([0xec], 2 ** 50), INFO, TRACKS)]),
    'mkv-tracks-huge.mkv': Buffer.concat([HEAD, element(ID.segment, INFO, lying(ID.tracks, 2 ** 40, track()))]),
    'mkv-private-huge.mkv': film(element(ID.tracks, track({ more: [lying([0x63, 0xa2], 2 ** 31)] }))),
    'mkv-name-huge.mkv': film(
      element(ID.tracks, track({ more: [element([0x53, 0x6e], Buffer.alloc(2_000_000, 'A'))] })),
    ),
    'mkv-name-control.mkv': film(
      element(
        ID.tracks,
        track({ more: [element([0x53, 0x6e], text('a\nstreams.stream.0.codec_name="x"\n\u202e\u0000\u001b[2J"'))] }),
      ),
    ),
    'mkv-tracks-many.mkv': film(
      element(ID.tracks, ...Array.from({ length: 5000 }, (_, n) => track({ number: n + 1 }))),
    ),
    'mkv-picture-65535.mkv': film(
      element(ID.tracks, track({ codec: 'V_MPEG4/ISO/AVC', width: 65_535, height: 65_535, more: [codecPrivate] })),
    ),
    'mkv-picture-2-31.mkv': film(element(ID.tracks, track({ width: 2 ** 31 - 1, height: 2 ** 31 - 1 }))),
    'mkv-raw-picture.mkv': film(element(ID.tracks, track({ codec: 'V_UNCOMPRESSED', width: 30_000, height: 30_000 }))),
    'mkv-tags-nested.mkv': film(TRACKS, element(ID.tags, element([0x73, 0x73], nested([0x67, 0xc8], 20_000)))),
    'mkv-chapters-nested.mkv': film(TRACKS, element(ID.chapters, element([0x45, 0xb9], nested([0xb6], 20_000)))),
    'mkv-chapters-many.mkv': film(
      TRACKS,
      element(
        ID.chapters,
        element(
          [0x45, 0xb9],
          ...Array.from({ length: 20_000 }, (_, n) =>
            element(
              [0xb6],
              element([0x73, 0xc4], number(n + 1)),
              element([0x91], number(n * 1e6)),
              element([0x80], element([0x85], text('x'.repeat(60)))),
            ),
          ),
        ),
      ),
    ),
    'mkv-seek-loop.mkv': film(element(ID.seekHead, ...Array.from({ length: 50 }, () => seek(ID.seekHead, 0))), TRACKS),
    'mkv-seek-beyond.mkv': film(
      element(ID.seekHead, seek(ID.cues, MOST), seek(ID.tags, 2 ** 40), seek(ID.chapters, 5)),
      TRACKS,
    ),
    'mkv-cues-beyond.mkv': film(TRACKS, element(ID.cues, ...Array.from({ length: 5000 }, (_, n) => cue(n)))),
    'mkv-linked.mkv': Buffer.concat([HEAD, element(ID.segment, links, TRACKS, CLUSTER)]),
    'mkv-attachment-path.mkv': film(
      TRACKS,
      element(
        ID.attachments,
        attachment(`../../../..${secret}`, randomBytes(900, 5)),
        attachment(`${http}/font.ttf`, randomBytes(9, 6)),
      ),
    ),
    'mkv-attachment-huge.mkv': film(
      TRACKS,
      element(ID.attachments, attachment('font.ttf', randomBytes(900, 5), 2 ** 32)),
    ),
    'mkv-attachments-many.mkv': film(
      TRACKS,
      element(
        ID.attachments,
        ...Array.from({ length: 3000 }, (_, n) => attachment(`${n}.ttf`, randomBytes(40, n + 1))),
      ),
    ),
    'mkv-compressed.mkv': film(element(ID.tracks, track({ more: [encoding] }))),
    'mkv-blocks-laced.mkv': film(
      TRACKS,
      element(
        ID.cluster,
        element([0xe7], number(0)),
        ...Array.from({ length: 300 }, () =>
          element([0xa3], Buffer.from([0x81, 0, 0, 0x86, 0xff]), Buffer.alloc(255, 255)),
        ),
      ),
    ),
  };
}
