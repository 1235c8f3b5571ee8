// Files that are no film, a part of one, or claim to be endless.
import { gzipSync } from 'node:zlib';
import { below, randomBytes, seededRandom } from '../random.mjs';
import { box, words } from './mp4.mjs';
import { sps } from './bits.mjs';

/** @param {...(string | number[])} parts */
const bytes = (...parts) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))));

/** 32-bit numbers, little endian. @param {...number} numbers */
function little(...numbers) {
  return words(...numbers).swap32();
}

const MOST = 0xffffffff;

/** @param {Buffer} content */
function zipOf(content) {
  const name = Buffer.from('film.mkv');
  const head = Buffer.concat([
    bytes('PK\x03\x04'),
    Buffer.from([20, 0, 0, 0, 8, 0, 0, 0, 0, 0]),
    little(0, content.length, MOST),
    Buffer.from([name.length, 0, 0, 0]),
    name,
  ]);
  return Buffer.concat([head, content]);
}

/** @returns {Record<string, Buffer>} */
function bombs() {
  const zeros = gzipSync(Buffer.alloc(64 << 20));
  const png = Buffer.concat([
    bytes([0x89], 'PNG\r\n\x1a\n'),
    words(13),
    bytes('IHDR'),
    words(65_535, 65_535),
    Buffer.from([8, 6, 0, 0, 0, 0, 0, 0, 0]),
    words(zeros.length),
    bytes('IDAT'),
    zeros,
  ]);
  const jpeg = bytes(
    [0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0xff, 0xff, 0xff, 0xff, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1],
    [0xff, 0xda, 0, 12, 3, 1, 0, 2, 17, 3, 17, 0, 63, 0],
  );
  const stream = Buffer.from([
    0,
    0,
    0,
    1,
    ...sps(65_536, 65_536),
    0,
    0,
    0,
    1,
    0x68,
    0xee,
    0x3c,
    0x80,
    0,
    0,
    0,
    1,
    0x65,
    0x88,
    0x84,
  ]);
  return {
    'bomb.gz.mkv': zeros,
    'bomb-twice.gz.mkv': gzipSync(zeros),
    'bomb.zip.mkv': zipOf(zeros),
    'picture-65535.png': png,
    'picture-65535.jpg': jpeg,
    'picture-65535.gif': Buffer.concat([
      bytes('GIF89a'),
      Buffer.from([255, 255, 255, 255, 0xf7, 0, 0]),
      Buffer.alloc(4000, 0x2c),
    ]),
    'picture.bmp': Buffer.concat([
      bytes('BM'),
      little(MOST, 0, 54, 40, 0x7fffffff, 0x7fffffff),
      Buffer.from([1, 0, 32, 0]),
      little(0, 0, 0, 0, 0, 0),
    ]),
    'stream-65536.h264': stream,
    'stream-65536.y4m': bytes('YUV4MPEG2 W65535 H65535 F25:1 Ip A1:1 C420jpeg\nFRAME\n'),
    'stream-65535.ivf': Buffer.concat([
      bytes('DKIF\0\0 \0VP90'),
      Buffer.from([255, 255, 255, 255]),
      little(MOST, 1, MOST, 0),
      little(0x7fffffff, 0, 0),
    ]),
  };
}

/**
 * Containers with impossible tables and sizes.
 * @param {import('./lists.mjs').Bait} bait
 * @returns {Record<string, Buffer>}
 */
function containers({ http }) {
  const riff = (/** @type {string} */ type, /** @type {Buffer} */ inside) =>
    Buffer.concat([bytes('RIFF'), little(MOST), bytes(type), inside]);
  const strh = Buffer.concat([
    bytes('LIST'),
    little(MOST),
    bytes('hdrlavih'),
    little(56),
    Buffer.alloc(56, 255),
    bytes('LIST'),
    little(MOST),
    bytes('strlstrh'),
    little(56),
    bytes('vidsXVID'),
    Buffer.alloc(48),
  ]);
  const superIndex = Buffer.concat([
    bytes('indx'),
    little(4096),
    Buffer.from([4, 0, 0, 0]),
    little(MOST),
    bytes('00dc'),
    Buffer.alloc(12),
    little(0, 0, 64, 1),
  ]);
  const mpegts = Buffer.alloc(188 * 600, 0xff);
  for (let n = 0; n < 600; n++)
    Buffer.from([0x47, 0x40 | (n >> 8), n & 255, 0x10, 0, 0, 0xb3, 0xff]).copy(mpegts, n * 188);
  const page = (/** @type {number} */ serial) =>
    Buffer.concat([
      bytes('OggS\0\x06'),
      Buffer.alloc(8, 255),
      little(serial, serial, 0),
      Buffer.from([255]),
      Buffer.alloc(255, 255),
    ]);
  const linked = Buffer.concat([
    words(3, 3),
    bytes('-->'),
    words(0),
    words(9, 9, 24, 0, http.length + 8),
    bytes(`${http}/picture`),
  ]);
  const flac = Buffer.concat([
    bytes('fLaC'),
    Buffer.from([0, 0, 0, 34]),
    Buffer.alloc(34, 16),
    Buffer.from([0x86, 0, 0, linked.length]),
    linked,
  ]);
  const apic = bytes('\0-->\0\x03\0', `${http}/cover`);
  const frame = Buffer.concat([bytes('APIC'), words(apic.length), Buffer.from([0, 0]), apic]);
  const id3 = (/** @type {number} */ size) =>
    Buffer.concat([bytes('ID3\x03\0\0'), Buffer.from([size >> 21, (size >> 14) & 127, (size >> 7) & 127, size & 127])]);
  return {
    'avi-nested.avi': riff(
      'AVI ',
      Buffer.concat(Array.from({ length: 20_000 }, () => Buffer.concat([bytes('LIST'), little(MOST), bytes('rec ')]))),
    ),
    'avi-index-loop.avi': riff('AVI ', Buffer.concat([strh, superIndex])),
    'avi-index-endless.avi': riff(
      'AVI ',
      Buffer.concat([
        strh,
        bytes('LIST'),
        little(4),
        bytes('movi'),
        bytes('idx1'),
        little(MOST),
        Buffer.alloc(100_000, '0'),
      ]),
    ),
    'wav-endless.wav': riff(
      'WAVE',
      Buffer.concat([
        bytes('fmt '),
        little(16),
        Buffer.from([1, 0, 255, 255]),
        little(MOST, MOST),
        Buffer.from([255, 255, 32, 0]),
        bytes('data'),
        little(MOST),
      ]),
    ),
    'programs-many.ts': mpegts,
    'ogg-streams-many.ogg': Buffer.concat(Array.from({ length: 3000 }, (_, n) => page(n))),
    'flv-deep.flv': Buffer.concat([
      bytes('FLV\x01\x05'),
      words(9, 0),
      Buffer.from([18, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
      bytes('\x02\0\nonMetaData'),
      Buffer.concat(Array.from({ length: 30_000 }, () => bytes('\x03\0\x01a'))),
    ]),
    'flac-picture-linked.flac': flac,
    'id3-picture-linked.mp3': Buffer.concat([id3(frame.length), frame, Buffer.alloc(2000)]),
    'id3-endless.mp3': Buffer.concat(Array.from({ length: 20_000 }, () => id3(10))),
    'asf-script.asf': Buffer.concat([
      Buffer.from('3026b2758e66cf11a6d900aa0062ce6c', 'hex'),
      little(MOST, 0, MOST),
      Buffer.from([1, 2]),
      bytes(`URL ${http}/script`),
    ]),
    'rm-chunks.rm': Buffer.concat([
      bytes('.RMF'),
      words(18, 0, 0, MOST),
      bytes('CONT'),
      words(MOST),
      Buffer.alloc(5000, 255),
    ]),
    'ape-frames.ape': Buffer.concat([
      bytes('MAC '),
      Buffer.from([0x96, 0x0f, 0, 0]),
      little(52, 24, MOST, 44, MOST, 0, 0),
      Buffer.alloc(16),
      Buffer.from([0xd0, 7, 0, 0]),
      little(73_728, 73_728, MOST),
      Buffer.from([16, 0, 2, 0]),
      little(44_100),
    ]),
    'tta-frames.tta': Buffer.concat([bytes('TTA1\x01\0\x02\0\x10\0'), little(44_100, MOST, 0)]),
    'caf-table.caf': Buffer.concat([
      bytes('caff'),
      words(0x10000),
      bytes('desc'),
      words(0, 32),
      Buffer.alloc(32),
      bytes('pakt'),
      words(0, 24),
      words(0x7fffffff, MOST, 0, 0, 0, 0),
    ]),
    'aiff-chunk.aiff': Buffer.concat([bytes('FORM'), words(MOST), bytes('AIFFCOMM'), words(MOST, MOST, MOST)]),
    'free-only.mp4': Buffer.concat([box('ftyp', bytes('isom')), ...Array.from({ length: 5000 }, () => box('free'))]),
  };
}

/** Bytes without structure. @returns {Record<string, Buffer>} */
function noise() {
  return {
    'one-byte.mkv': bytes('x'),
    'all-ones.mp4': Buffer.alloc(200_000, 255),
    'all-zeros.mkv': Buffer.alloc(3_000_000),
    'endless-zeros.mkv': Buffer.concat([
      bytes([0x1a, 0x45, 0xdf, 0xa3, 0x80, 0x18, 0x53, 0x80, 0x67, 0x01, 255, 255, 255, 255, 255, 255, 255]),
      Buffer.alloc(40_000_000),
    ]),
    'endless-mpeg.mpg': Buffer.alloc(2_000_000, Buffer.from([0, 0, 1, 0xba, 0x44, 0, 4, 0, 4, 1])),
    'random.mkv': randomBytes(400_000, 71),
    'random-film.mp4': Buffer.concat([box('ftyp', bytes('isomisom')), randomBytes(300_000, 72)]),
    'program.elf.mkv': Buffer.concat([bytes('\x7fELF\x02\x01\x01'), randomBytes(4000, 73)]),
  };
}

/**
 * Damaged copies of a film: truncated, with a hole, and with flipped bits.
 * @param {string} name @param {Buffer} film
 * @returns {Record<string, Buffer>}
 */
export function damaged(name, film) {
  const random = seededRandom(film.length);
  const turned = Buffer.from(film);
  for (let n = 0; n < 400; n++) turned[below(random, n < 100 ? 4000 : film.length)] ^= 1 << below(random, 8);
  const hole = Buffer.from(film);
  hole.fill(0, Math.floor(film.length * 0.3), Math.floor(film.length * 0.6));
  return {
    [`beginning-of-${name}`]: film.subarray(0, Math.floor(film.length / 100)),
    [`half-of-${name}`]: film.subarray(0, Math.floor(film.length / 2)),
    [`end-of-${name}`]: film.subarray(Math.floor(film.length / 2)),
    [`hole-in-${name}`]: hole,
    [`turned-${name}`]: turned,
  };
}

/** Files by their names. @param {import('./lists.mjs').Bait} bait @returns {Record<string, Buffer>} */
export const hostileBlobs = (bait) => ({ ...bombs(), ...containers(bait), ...noise() });
