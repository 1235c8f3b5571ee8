// A sound server without a loudspeaker: browsers play sound in its time, as they do on a person's machine. Firefox without a
// sound device ends an audio file with an error.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Child } from './process.mjs';
import { until } from './wait.mjs';

/**
 * Starts PulseAudio with a null sink.
 * @param {import('./resources.mjs').Resources} resources
 * @returns {Promise<NodeJS.ProcessEnv>} the environment with which programs find it
 */
export async function startSoundServer(resources) {
  const folder = resources.folder();
  const socket = join(folder, 'sound');
  const env = { ...process.env, HOME: folder, XDG_RUNTIME_DIR: folder };
  const modules = ['module-null-sink', `module-native-protocol-unix auth-anonymous=1 socket=${socket}`];
  const settings = ['-n', '--daemonize=no', '--exit-idle-time=-1', '--use-pid-file=no', '--disable-shm=yes'];
  const server = new Child('pulseaudio', [...settings, ...modules.map((module) => `--load=${module}`)], { env });
  resources.defer(() => server.end());
  await until(() => existsSync(socket), 10_000, () => `the sound server; its errors: ${server.stderr.slice(-2000)}`);
  return { PULSE_SERVER: `unix:${socket}` };
}
