// Sources of a viewer's bytes: a range of a URL, or a file of a mounted file system.
import { close, open, read } from 'node:fs';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {{pause: () => void, resume: () => void, close: () => void}} Source
 * @typedef {(bytes: Buffer) => void} OnBytes
 * @typedef {(problem: string) => void} OnProblem
 */

/**
 * Reads from a position to the end; passes body bytes only.
 * @param {string} url
 * @param {number} position
 * @param {OnBytes} onBytes
 * @param {OnProblem} onProblem
 * @returns {Source}
 */
export function readFrom(url, position, onBytes, onProblem) {
  return url.startsWith('file:')
    ? new FileSource(fileURLToPath(url), position, onBytes, onProblem)
    : new HttpSource(url, position, onBytes, onProblem);
}

/** One request for `Range: bytes=N-`, on a connection of its own. */
class HttpSource {
  #head = Buffer.alloc(0);
  #inBody = false;

  /** @param {string} url @param {number} position @param {OnBytes} onBytes @param {OnProblem} onProblem */
  constructor(url, position, onBytes, onProblem) {
    const { hostname, port, pathname, search, host } = new URL(url);
    this.onBytes = onBytes;
    this.onProblem = onProblem;
    this.socket = connect(Number(port), hostname, () => {
      this.socket.write(`GET ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\nRange: bytes=${position}-\r\n\r\n`);
    });
    this.socket.setNoDelay(true);
    this.socket.on('data', (bytes) => this.#take(bytes));
    this.socket.on('error', (error) => this.onProblem(error.message));
    this.socket.on('end', () => this.onProblem('the response ended'));
  }

  pause() {
    this.socket.pause();
  }

  resume() {
    this.socket.resume();
  }

  close() {
    this.onBytes = this.onProblem = () => {};
    this.socket.destroy();
  }

  /** @param {Buffer} bytes */
  #take(bytes) {
    if (this.#inBody) return this.onBytes(bytes);
    this.#head = Buffer.concat([this.#head, bytes]);
    const end = this.#head.indexOf('\r\n\r\n');
    if (end < 0) return;
    this.#inBody = true;
    const status = this.#head.subarray(0, this.#head.indexOf('\r\n')).toString('latin1');
    if (!/^HTTP\/1\.[01] 20[06] /.test(status)) return this.onProblem(status);
    if (this.#head.length > end + 4) this.onBytes(this.#head.subarray(end + 4));
  }
}

/** Reads a file in steps of a player's read size. */
class FileSource {
  static #STEP = 128 * 1024;
  #position;
  #paused = false;
  #reading = false;
  /** @type {number | null} */
  #file = null;
  #closed = false;

  /** @param {string} path @param {number} position @param {OnBytes} onBytes @param {OnProblem} onProblem */
  constructor(path, position, onBytes, onProblem) {
    this.#position = position;
    this.onBytes = onBytes;
    this.onProblem = onProblem;
    open(path, 'r', (error, file) => {
      if (error) return this.onProblem(error.message);
      this.#file = file;
      this.#next();
    });
  }

  pause() {
    this.#paused = true;
  }

  resume() {
    this.#paused = false;
    this.#next();
  }

  close() {
    this.#closed = true;
    this.onBytes = this.onProblem = () => {};
    this.#next();
  }

  #next() {
    if (this.#file === null || this.#reading) return;
    if (this.#closed) return this.#end(this.#file);
    if (this.#paused) return;
    this.#reading = true;
    read(this.#file, Buffer.alloc(FileSource.#STEP), 0, FileSource.#STEP, this.#position, (error, size, bytes) => {
      this.#reading = false;
      if (error) this.onProblem(error.message);
      else if (size > 0) this.onBytes(bytes.subarray(0, size));
      this.#position += size;
      if (this.#closed || (!error && size > 0)) this.#next();
    });
  }

  /** @param {number} file */
  #end(file) {
    this.#file = null;
    close(file, () => {});
  }
}
