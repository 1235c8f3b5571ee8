// Serves the pages of tests/browser/pages; each %name% in them becomes a magnet link with a hash of its own.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TESTS } from './paths.mjs';
import { unknownHash } from './torrent.mjs';
import { serve } from './web_server.mjs';

/** The info-hash of the link with this name. @param {string} name */
export const hashOf = (name) => unknownHash(`link ${name}`);

/** @param {string} name */
export function linkCalled(name) {
  const scheme = name === 'upper' ? 'MAGNET' : 'magnet';
  return `${scheme}:?xt=urn:btih:${hashOf(name)}&dn=Link%20${name}`;
}

/** @param {import('./resources.mjs').Resources} resources @param {Record<string, string>} [links] links with an address of their own */
export function serveMagnetPages(resources, links = {}) {
  return serve(resources, (request, response) => {
    const redirected = /^\/go\/([a-z]+)$/.exec(request.url ?? '')?.[1];
    if (redirected) return void response.writeHead(302, { Location: linkCalled(redirected) }).end();
    const name = /^\/([a-z]+)\.html$/.exec(request.url ?? '')?.[1];
    if (name === undefined) return void response.writeHead(404).end();
    const page = readFileSync(join(TESTS, 'browser/pages', `${name}.html`), 'utf8');
    const hashed = page.replace(/%hash-([a-z]+)%/g, (_, called) => hashOf(called));
    const filled = hashed.replace(/%([a-z]+)%/g, (_, called) => links[called] ?? linkCalled(called));
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(filled);
  });
}
