// An HTTP tracker with a fixed answer: a list of peers, or a failure reason.
import { bencode } from './torrent.mjs';
import { serve } from './web_server.mjs';

/**
 * @param {import('./resources.mjs').Resources} resources
 * @param {{ports?: number[], refusal?: string | Buffer, page?: string, port?: number}} answer `page`: serves this web
 * page instead; `port`: by default any free one
 * @returns {Promise<{url: string, requests: string[]}>}
 */
export async function startTracker(resources, { ports = [], refusal, page, port = 0 }) {
  const peers = Buffer.concat(ports.map((port) => Buffer.from([127, 0, 0, 1, port >> 8, port & 255])));
  const body = page ?? bencode(refusal === undefined ? { interval: 1800, peers } : { 'failure reason': refusal });
  const { base, requests } = await serve(resources, (_, response) => response.end(body), '127.0.0.1', port);
  return { url: `${base}/announce`, requests };
}
