// Torrents of BEP 52 made byte for byte: v2 and hybrid.
import { createHash } from 'node:crypto';

const BLOCK = 16384;

/** @param {Buffer} bytes */
const sha256 = (bytes) => createHash('sha256').update(bytes).digest();

/**
 * The Merkle root of hashes, padded with `padding`.
 * @param {Buffer[]} hashes
 * @param {Buffer} padding
 * @returns {Buffer}
 */
function merkleRoot(hashes, padding) {
  let [level, fill] = [hashes, padding];
  while (level.length > 1) {
    if (level.length % 2) level = [...level, fill];
    level = Array.from({ length: level.length / 2 }, (_, i) => sha256(Buffer.concat([level[2 * i], level[2 * i + 1]])));
    fill = sha256(Buffer.concat([fill, fill]));
  }
  return level[0];
}

/** Pieces root and piece layer of one file. @param {Buffer} content @param {number} pieceLength */
export function hashTree(content, pieceLength) {
  const zero = Buffer.alloc(32);
  const blocks = [];
  for (let at = 0; at < content.length; at += BLOCK) blocks.push(sha256(content.subarray(at, at + BLOCK)));
  if (content.length <= pieceLength) {
    const full = 2 ** Math.ceil(Math.log2(blocks.length));
    return { root: merkleRoot([...blocks, ...Array(full - blocks.length).fill(zero)], zero), layer: Buffer.alloc(0) };
  }
  const each = pieceLength / BLOCK;
  const pieces = [];
  for (let at = 0; at < blocks.length; at += each) {
    const piece = blocks.slice(at, at + each);
    pieces.push(merkleRoot([...piece, ...Array(each - piece.length).fill(zero)], zero));
  }
  let padding = zero;
  for (let size = 1; size < each; size *= 2) padding = sha256(Buffer.concat([padding, padding]));
  return { root: merkleRoot(pieces, padding), layer: Buffer.concat(pieces) };
}

/**
 * The members of a v2 or hybrid .torrent, which a test may change before bencode().
 * @param {{name: string, files: Array<{path: string, content: Buffer}>, pieceLength?: number, hybrid?: boolean}} what
 */
export function v2Parts({ name, files, pieceLength = BLOCK, hybrid = false }) {
  /** @type {Record<string, any>} */
  const tree = {};
  const layers = new Map();
  for (const { path, content } of files) {
    let folder = tree;
    for (const part of path.split('/')) folder = folder[part] ??= {};
    const { root, layer } = content.length ? hashTree(content, pieceLength) : { root: undefined, layer: Buffer.alloc(0) };
    folder[''] = { length: content.length, 'pieces root': root };
    if (layer.length) layers.set(root, layer);
  }
  /** @type {Record<string, any>} */
  const info = { name, 'piece length': pieceLength, 'meta version': 2, 'file tree': tree };
  if (hybrid) addV1(info, files, pieceLength);
  return { info, 'piece layers': layers };
}

/**
 * The order of the file tree, which sorts folders and files by name.
 * @param {Array<{path: string, content: Buffer}>} files
 */
function inTreeOrder(files) {
  const key = (/** @type {string} */ path) => Buffer.from(path.replaceAll('/', '\0'));
  return [...files].sort((a, b) => Buffer.compare(key(a.path), key(b.path)));
}

/** @param {Record<string, any>} info @param {Array<{path: string, content: Buffer}>} unsorted @param {number} pieceLength */
function addV1(info, unsorted, pieceLength) {
  const files = inTreeOrder(unsorted);
  const listed = [];
  const bytes = [];
  for (const [index, { path, content }] of files.entries()) {
    listed.push({ length: content.length, path: path.split('/') });
    bytes.push(content);
    const gap = (pieceLength - (content.length % pieceLength)) % pieceLength;
    if (!gap || index === files.length - 1) continue;
    listed.push({ attr: 'p', length: gap, path: ['.pad', String(gap)] });
    bytes.push(Buffer.alloc(gap));
  }
  const all = Buffer.concat(bytes);
  const pieces = [];
  for (let at = 0; at < all.length; at += pieceLength)
    pieces.push(createHash('sha1').update(all.subarray(at, at + pieceLength)).digest());
  Object.assign(info, { files: listed, pieces: Buffer.concat(pieces) });
}
