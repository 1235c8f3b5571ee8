// nginx with one worker and sendfile: the least cost of serving a complete file.
import { symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { get } from '../../support/http.mjs';
import { Child } from '../../support/process.mjs';
import { until } from '../../support/wait.mjs';

/** @param {string} folder @param {number} port */
const configuration = (folder, port) => `
worker_processes 1;
daemon off;
${process.getuid?.() === 0 ? 'user root;' : ''}
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 1024; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  server { listen 127.0.0.1:${port} backlog=1024; root ${folder}; }
}
`;

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}

export class NginxPeer {
  /** @type {Child} */
  #child = /** @type {any} */ (null);
  #url = '';

  /** @param {import('./peer.mjs').Place} place */
  constructor(place) {
    this.place = place;
  }

  get pid() {
    return this.#child.pid;
  }

  async ready() {
    const { folder, film, resources } = this.place;
    const port = await freePort();
    const path = join(folder, 'nginx.conf');
    writeFileSync(path, configuration(folder, port));
    symlinkSync(film.path, join(folder, 'film'));
    this.#child = new Child('nginx', ['-c', path, '-p', folder, '-e', join(folder, 'error.log')]);
    resources.defer(() => this.stop());
    this.#url = `http://127.0.0.1:${port}/film`;
    const answers = () => get(`http://127.0.0.1:${port}/`).catch(() => null);
    await until(answers, 10_000, () => `nginx; ${this.#child.stderr}`);
  }

  async open() {
    return this.#url;
  }

  async fetchWhole() {
    return this.#url;
  }

  stop() {
    return this.#child.end();
  }
}
