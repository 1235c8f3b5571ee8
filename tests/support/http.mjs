// An HTTP client for tests: any header, any bytes, one connection per request by default.
import { request } from 'node:http';
import { connect } from 'node:net';
import { within } from './wait.mjs';

/**
 * @param {string} url
 * @param {{method?: string, headers?: Record<string, string>, agent?: import('node:http').Agent, deadline?: number}} [options]
 * @returns {Promise<{status: number, headers: import('node:http').IncomingHttpHeaders, body: Buffer}>}
 */
export function get(url, options = {}) {
  const { deadline = 30_000, ...rest } = options;
  const answer = new Promise((resolve, reject) => {
    const asked = request(url, { agent: false, ...rest }, (response) => {
      /** @type {Buffer[]} */
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
      );
      response.once('error', reject);
    });
    asked.once('error', reject);
    asked.end();
  });
  return within(
    /** @type {any} */ (answer),
    deadline,
    `an answer from ${url} ${JSON.stringify(options.headers ?? {})}`,
  );
}

/** @param {string} url @param {string} range @param {Record<string, string>} [headers] */
export function getRange(url, range, headers = {}) {
  return get(url, { headers: { Range: range, ...headers } });
}

/**
 * Sends raw bytes and returns all bytes up to the server's close.
 * @param {number} port
 * @param {string | Buffer} bytes
 * @param {number} [deadline]
 * @returns {Promise<string>}
 */
export function exchange(port, bytes, deadline = 20_000) {
  const answer = new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.setEncoding('latin1').on('data', (part) => (text += part));
    socket.once('error', () => resolve(text));
    socket.once('close', () => resolve(text));
  });
  return within(/** @type {any} */ (answer), deadline, `an answer to ${String(bytes).slice(0, 80)}`);
}

/** The parts of a multipart/byteranges body. @param {Buffer} body @param {string} contentType */
export function multipartParts(body, contentType) {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1];
  if (!boundary) throw new Error(`no boundary in ${contentType}`);
  const text = body.toString('latin1');
  return text
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => {
      const [head, ...rest] = part.replace(/^\r\n/, '').split('\r\n\r\n');
      return {
        range: /content-range:\s*(.+)/i.exec(head)?.[1].trim(),
        type: /content-type:\s*(.+)/i.exec(head)?.[1].trim(),
        content: Buffer.from(rest.join('\r\n\r\n').replace(/\r\n$/, ''), 'latin1'),
      };
    });
}
