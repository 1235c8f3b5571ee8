// VobSub files of a film's DVD subtitles: an index (.idx) and a program stream (.sub, ISO/IEC 13818-1).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './process.mjs';

/** Bytes of a unit that fit one packet of a DVD. */
const PAYLOAD = 2000;
const PACK = Buffer.from('000001ba44000400040100000303f8', 'hex').subarray(0, 14);

/** Splits a unit into packets. @param {Uint8Array} unit @param {number} stream @returns {Buffer} */
export function packets(unit, stream) {
  const parts = [];
  for (let at = 0; at < unit.length; at += PAYLOAD) {
    const payload = unit.subarray(at, at + PAYLOAD);
    const head = Buffer.from([0, 0, 1, 0xbd, 0, 0, 0x81, 0, 0, 0x20 + stream]);
    head.writeUInt16BE(payload.length + head.length - 6, 4);
    const pack = Buffer.from(PACK);
    pack[13] = 0xf8; // no stuffing
    parts.push(pack, head, payload);
  }
  return Buffer.concat(parts);
}

/** @param {number} seconds */
function clock(seconds) {
  return new Date(Math.round(seconds * 1000)).toISOString().slice(11, 23).replace('.', ':');
}

/**
 * @param {string} head size and palette, in the form of the index
 * @param {{language: string, units: {time: number, bytes: Uint8Array}[]}[]} streams
 * @returns {{idx: string, sub: Buffer}}
 */
export function vobsubFiles(head, streams) {
  /** @type {Buffer[]} */
  const parts = [];
  let size = 0;
  const lists = streams.map(({ language, units }, stream) => {
    const lines = units.map(({ time, bytes }) => {
      const position = size.toString(16).padStart(9, '0');
      const part = packets(bytes, stream);
      parts.push(part);
      size += part.length;
      return `timestamp: ${clock(time)}, filepos: ${position}`;
    });
    return [`id: ${language}, index: ${stream}`, ...lines].join('\r\n');
  });
  const idx = ['# VobSub index file, v7 (do not modify this line!)', head.trim(), 'langidx: 0', ...lists, ''].join('\r\n');
  return { idx, sub: Buffer.concat(parts) };
}

/**
 * The subtitles of a track of a film, repeated for each language.
 * @param {import('./resources.mjs').Resources} resources
 * @param {string} film @param {number} track index among its subtitle tracks @param {string[]} languages
 */
export async function vobsubOf(resources, film, track, languages) {
  const raw = join(resources.folder(), 'units');
  const stream = ['-map', `0:s:${track}`, '-c', 'copy', '-f', 'data', '-y', raw];
  await run('ffmpeg', ['-v', 'error', '-i', film, ...stream]);
  const about = ['-v', 'error', '-select_streams', `s:${track}`, '-show_data', '-of', 'json'];
  const { stdout } = await run('ffprobe', [...about, '-show_entries', 'packet=pts_time,size:stream=extradata', film]);
  const told = JSON.parse(stdout);
  const bytes = readFileSync(raw);
  let at = 0;
  const units = told.packets.map((/** @type {any} */ packet) => {
    const begin = at;
    at += Number(packet.size);
    return { time: Number(packet.pts_time), bytes: bytes.subarray(begin, at) };
  });
  const lines = told.streams[0].extradata.trim().split('\n');
  const hex = lines.map((/** @type {string} */ line) => line.slice(10, 49).replaceAll(' ', '')).join('');
  return vobsubFiles(Buffer.from(hex, 'hex').toString(), languages.map((language) => ({ language, units })));
}
