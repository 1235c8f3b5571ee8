// Torrents made byte for byte, so that tests can also make invalid ones.
import { createHash } from 'node:crypto';

/**
 * @param {unknown} value integers, strings, buffers, arrays, plain objects, and maps for keys that are no text
 * @returns {Buffer}
 */
export function bencode(value) {
  if (typeof value === 'number' || typeof value === 'bigint') return Buffer.from(`i${value}e`);
  if (typeof value === 'string') return bencode(Buffer.from(value, 'utf8'));
  if (Buffer.isBuffer(value)) return Buffer.concat([Buffer.from(`${value.length}:`), value]);
  if (Array.isArray(value)) return Buffer.concat([Buffer.from('l'), ...value.map(bencode), Buffer.from('e')]);
  const pairs = value instanceof Map ? [...value] : Object.entries(/** @type {object} */ (value));
  const entries = pairs
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return Buffer.concat([
    Buffer.from('d'),
    ...entries.flatMap(([key, member]) => [bencode(key), bencode(member)]),
    Buffer.from('e'),
  ]);
}

/** Hashes of all pieces, joined. @param {Buffer} content @param {number} pieceLength */
function pieceHashes(content, pieceLength) {
  const hashes = [];
  for (let at = 0; at < content.length; at += pieceLength) {
    hashes.push(
      createHash('sha1')
        .update(content.subarray(at, at + pieceLength))
        .digest(),
    );
  }
  return Buffer.concat(hashes);
}

/**
 * A .torrent of one file, or of several in a folder.
 * @param {{name: string, files: Array<{path: string, content: Buffer}>, folder?: boolean, pieceLength?: number, extra?:
 * object, info?: object}} what `extra`: members beside the info dictionary, `info`: members of it
 */
export function makeTorrent({
  name,
  files,
  folder = files.length > 1,
  pieceLength = 16384,
  extra = {},
  info: more = {},
}) {
  const info = {
    name,
    'piece length': pieceLength,
    pieces: pieceHashes(Buffer.concat(files.map((file) => file.content)), pieceLength),
    ...(folder
      ? { files: files.map((file) => ({ length: file.content.length, path: file.path.split('/') })) }
      : { length: files[0].content.length }),
    ...more,
  };
  const infoHash = createHash('sha1').update(bencode(info)).digest('hex');
  return { torrent: bencode({ info, ...extra }), infoHash };
}

/** An info-hash without peers. @param {string} seed */
export function unknownHash(seed) {
  return createHash('sha1').update(`nobody has ${seed}`).digest('hex');
}

/** @param {string} hex */
export function base32(hex) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  let bits = '';
  for (const byte of Buffer.from(hex, 'hex')) bits += byte.toString(2).padStart(8, '0');
  return (bits.match(/.{5}/g) ?? []).map((five) => alphabet[parseInt(five, 2)]).join('');
}
