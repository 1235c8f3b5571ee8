// ZIP files whose bytes follow from their contents alone: sorted, one time for all, one way to compress. Pure.

import { crc32, deflateRawSync } from "node:zlib";

/** 1 January 1980, the first day that the format knows. */
const kDate = 0x21;
const kUtf8 = 0x800;
const kDeflated = 8;
const kVersion = 20;

/** @param {number[]} fields pairs of a value and its bytes */
function record(...fields) {
  const bytes = Buffer.alloc(fields.reduce((sum, _, i) => sum + (i % 2 ? fields[i] : 0), 0));
  let at = 0;
  for (let i = 0; i < fields.length; i += 2) at = bytes.writeUIntLE(fields[i], at, fields[i + 1]);
  return bytes;
}

/**
 * @param {{path: string, bytes: Buffer}[]} files
 * @returns {Buffer}
 */
export function zip(files) {
  const parts = [];
  const directory = [];
  let at = 0;
  for (const { path, bytes } of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const name = Buffer.from(path);
    const packed = deflateRawSync(bytes, { level: 9 });
    const common = [kUtf8, 2, kDeflated, 2, 0, 2, kDate, 2, crc32(bytes), 4, packed.length, 4, bytes.length, 4, name.length, 2, 0, 2];
    const head = record(0x04034b50, 4, kVersion, 2, ...common);
    directory.push(Buffer.concat([record(0x02014b50, 4, kVersion, 2, kVersion, 2, ...common, 0, 2, 0, 2, 0, 2, 0, 4, at, 4), name]));
    parts.push(head, name, packed);
    at += head.length + name.length + packed.length;
  }
  const index = Buffer.concat(directory);
  const end = record(0x06054b50, 4, 0, 2, 0, 2, directory.length, 2, directory.length, 2, index.length, 4, at, 4, 0, 2);
  return Buffer.concat([...parts, index, end]);
}
