// Child processes that are watched, whose output is kept, and that end with the test.
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { until, within } from './wait.mjs';

export class Child {
  stdout = '';
  stderr = '';

  /** @param {string} command @param {string[]} args @param {import('node:child_process').SpawnOptions & {keepOutput?: boolean}} [options] */
  constructor(command, args, options = {}) {
    const { keepOutput = true, ...spawnOptions } = options;
    this.command = [command, ...args].join(' ');
    this.process = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], ...spawnOptions });
    /** @type {Promise<{code: number | null, signal: string | null}>} */
    this.exited = new Promise((resolve, reject) => {
      this.process.once('error', reject);
      this.process.once('close', (code, signal) => resolve({ code, signal }));
    });
    this.exited.catch(() => {});
    this.process.stdin?.on('error', () => {});
    this.process.stderr?.setEncoding('utf8').on('data', (text) => (this.stderr += text));
    if (keepOutput) this.process.stdout?.setEncoding('utf8').on('data', (text) => (this.stdout += text));
  }

  get pid() {
    return /** @type {number} */ (this.process.pid);
  }

  get running() {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  /** The first line of standard output, parsed as JSON. @param {number} milliseconds @returns {Promise<any>} */
  async firstLine(milliseconds) {
    await until(
      () => this.stdout.includes('\n') || !this.running,
      milliseconds,
      () => `a line from ${this.command}; its errors: ${this.stderr.slice(-2000)}`,
    );
    if (!this.stdout.includes('\n'))
      throw new Error(`${this.command} ended without a line: ${this.stderr.slice(-2000)}`);
    return JSON.parse(this.stdout.slice(0, this.stdout.indexOf('\n')));
  }

  /** @param {number} milliseconds */
  exit(milliseconds) {
    return within(
      this.exited,
      milliseconds,
      () => `the end of ${this.command}; its errors: ${this.stderr.slice(-2000)}`,
    );
  }

  /** Sends SIGTERM, then SIGKILL after a while. */
  async end() {
    if (!this.running) return;
    this.process.kill('SIGTERM');
    await this.exit(8000).catch(() => {
      this.process.kill('SIGKILL');
      return this.exit(5000);
    });
  }
}

/** Runs a program to its end. @param {string} command @param {string[]} args @param {import('node:child_process').SpawnOptions & {input?: string, deadline?: number}} [options] */
export async function run(command, args, options = {}) {
  const { input, deadline = 30_000, ...spawnOptions } = options;
  const child = new Child(command, args, spawnOptions);
  child.process.stdin?.end(input);
  try {
    const { code, signal } = await child.exit(deadline);
    return { code, signal, stdout: child.stdout, stderr: child.stderr };
  } finally {
    if (child.running) child.process.kill('SIGKILL');
  }
}

/** @param {number} pid */
export function isAlive(pid) {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** Memory in use, in bytes. @param {number} pid */
export function residentBytes(pid) {
  const match = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return match ? Number(match[1]) * 1024 : 0;
}

/** Processes whose command line ends in `magnetar daemon…` and whose environment holds `marker`. @param {string} marker @returns {number[]} */
export function daemonsOf(marker) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const [program, verb] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        return (
          program.endsWith('magnetar') &&
          verb === 'daemon' &&
          isAlive(pid) &&
          readFileSync(`/proc/${pid}/environ`, 'utf8').includes(marker)
        );
      } catch {
        return false;
      }
    });
}
