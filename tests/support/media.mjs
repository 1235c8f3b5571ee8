// A player without a browser: describes and opens a film as a page does, and pulls its chunks.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from './http.mjs';
import { isAlive } from './process.mjs';

/** The formats that both browsers play. */
export const CAN = {
  mse: ['avc1', 'av01', 'vp9', 'mp4a', 'opus', 'flac', 'mp3'],
  direct: ['mp4', 'webm', 'mp3', 'ogg', 'flac', 'wav', 'aac'],
};

/** @param {import('./rpc.mjs').RpcPeer} client @param {string} id @param {number} file @param {object} [more] */
export function describeFilm(client, id, file, more = {}) {
  return client.request('media.describe', { id, file, can: CAN, ...more }, 60_000);
}

/** @param {import('./rpc.mjs').RpcPeer} client @param {string} id @param {number} file @param {object} [more] */
export function openFilm(client, id, file, more = {}) {
  return client.request('media.open', { id, file, viewer: 'tester', at: 0, can: CAN, ...more }, 60_000);
}

/**
 * Pulls chunks up to the end, or until there are enough bytes.
 * @param {string} url
 * @param {number} [enough]
 * @param {Record<string, string>} [headers]
 * @returns {Promise<{bytes: Buffer, chunks: number, ended: boolean, last: import('node:http').IncomingHttpHeaders}>}
 *     last: the headers of the last answer
 */
export async function pull(url, enough = Infinity, headers = {}) {
  /** @type {Buffer[]} */
  const parts = [];
  let size = 0;
  for (let number = 0; ; number++) {
    const answer = await get(`${url}${number}`, { headers, deadline: 60_000 });
    if (answer.status !== 200) throw new Error(`chunk ${number}: ${answer.status} ${answer.body}`);
    parts.push(answer.body);
    size += answer.body.length;
    const ended = answer.headers['magnetar-end'] === '1';
    if (ended || size >= enough) {
      return { bytes: Buffer.concat(parts), chunks: number + 1, ended, last: answer.headers };
    }
  }
}

/**
 * Opens a session, pulls all of it into a file and closes it.
 * @param {import('./resources.mjs').Resources} resources
 * @param {import('./rpc.mjs').RpcPeer} client
 * @param {string} id
 * @param {number} file
 * @param {object} [more]
 */
export async function pullWhole(resources, client, id, file, more = {}) {
  const opened = await openFilm(client, id, file, more);
  const { bytes, chunks } = await pull(opened.url);
  await client.request('media.close', { session: opened.session });
  const path = join(resources.folder(), 'pulled.mp4');
  writeFileSync(path, bytes);
  return { ...opened, path, chunks, size: bytes.length };
}

/** Process ids of the programs that read from a daemon's endpoint. @param {string} httpBase */
export function readerIdsOf(httpBase) {
  return readdirSync('/proc').filter(
    (name) => /^\d+$/.test(name) && isAlive(Number(name)) && commandLine(name).includes(`${new URL(httpBase).origin}/`),
  );
}

/** The command lines of these programs. @param {string} httpBase @returns {string[]} */
export function readersOf(httpBase) {
  return readerIdsOf(httpBase).map((name) => commandLine(name));
}

/** @param {string} pid */
function commandLine(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
