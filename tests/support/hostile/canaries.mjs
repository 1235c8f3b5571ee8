// Servers and a file that hostile films must not touch, and that report it when they do.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { closeSync, constants, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Child, run } from '../process.mjs';
import { serve } from '../web_server.mjs';

/**
 * A web server, a port for anything else, and a file.
 * @param {import('../resources.mjs').Resources} resources
 * @param {string} sibling see Bait
 */
export async function setCanaries(resources, sibling) {
  /** @type {string[]} */
  const touched = [];
  const web = await serve(resources, (request, response) => {
    touched.push(`${request.method} ${request.url}`);
    response.end('bait');
  });
  const port = await listen(resources, touched);
  const secret = await watchedFile(resources);
  return {
    bait: { http: web.base, port, secret: secret.path, sibling },
    /** The touches so far. */
    touched: () => [...touched, ...(secret.writer.running ? [] : [`${secret.path} was opened`])],
    /** Opens the file as a misled program would. */
    touchFile: async () => {
      closeSync(openSync(secret.path, constants.O_RDONLY));
      await secret.writer.exit(5000);
    },
  };
}

/** TCP and UDP on one port. @param {import('../resources.mjs').Resources} resources @param {string[]} touched */
async function listen(resources, touched) {
  const tcp = createServer((socket) => {
    touched.push('a TCP connection');
    socket.destroy();
  });
  tcp.listen(0, '127.0.0.1');
  await once(tcp, 'listening');
  resources.defer(() => new Promise((resolve) => tcp.close(resolve)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (tcp.address());
  const udp = createSocket('udp4', () => touched.push('a UDP packet'));
  udp.bind(port, '127.0.0.1');
  await once(udp, 'listening');
  resources.defer(() => new Promise((resolve) => udp.close(() => resolve(undefined))));
  return port;
}

/**
 * A named pipe: its writer waits until a reader opens it, however shortly.
 * @param {import('../resources.mjs').Resources} resources
 */
async function watchedFile(resources) {
  const path = join(resources.folder(), 'secret.ts');
  const { code, stderr } = await run('mkfifo', [path]);
  if (code !== 0) throw new Error(stderr);
  const writer = new Child('sh', ['-c', 'echo secret > "$0"', path]);
  resources.defer(() => writer.end());
  return { path, writer };
}
