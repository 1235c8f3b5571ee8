// A page like any on the web: it holds a magnet link and knows nothing of Magnetar.
import http from 'node:http';

/** @param {string} text */
const escaped = (text) =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** @param {string} magnet */
const html = (magnet) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>A page with a magnet link</title>
<style>
  body { font: 20px/1.5 system-ui, sans-serif; max-width: 32em; margin: 15vh auto; padding: 0 1em; color-scheme: light dark; }
  a { font-size: 28px; }
</style>
<h1>A short film</h1>
<p>The film is shared on this machine alone, for as long as the demo runs.</p>
<p><a id="film" href="${escaped(magnet)}">Watch it</a></p>
`;

/**
 * Serves the page on a port of the system's choice.
 * @param {string} magnet
 * @returns {Promise<{url: string, close: () => void}>}
 */
export async function servePage(magnet) {
  const server = http.createServer((request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.writeHead(request.url === '/' ? 200 : 404);
    response.end(request.url === '/' ? html(magnet) : '');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
