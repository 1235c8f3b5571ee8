// A person with a home, XDG folders and settings of their own, separate from other tests and from the person who runs
// the tests.
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { program } from './paths.mjs';
import { Child, daemonsOf, run } from './process.mjs';
import { RpcPeer } from './rpc.mjs';
import { until } from './wait.mjs';

/** Settings of a swarm that never leaves this machine; all others have their defaults. */
const PRIVATE_SWARM = { listen_interfaces: '127.0.0.1:0', dht: false, lsd: false, port_mapping: false };

export class User {
  /** @param {import('./resources.mjs').Resources} resources @param {Record<string, unknown>} [settings] */
  constructor(resources, settings = {}) {
    this.resources = resources;
    this.folder = resources.folder();
    this.config = this.#make('config');
    this.state = this.#make('state');
    this.cache = this.#make('cache');
    this.runtime = this.#make('run');
    this.home = this.#make('home');
    this.socket = join(this.runtime, 'magnetar/engine.sock');
    /** @type {NodeJS.ProcessEnv} */
    this.env = {
      ...withoutDesktop(process.env),
      HOME: this.home,
      XDG_CONFIG_HOME: this.config,
      XDG_STATE_HOME: this.state,
      XDG_CACHE_HOME: this.cache,
      XDG_DATA_HOME: this.#make('data'),
      XDG_RUNTIME_DIR: this.runtime,
    };
    this.writeSettings({ ...PRIVATE_SWARM, ...settings });
    resources.defer(() => this.endDaemons());
  }

  /** Writes the settings file as a person would. @param {Record<string, unknown>} settings */
  writeSettings(settings) {
    mkdirSync(join(this.config, 'magnetar'), { recursive: true });
    const lines = Object.entries(settings).map(([key, value]) => `${key} = ${value}\n`);
    writeFileSync(join(this.config, 'magnetar/settings.conf'), lines.join(''), { mode: 0o600 });
  }

  /**
   * Starts `magnetar daemon` in the foreground and waits until it listens.
   * @param {string[]} [wrapper] a command that runs it, for example unshare
   */
  async startDaemon(wrapper = []) {
    const [command, ...args] = [...wrapper, program('magnetar'), 'daemon'];
    const daemon = new Child(command, args, { env: this.env });
    this.resources.defer(() => daemon.end());
    const listening = async () => {
      if (!daemon.running) throw new Error(`the daemon ended: ${daemon.stderr.slice(-2000)}`);
      return this.#tryConnect();
    };
    const first = await until(listening, 10_000, () => `a listening daemon; its errors: ${daemon.stderr.slice(-2000)}`);
    first.end();
    return daemon;
  }

  /** A connection to the running daemon before hello. */
  async connectRaw() {
    const peer = await until(() => this.#tryConnect(), 5000, 'a connection to the daemon');
    this.resources.defer(() => peer.end());
    return peer;
  }

  /** A connection after hello. @param {object} [params] */
  async connect(params = {}) {
    const peer = await this.connectRaw();
    const { http } = await peer.hello(params);
    return Object.assign(peer, { httpBase: /** @type {string} */ (http.base) });
  }

  /** Starts magnetar-host as a browser does. @param {string[]} args */
  startRelay(args) {
    const child = new Child(program('magnetar-host'), args, { env: this.env, keepOutput: false });
    this.resources.defer(() => child.end());
    const stdio = child.process;
    if (!stdio.stdout || !stdio.stdin) throw new Error('no pipes');
    return { child, peer: new RpcPeer(stdio.stdout, stdio.stdin) };
  }

  /** Runs `magnetar ARGS` to its end. @param {string[]} args @param {{input?: string, deadline?: number}} [options] */
  run(args, options = {}) {
    return run(program('magnetar'), args, { env: this.env, ...options });
  }

  /** Process ids of this person's running daemons. */
  daemons() {
    return daemonsOf(`XDG_RUNTIME_DIR=${this.runtime}\0`);
  }

  async endDaemons() {
    for (const pid of this.daemons()) process.kill(pid, 'SIGTERM');
    await until(() => this.daemons().length === 0, 8000, 'the end of the daemons').catch(() => {
      for (const pid of this.daemons()) process.kill(pid, 'SIGKILL');
    });
  }

  /** @param {string} name */
  #make(name) {
    const path = join(this.folder, name);
    mkdirSync(path, { mode: 0o700 });
    return path;
  }

  /** @returns {Promise<RpcPeer | null>} */
  #tryConnect() {
    return new Promise((resolve) => {
      const socket = connect(this.socket);
      socket.once('connect', () => resolve(new RpcPeer(socket, socket)));
      socket.once('error', () => resolve(null));
    });
  }
}

/** Arguments by which Chromium and Firefox start a native host. */
export const AS_CHROMIUM = (/** @type {string} */ id) => [`chrome-extension://${id}/`];
export const AS_FIREFOX = ['/nowhere/magnetar.host.json', 'extension@magnetar'];

/**
 * Creates a person, starts a daemon and connects to it.
 * @param {import('./resources.mjs').Resources} resources
 * @param {Record<string, unknown>} [settings]
 */
export async function startUser(resources, settings = {}) {
  const user = new User(resources, settings);
  const daemon = await user.startDaemon();
  const client = await user.connect();
  return { user, daemon, client };
}

/** @param {NodeJS.ProcessEnv} env */
function withoutDesktop(env) {
  const { DISPLAY, WAYLAND_DISPLAY, DBUS_SESSION_BUS_ADDRESS, ...rest } = env;
  return rest;
}
