// A film of the soak: bytes that nobody can guess, and the torrent of them.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from '../support/random.mjs';

const BYTES = 24_000_000;

export class Film {
  /** As the daemon knows it; '' before it was added. */
  id = '';
  /** When it became another one for the daemon, or somebody took it away: answers that end then are no fault. */
  changedAt = 0;
  /** The position that was told to be saved, and those that were asked for and not answered yet, in seconds. @type {{told: number, asked: Set<number>}} */
  position = { told: 0, asked: new Set() };

  /** @param {string} kind v1, v2 or hybrid @param {string} folder of its own @param {number} seed */
  constructor(kind, folder, seed) {
    this.kind = kind;
    this.name = `film-${kind}.mkv`;
    this.path = join(folder, this.name);
    this.torrentPath = join(folder, 'film.torrent');
    this.content = randomBytes(BYTES, seed);
    writeFileSync(this.path, this.content);
  }

  /** @param {string} id */
  become(id) {
    if (id === this.id) return;
    this.changedAt = Date.now();
    this.position = { told: 0, asked: new Set() };
    this.id = id;
  }

  /** Whether bytes are those of the film at this place. @param {number} at @param {Buffer} bytes */
  has(at, bytes) {
    return this.content.subarray(at, at + bytes.length).equals(bytes);
  }
}
