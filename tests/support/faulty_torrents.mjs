// .torrent files with every kind of fault that BEP 3, 47 and 52 allow, each made from a good one by one change.
import { randomBytes } from './random.mjs';
import { bencode } from './torrent.mjs';
import { v2Parts } from './v2_torrent.mjs';
import { createHash } from 'node:crypto';

/** @typedef {Record<string, any>} Parts */

const FILES = [
  { path: 'film.mp4', content: randomBytes(100_000, 1) },
  { path: 'extras/scene.mkv', content: randomBytes(40_000, 2) },
  { path: 'extras/readme.txt', content: Buffer.from('hello') },
  { path: 'extras/empty.nfo', content: Buffer.alloc(0) },
];

/** @returns {Parts} */
function v1Parts() {
  const all = Buffer.concat(FILES.map((file) => file.content));
  const pieces = [];
  for (let at = 0; at < all.length; at += 16384)
    pieces.push(createHash('sha1').update(all.subarray(at, at + 16384)).digest());
  const files = FILES.map(({ path, content }) => ({ length: content.length, path: path.split('/') }));
  return { info: { name: 'films', 'piece length': 16384, pieces: Buffer.concat(pieces), files } };
}

const KINDS = /** @type {const} */ ({
  v1: v1Parts,
  v2: () => v2Parts({ name: 'films', files: FILES }),
  hybrid: () => v2Parts({ name: 'films', files: FILES, hybrid: true }),
});

/** Values of all types, to replace a member of another type. */
const STRANGE = /** @type {Array<[string, unknown]>} */ ([
  ['missing', undefined],
  ['a number', 7],
  ['a negative number', -1],
  ['a huge number', 2n ** 62n],
  ['an empty string', ''],
  ['a string', 'x'],
  ['an empty list', []],
  ['an empty dictionary', {}],
]);

/** Changes of one member of the info dictionary. @param {string} key @returns {Array<[string, (parts: Parts) => void]>} */
const strange = (key) =>
  STRANGE.map(([what, value]) => [`${key} is ${what}`, (parts) => void (parts.info[key] = value)]);

/** @type {Array<[string, (parts: Parts) => void]>} */
const ANY = [
  ...strange('name'),
  ...strange('piece length'),
  ['name leaves the folder', ({ info }) => void (info.name = '../../etc')],
  ['name is one byte that is no text', ({ info }) => void (info.name = Buffer.from([0xff]))],
  ['name is a dot', ({ info }) => void (info.name = '.')],
  ['piece length is odd', ({ info }) => void (info['piece length'] = 16383)],
  ['piece length is one', ({ info }) => void (info['piece length'] = 1)],
  ['piece length is a gigabyte', ({ info }) => void (info['piece length'] = 2 ** 30)],
  ['it is private and has a certificate', ({ info }) => void Object.assign(info, { private: 1, 'ssl-cert': 'no PEM' })],
  ['similar and collections are strange', ({ info }) => void Object.assign(info, { similar: ['x', 7], collections: [7, {}] })],
  ['trackers are strange', (parts) => void Object.assign(parts, { announce: {}, 'announce-list': ['x', [7], [[]]], 'url-list': [{}, 'x'] })],
  ['nodes are strange', (parts) => void Object.assign(parts, { nodes: [['x'], 7, ['a', 'b']], httpseeds: 7 })],
  ['dates and comments are strange', (parts) => void Object.assign(parts, { 'creation date': 'x', comment: 7, 'created by': [] })],
];

/** @type {Array<[string, (parts: Parts) => void]>} */
const V1 = [
  ...strange('pieces'),
  ...strange('files'),
  ['pieces has one hash too few', ({ info }) => void (info.pieces = info.pieces.subarray(20))],
  ['pieces has one hash too many', ({ info }) => void (info.pieces = Buffer.concat([info.pieces, Buffer.alloc(20)]))],
  ['pieces ends within a hash', ({ info }) => void (info.pieces = info.pieces.subarray(0, -7))],
  ['length stands beside files', ({ info }) => void (info.length = 5)],
  ['a file has no path', ({ info }) => void delete info.files[0].path],
  ['a path is empty', ({ info }) => void (info.files[0].path = [])],
  ['a path is a string', ({ info }) => void (info.files[0].path = 'film.mp4')],
  ['a path holds a number', ({ info }) => void (info.files[0].path = ['a', 7])],
  ['a path holds nothing but dots', ({ info }) => void (info.files[0].path = ['..', '.', ''])],
  ['a path is 200 names deep', ({ info }) => void (info.files[0].path = Array(200).fill('a'))],
  ['a name is 5,000 bytes long', ({ info }) => void (info.files[0].path = ['a'.repeat(5000)])],
  ['a length is negative', ({ info }) => void (info.files[0].length = -1)],
  ['a length is missing', ({ info }) => void delete info.files[0].length],
  ['a length is 2^62', ({ info }) => void (info.files[0].length = 2n ** 62n)],
  ['two lengths overflow', ({ info }) => void (info.files[0].length = info.files[1].length = 2n ** 62n)],
  ['a file is a list', ({ info }) => void (info.files[0] = [])],
  ['two files have one path', ({ info }) => void (info.files[1].path = info.files[0].path)],
  ['two files differ in case', ({ info }) => void (info.files[1].path = ['FILM.mp4'])],
  ['a file lies below a file', ({ info }) => void (info.files[1].path = ['film.mp4', 'x'])],
  ['40 files have one path', ({ info }) => void info.files.push(...Array(40).fill({ length: 0, path: ['film.mp4'] }))],
  ['a link leads out of the folder', ({ info }) => void info.files.push({ attr: 'l', length: 0, path: ['l'], 'symlink path': ['..', '..'] })],
  ['a link leads nowhere', ({ info }) => void info.files.push({ attr: 'l', length: 0, path: ['l'] })],
  ['padding is at the end', ({ info }) => void info.files.push({ attr: 'p', length: 0, path: ['.pad', '0'] })],
  ['all is padding', ({ info }) => void info.files.forEach((/** @type {Parts} */ file) => (file.attr = 'p'))],
  ['attributes are strange', ({ info }) => void (info.files[0].attr = 'xhlp?')],
  ['all files are empty', ({ info }) => void info.files.forEach((/** @type {Parts} */ file) => (file.length = 0))],
];

/** @param {Parts} parts */
const film = (parts) => parts.info['file tree']['film.mp4'];
/** @param {Parts} parts */
const layers = (parts) => /** @type {Map<Buffer, unknown>} */ (parts['piece layers']);
/** @param {Parts} parts */
const firstRoot = (parts) => /** @type {Buffer} */ (layers(parts).keys().next().value);

/** @type {Array<[string, (parts: Parts) => void]>} */
const V2 = [
  ...strange('meta version'),
  ...strange('file tree'),
  ['meta version is 3', ({ info }) => void (info['meta version'] = 3)],
  ['piece layers are missing', (parts) => void delete parts['piece layers']],
  ['piece layers are empty', (parts) => layers(parts).clear()],
  ['piece layers are a list', (parts) => void (parts['piece layers'] = [])],
  ['one piece layer is missing', (parts) => void layers(parts).delete(firstRoot(parts))],
  ['a piece layer is a number', (parts) => void layers(parts).set(firstRoot(parts), 7)],
  ['a piece layer is cut off', (parts) => void layers(parts).set(firstRoot(parts), Buffer.alloc(33))],
  ['a piece layer is of another file', (parts) => {
    const [a, b] = [...layers(parts).values()];
    const [x, y] = [...layers(parts).keys()];
    layers(parts).set(x, b).set(y, a);
  }],
  ['a piece layer leads to another root', (parts) => void layers(parts).set(firstRoot(parts), Buffer.alloc(7 * 32, 1))],
  ['a piece layer has the key of nothing', (parts) => void layers(parts).set(Buffer.alloc(32, 3), Buffer.alloc(32))],
  ['a key of the piece layers is short', (parts) => void layers(parts).set(Buffer.alloc(3), Buffer.alloc(32))],
  ['a root is missing', (parts) => void delete film(parts)['']['pieces root']],
  ['a root is short', (parts) => void (film(parts)['']['pieces root'] = Buffer.alloc(31))],
  ['a root is all zeros', (parts) => void (film(parts)['']['pieces root'] = Buffer.alloc(32))],
  ['a root is that of another file', (parts) => {
    film(parts)['']['pieces root'] = parts.info['file tree'].extras['scene.mkv']['']['pieces root'];
  }],
  ['a length is negative', (parts) => void (film(parts)[''].length = -1)],
  ['a length is 2^62', (parts) => void (film(parts)[''].length = 2n ** 62n)],
  ['a length is 8 TiB', (parts) => void (film(parts)[''].length = 2n ** 43n)],
  ['a length is longer than the layer', (parts) => void (film(parts)[''].length = 300_000)],
  ['a file is a folder too', (parts) => void (film(parts).more = { '': { length: 0 } })],
  ['a file is a number', (parts) => void (parts.info['file tree']['film.mp4'] = 7)],
  ['a file has no facts', (parts) => void (film(parts)[''] = 7)],
  ['a folder is empty', (parts) => void (parts.info['file tree'].nothing = {})],
  ['a folder has no name', (parts) => void (parts.info['file tree'][''] = { x: { '': { length: 0 } } })],
  ['the tree is 150 folders deep', (parts) => {
    /** @type {Parts} */
    let tree = { '': { length: 0 } };
    for (let i = 0; i < 150; ++i) tree = { a: tree };
    parts.info['file tree'].deep = tree;
  }],
  ['a file is a link', (parts) => void Object.assign(film(parts)[''], { attr: 'l', 'symlink path': ['..'] })],
  ['a file is padding', (parts) => void (film(parts)[''].attr = 'p')],
  ['names differ in case', (parts) => void (parts.info['file tree']['FILM.mp4'] = { '': { length: 0 } })],
];

/** @type {Array<[string, (parts: Parts) => void]>} */
const HYBRID = [
  ['the v1 listing has no pieces', ({ info }) => void delete info.pieces],
  ['the v1 listing has other files', ({ info }) => void info.files.reverse()],
  ['the v1 listing has other lengths', ({ info }) => void (info.files[0].length += 1)],
  ['the v1 listing is one length without pieces', ({ info }) => {
    delete info.files;
    delete info.pieces;
    info.length = 5;
  }],
  ['the v1 listing has no padding', ({ info }) => {
    info.files = info.files.filter((/** @type {Parts} */ file) => file.attr !== 'p');
  }],
];

/** @type {Array<[string, Buffer]>} */
const NO_TORRENTS = [
  ['nothing but a magnet link', bencode({ 'magnet-uri': `magnet:?xt=urn:btih:${'a'.repeat(40)}` })],
  ['an info dictionary that is a list', bencode({ info: [] })],
  ['an info dictionary that is empty', bencode({ info: {} })],
  ['two info dictionaries', Buffer.from('d4:infode4:infodee')],
  ['a dictionary without an end', Buffer.from('d4:infod4:name')],
  ['a string longer than the file', Buffer.from('d4:info999999999999:xe')],
  ['dictionaries in dictionaries', Buffer.concat([Buffer.from('d4:info'), Buffer.from('d1:a'.repeat(3000))])],
  ['a million numbers', Buffer.concat([Buffer.from('d4:infol'), Buffer.from('i0e'.repeat(1_000_000)), Buffer.from('ee')])],
];

/** All faulty torrents with their names. @returns {Array<[string, Buffer]>} */
export function faultyTorrents() {
  /** @param {keyof typeof KINDS} kind @param {Array<[string, (parts: Parts) => void]>} changes @returns {Array<[string, Buffer]>} */
  const made = (kind, changes) =>
    changes.map(([what, change]) => {
      const parts = KINDS[kind]();
      change(parts);
      // Each torrent has an info-hash of its own.
      if (parts.info && typeof parts.info === 'object') parts.info.source = `${kind}: ${what}`;
      return [`${kind}: ${what}`, bencode(parts)];
    });
  return [
    ...NO_TORRENTS,
    ...made('v1', [...ANY, ...V1]),
    ...made('v2', [...ANY, ...V2]),
    ...made('hybrid', [...V1, ...V2, ...HYBRID]),
  ];
}

/** Good torrents of each kind. @returns {Array<[string, Buffer]>} */
export function goodTorrents() {
  return Object.entries(KINDS).map(([kind, parts]) => [kind, bencode(parts())]);
}
