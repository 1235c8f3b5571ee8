// A film of the soak: random bytes and their torrent.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from '../support/random.mjs';

const BYTES = 24_000_000;

export class Film {
  /** The daemon's id of it; '' before it was added. */
  id = '';
  /** The time at which its id changed or it was removed: answers that end then are no fault. */
  changedAt = 0;
  /**
   * The saved position, and positions whose requests are not answered yet, in seconds.
   * @type {{told: number, asked: Set<number>}}
   */
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
    // A position that is on its way may reach the film after it was added again.
    this.position = { told: 0, asked: new Set(this.position.asked) };
    this.id = id;
  }

  /** Whether the bytes are the film's at this place. @param {number} at @param {Buffer} bytes */
  has(at, bytes) {
    return this.content.subarray(at, at + bytes.length).equals(bytes);
  }
}
