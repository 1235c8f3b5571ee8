// A small web server on loopback for pages and .torrent files.
import { createServer } from 'node:http';

/**
 * @param {import('./resources.mjs').Resources} resources
 * @param {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => void} answer
 * @param {string} [address]
 * @param {number} [ownPort] 0: any free one
 * @returns {Promise<{base: string, port: number, requests: string[]}>} `requests` grows: method and path of each
 */
export async function serve(resources, answer, address = '127.0.0.1', ownPort = 0) {
  /** @type {string[]} */
  const requests = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(ownPort, address, () => resolve(undefined)));
  resources.defer(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { base: `http://${address}:${port}`, port, requests };
}
