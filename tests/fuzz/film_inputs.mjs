// Small films without frames: MP4, fragmented MP4, Matroska, AVI and transport streams, as inputs of the targets `containers` and `films`.
import { box, words } from '../support/hostile/mp4.mjs';

/** @typedef {Record<string, Buffer>} Inputs */

/** @param {string} id hex @param {...Buffer} inside */
function element(id, ...inside) {
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE((1n << 56n) | BigInt(inside.reduce((sum, part) => sum + part.length, 0)));
  return Buffer.concat([Buffer.from(id, 'hex'), size, ...inside]);
}

/** @param {number} value */
function number(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** @param {number} value */
function float(value) {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes;
}

/** Matroska with an index behind the film, named in the seek head, and a font attached. */
function matroska() {
  const head = element('1a45dfa3', element('4282', Buffer.from('matroska')));
  const seek = (/** @type {string} */ id, /** @type {number} */ at) =>
    element('4dbb', element('53ab', Buffer.from(id, 'hex')), element('53ac', number(at)));
  const info = element('1549a966', element('2ad7b1', number(1_000_000)), element('4489', float(60_000)));
  const tracks = element('1654ae6b', element('ae', element('d7', number(1)), element('83', number(1)), element('86', Buffer.from('V_VP8'))));
  const fonts = element('1941a469', element('61a7', Buffer.alloc(64, 'f')));
  const cluster = (/** @type {number} */ time) => element('1f43b675', element('e7', number(time)), element('a3', Buffer.alloc(40, 'p')));
  const film = Buffer.concat([cluster(0), cluster(30_000)]);
  const cue = (/** @type {number} */ time) =>
    element('bb', element('b3', number(time)), element('b7', element('f7', number(1)), element('f1', number(100))));
  const cues = element('1c53bb6b', cue(0), cue(30_000));
  const front = (/** @type {number} */ at) => Buffer.concat([element('114d9b74', seek('1c53bb6b', at), seek('1941a469', 0)), info, tracks, fonts]);
  const at = front(0).length + film.length;
  return Buffer.concat([head, element('18538067', front(at), film, cues)]);
}

const FTYP = box('ftyp', Buffer.from('isom\0\0\x02\0isomavc1', 'latin1'));
const MVHD = box('mvhd', words(0, 0, 0, 1000, 60_000), Buffer.alloc(80));

/** The index behind the film. */
function mp4() {
  return Buffer.concat([FTYP, box('free'), box('mdat', Buffer.alloc(120, 'm')), box('moov', MVHD, box('trak'))]);
}

/** Fragmented MP4 as ffmpeg writes it for the player: an initialization segment, then a fragment. */
function fragmented() {
  const tkhd = box('tkhd', words(7, 0, 0, 1, 0, 0), Buffer.alloc(60));
  const mdhd = box('mdhd', words(0, 0, 0, 1000, 0, 0));
  const hdlr = box('hdlr', words(0, 0), Buffer.from('vide'), Buffer.alloc(13));
  const trak = box('trak', tkhd, box('mdia', mdhd, hdlr));
  const moov = box('moov', MVHD, trak, box('mvex', box('trex', words(0, 1, 1, 40, 0, 0))));
  const run = box('trun', words(0x01000a05, 2, 100, 0x02000000, 20, 0, 20, 40));
  const traf = box('traf', box('tfhd', words(0x20000, 1)), box('tfdt', words(0, 5000)), run);
  return Buffer.concat([FTYP, moov, box('moof', box('mfhd', words(0, 1)), traf), box('mdat', Buffer.alloc(40, 'd'))]);
}

/** @param {string} name @param {Buffer} inside */
function chunk(name, inside) {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(inside.length);
  return Buffer.concat([Buffer.from(name), size, inside]);
}

function avi() {
  const avih = Buffer.alloc(56);
  avih.writeUInt32LE(40_000, 0);
  avih.writeUInt32LE(1500, 16);
  const header = chunk('LIST', Buffer.concat([Buffer.from('hdrl'), chunk('avih', avih)]));
  const film = chunk('LIST', Buffer.concat([Buffer.from('movi'), chunk('00dc', Buffer.alloc(60, 'v'))]));
  return chunk('RIFF', Buffer.concat([Buffer.from('AVI '), header, film, chunk('idx1', Buffer.alloc(32, 'i'))]));
}

const kPacket = 188;

/** A packet of a transport stream, with stuffing. @param {number} pid @param {number[]} payload @param {number} control @param {boolean} begins */
function packet(pid, payload, control = 0x10, begins = true) {
  const head = [0x47, (begins ? 0x40 : 0) | (pid >> 8), pid & 0xff, control];
  return Buffer.concat([Buffer.from([...head, ...payload]), Buffer.alloc(kPacket - head.length - payload.length, 0xff)]);
}

/** A PAT or a PMT. @param {number} pid @param {number} table @param {number[]} body */
function tablePacket(pid, table, body) {
  return packet(pid, [0, table, 0xb0, body.length + 9, 0, 1, 0xc1, 0, 0, ...body, 0, 0, 0, 0]);
}

/** Twelve timestamps, a tenth of a second apart, behind tables that name H.264 and this audio codec. @param {number} sound */
function recording(sound) {
  const tables = [tablePacket(0, 0, [0, 1, 0xe0, 0xff]), tablePacket(0xff, 2, [0xe1, 0, 0xf0, 0, 0x1b, 0xe1, 0, 0xf0, 0, sound, 0xe1, 1, 0xf0, 0])];
  const clocks = Array.from({ length: 12 }, (_, tenth) => {
    const base = tenth * 9_000;
    return packet(0x100, [7, 0x10, 0, base >> 17, (base >> 9) & 0xff, (base >> 1) & 0xff, ((base & 1) << 7) | 0x7e, 0], 0x30, false);
  });
  return Buffer.concat([...tables, ...clocks]);
}

/** Two recordings, the second with another audio codec. */
const transport = () => Buffer.concat([recording(3), recording(0x81)]);

/** @param {Record<string, Buffer>} films @param {(name: string) => number[]} first bytes in front */
function inputs(films, first) {
  return Object.fromEntries(Object.entries(films).map(([name, film]) => [name, Buffer.concat([Buffer.from(first(name)), film])]));
}

/** @returns {{containers: Inputs, films: Inputs}} */
export function filmInputs() {
  const films = { mkv: matroska(), mp4: mp4(), avi: avi() };
  const longer = inputs({ long_mkv: matroska(), long_mp4: mp4() }, () => [0xff, 0xff, 0, 12, 7]);
  return {
    containers: { ...inputs(films, () => [0, 0, 0, 0, 2]), ...longer },
    films: { ...inputs({ mkv: matroska(), mp4: fragmented(), ts: transport() }, (name) => [{ mkv: 0, mp4: 15, ts: 2 }[name] ?? 0]) },
  };
}
