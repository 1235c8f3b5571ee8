// Possible contents of a disk after a power cut, from the journal of power/power_journal.cpp. Pure but for
// writeFolder().
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { below, seededRandom } from './random.mjs';

/**
 * @typedef {{kind: string, file: number, offset: number, content: Buffer, end: number}} Entry `end`: length of the
 * journal up to it
 * @typedef {{durable: Buffer, waiting: Entry[]}} Content of a file: bytes that are surely on the disk, and changes that
 * may be
 */

const HEAD = 1 + 3 * 8;
/** A disk writes this many bytes atomically. */
const SECTOR = 512;

/**
 * Reads the journal. File numbers are reused after a deletion, so each new file gets a number of its own.
 * @param {Buffer} journal
 * @returns {Entry[]}
 */
export function readJournal(journal) {
  /** @type {Entry[]} */
  const entries = [];
  /** @type {Map<number, number>} */
  const made = new Map();
  for (let at = 0; at + HEAD <= journal.length; ) {
    const [number = 0, offset = 0, size = 0] = [1, 9, 17].map((place) => Number(journal.readBigUInt64LE(at + place)));
    const kind = String.fromCharCode(journal[at] ?? 0);
    if (kind === 'c') made.set(number, entries.length + 1);
    const end = at + HEAD + size;
    entries.push({ kind, file: made.get(number) ?? 0, offset, content: journal.subarray(at + HEAD, end), end });
    at = end;
  }
  return entries;
}

/** A model of a disk: takes a program's writes, and gives its content after a power cut. */
export class PowerDisk {
  /** @param {number} seed */
  constructor(seed) {
    this.random = seededRandom(seed);
    /** @type {Map<number, Content>} */
    this.files = new Map();
    /** @type {Map<string, number>} names that are surely on the disk */
    this.durableNames = new Map();
    /** @type {Entry[]} changes of names that may be on the disk */
    this.waitingNames = [];
    /** @type {Map<string, number>} names as the program sees them */
    this.names = new Map();
  }

  /** @param {Entry} entry */
  take(entry) {
    if (entry.kind === 's') return this.#sync(entry);
    if (entry.kind === 'w' || entry.kind === 't') {
      this.#content(entry.file).waiting.push(entry);
    } else {
      change(this.names, entry);
      this.waitingNames.push(entry);
    }
  }

  /**
   * The files after a cut. Changes of names that were not synced are kept in order up to some point; those of a file's
   * bytes are each kept or lost, perhaps in part.
   * @returns {Map<string, Buffer>}
   */
  cut() {
    const names = new Map(this.durableNames);
    for (const entry of this.waitingNames.slice(0, below(this.random, this.waitingNames.length + 1))) change(names, entry);
    return new Map([...names].map(([path, file]) => [path, this.#survives(this.#content(file))]));
  }

  /** @param {Entry} entry */
  #sync({ file, content }) {
    const held = this.#content(file);
    for (const entry of held.waiting) held.durable = applied(held.durable, entry);
    held.waiting = [];
    const path = String(content);
    const inside = (/** @type {Entry} */ entry) => pathsOf(entry).some((name) => dirname(name) === path);
    for (const entry of this.waitingNames.filter(inside)) change(this.durableNames, entry);
    this.waitingNames = this.waitingNames.filter((entry) => !inside(entry));
  }

  /** Writes may reach the disk in any order, so each is kept or lost by itself. @param {Content} content */
  #survives({ durable, waiting }) {
    let bytes = durable;
    for (const entry of waiting) {
      if (below(this.random, 2) === 0) continue;
      const part = below(this.random, 4) === 0 ? SECTOR * below(this.random, 1 + Math.floor(entry.content.length / SECTOR)) : entry.content.length;
      bytes = applied(bytes, { ...entry, content: entry.content.subarray(0, part) });
    }
    return bytes;
  }

  /** @param {number} file */
  #content(file) {
    const held = this.files.get(file) ?? { durable: Buffer.alloc(0), waiting: [] };
    this.files.set(file, held);
    return held;
  }
}

/** @param {Buffer} bytes @param {Entry} entry */
function applied(bytes, { kind, offset, content }) {
  const size = kind === 't' ? offset : Math.max(bytes.length, offset + content.length);
  const changed = Buffer.alloc(size);
  bytes.copy(changed, 0, 0, Math.min(size, bytes.length));
  if (kind === 'w') content.copy(changed, offset);
  return changed;
}

/** @param {Entry} entry */
const pathsOf = ({ content }) => String(content).split('\0');

/** @param {Map<string, number>} names @param {Entry} entry */
function change(names, entry) {
  const [path = '', to = ''] = pathsOf(entry);
  if (entry.kind === 'c') names.set(path, entry.file);
  if (entry.kind === 'u') names.delete(path);
  if (entry.kind !== 'r') return;
  const file = names.get(path);
  names.delete(path);
  if (file !== undefined) names.set(to, file);
}

/** @param {Map<string, Buffer>} files @param {string} from their former folder @param {string} to */
export function writeFolder(files, from, to) {
  for (const [path, bytes] of files) {
    const target = join(to, relative(from, path));
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    writeFileSync(target, bytes, { mode: 0o600 });
  }
}
