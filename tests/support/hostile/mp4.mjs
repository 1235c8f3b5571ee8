// Hostile MP4 and QuickTime files: false sizes, endless tables, references to other files.
import { randomBytes } from '../random.mjs';
import { sps } from './bits.mjs';

/** @param {string} type @param {...Buffer} inside */
export const box = (type, ...inside) => sized(type, 8 + inside.reduce((sum, part) => sum + part.length, 0), ...inside);

/** A box with a false size. @param {string} type @param {number} size @param {...Buffer} inside */
function sized(type, size, ...inside) {
  const head = Buffer.alloc(8, type, 'latin1');
  head.writeUInt32BE(size >>> 0, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, ...inside]);
}

/** A box with a 64-bit size. @param {string} type @param {bigint} size @param {...Buffer} inside */
function large(type, size, ...inside) {
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(size);
  return sized(type, 1, length, ...inside);
}

/** 32-bit numbers, big endian. @param {...number} numbers */
export function words(...numbers) {
  const bytes = Buffer.alloc(numbers.length * 4);
  numbers.forEach((number, n) => bytes.writeUInt32BE(number >>> 0, n * 4));
  return bytes;
}

const FTYP = box('ftyp', Buffer.from('isom\0\0\x02\0isomiso2avc1mp41', 'latin1'));
const MVHD = box('mvhd', words(0, 0, 0, 1000, 60_000, 0x10000, 0x1000000, 0, 0), Buffer.alloc(64));
const MOST = 0xffffffff;

/** @param {string} type @param {number} width @param {number} height @param {...Buffer} extra */
function sampleEntry(type, width, height, ...extra) {
  const size = Buffer.alloc(4);
  size.writeUInt16BE(width & 0xffff, 0);
  size.writeUInt16BE(height & 0xffff, 2);
  return box(
    type,
    words(0, 1),
    Buffer.alloc(16),
    size,
    words(0x480000, 0x480000, 0),
    Buffer.alloc(34, 0),
    Buffer.from([0, 24, 255, 255]),
    ...extra,
  );
}

/**
 * A track with the given tables.
 * @param {{dinf?: Buffer, entry?: Buffer, tables?: Buffer[], before?: Buffer[]}} [parts]
 */
function track({
  dinf = box('dinf', box('dref', words(0, 1), box('url ', words(1)))),
  entry,
  tables,
  before = [],
} = {}) {
  const description = entry ?? sampleEntry('mp4v', 320, 180);
  const stbl = box(
    'stbl',
    box('stsd', words(0, 1), description),
    ...(tables ?? [
      box('stts', words(0, 1, 100, 40)),
      box('stsc', words(0, 1, 1, 100, 1)),
      box('stsz', words(0, 100, 100)),
      box('stco', words(0, 1, 64)),
    ]),
  );
  const minf = box('minf', box('vmhd', words(1, 0, 0)), dinf, stbl);
  const handler = box('hdlr', words(0, 0), Buffer.from('vide'), Buffer.alloc(13));
  const mdia = box('mdia', box('mdhd', words(0, 0, 0, 1000, 4000, 0x55c40000)), handler, minf);
  const header = box('tkhd', words(7, 0, 0, 1, 0, 4000, 0, 0, 0, 0), Buffer.alloc(36), words(320 << 16, 180 << 16));
  return box('trak', header, ...before, mdia);
}

/** @param {...Buffer} inside */
const movie = (...inside) => Buffer.concat([FTYP, box('moov', MVHD, ...inside), box('mdat', randomBytes(20_000, 3))]);

/** Nested boxes. @param {string} type @param {number} depth */
function nested(type, depth) {
  const heads = Array.from({ length: depth }, (_, n) => sized(type, (depth - n) * 8));
  return Buffer.concat(heads);
}

/**
 * Data references to other files, as in old QuickTime films.
 * @param {import('./lists.mjs').Bait} bait
 * @returns {Record<string, Buffer>}
 */
function references({ http, secret }) {
  const url = (/** @type {string} */ target) =>
    box('dinf', box('dref', words(0, 1), box('url ', words(0), Buffer.from(`${target}\0`))));
  const name = Buffer.alloc(64);
  name.write(`${String.fromCharCode(secret.length)}${secret}`.slice(0, 63), 'latin1');
  const path = Buffer.from(`\0\x02\0${String.fromCharCode(secret.length)}${secret}\xff\xff\0\0`, 'latin1');
  const alias = box('alis', words(0, 0), Buffer.alloc(2), Buffer.alloc(28, 1), name, Buffer.alloc(52), path);
  const pointer = (/** @type {string} */ target) =>
    box(
      'rmra',
      box('rmda', box('rdrf', words(0), Buffer.from('url '), words(target.length + 1), Buffer.from(`${target}\0`))),
    );
  return {
    'mov-dref-http.mov': movie(track({ dinf: url(`${http}/dref.mov`) })),
    'mov-dref-file.mov': movie(track({ dinf: url(`file://${secret}`) })),
    'mov-dref-alias.mov': movie(track({ dinf: box('dinf', box('dref', words(0, 1), alias)) })),
    'mov-dref-resource.mov': movie(track({ dinf: box('dinf', box('dref', words(0, 1), box('rsrc', words(0), name))) })),
    'mov-reference-http.mov': movie(pointer(`${http}/reference.mov`)),
    'mov-reference-file.mov': movie(pointer(`file://${secret}`)),
    'mov-drefs-many.mov': movie(track({ dinf: box('dinf', box('dref', words(0, MOST), box('url ', words(1)))) })),
  };
}

/** @returns {Record<string, Buffer>} */
function lies() {
  const table = (/** @type {string} */ type, /** @type {Buffer} */ inside) =>
    movie(track({ tables: [box('stts', words(0, 1, MOST, 1)), box('stsc', words(0, 1, 1, 1, 1)), box(type, inside)] }));
  const set = sps(65_536, 65_536);
  const parameters = [1, 100, 0, 62, 255, 225, 0, set.length, ...set, 1, 0, 4, 0x68, 0xee, 0x3c, 0x80];
  const huge = sampleEntry('avc1', 65_535, 65_535, box('avcC', Buffer.from(parameters)));
  return {
    'mp4-size-0.mp4': Buffer.concat([FTYP, sized('moov', 0, MVHD, track())]),
    'mp4-size-1.mp4': Buffer.concat([FTYP, large('moov', 3n, MVHD)]),
    'mp4-size-2-63.mp4': Buffer.concat([FTYP, large('moov', 1n << 63n, MVHD, track())]),
    'mp4-size-all.mp4': Buffer.concat([FTYP, large('moov', (1n << 64n) - 1n, MVHD, track())]),
    'mp4-size-short.mp4': Buffer.concat([FTYP, ...Array.from({ length: 3000 }, () => sized('free', 4))]),
    'mp4-nested.mp4': Buffer.concat([FTYP, nested('moov', 30_000)]),
    'mp4-nested-meta.mp4': Buffer.concat([FTYP, box('moov', MVHD, box('udta', nested('ilst', 20_000)))]),
    'mp4-stsz-endless.mp4': table('stsz', words(0, 1, MOST)),
    'mp4-stco-endless.mp4': table('stco', words(0, MOST, 0)),
    'mp4-ctts-endless.mp4': table('ctts', words(0, MOST, MOST, 1)),
    'mp4-stts-endless.mp4': movie(track({ tables: [box('stts', words(0, 0x10000000, MOST, MOST))] })),
    'mp4-edits.mp4': movie(track({ before: [box('edts', box('elst', words(0, MOST, 1, 0, 0x10000)))] })),
    'mp4-tracks.mp4': movie(...Array.from({ length: 5000 }, () => track())),
    'mp4-picture-65535.mp4': movie(track({ entry: huge })),
    'mp4-chapters.mp4': Buffer.concat([
      FTYP,
      box(
        'moov',
        MVHD,
        track(),
        box('udta', box('chpl', words(0x1000000, 0), Buffer.from([255]), randomBytes(60_000, 9))),
      ),
    ]),
    'mp4-fragments.mp4': Buffer.concat([
      movie(track()),
      ...Array.from({ length: 4000 }, (_, n) =>
        box('moof', box('mfhd', words(0, n)), box('traf', box('tfhd', words(0, 1)), box('trun', words(0, MOST)))),
      ),
    ]),
    'mp4-index.mp4': Buffer.concat([
      FTYP,
      box('sidx', words(0, 1, 1000, 0, 0, 0xffff, 0x80000001, MOST)),
      movie(track()),
    ]),
    'heif-items.heic.mp4': Buffer.concat([
      box('ftyp', Buffer.from('heic\0\0\0\0mif1heic', 'latin1')),
      box('meta', words(0), box('iloc', words(0x2000000, 0x44400000, MOST)), box('iinf', words(0x1000000, MOST))),
    ]),
  };
}

/** Films by their names. @param {import('./lists.mjs').Bait} bait @returns {Record<string, Buffer>} */
export const hostileMp4 = (bait) => ({ ...references(bait), ...lies() });
