// `magnetar COMMAND`: its output and its exit code.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { get } from '../support/http.mjs';
import { program } from '../support/paths.mjs';
import { Child } from '../support/process.mjs';
import { randomBytes } from '../support/random.mjs';
import { Resources } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { makeTorrent, unknownHash } from '../support/torrent.mjs';
import { User } from '../support/user.mjs';
import { until } from '../support/wait.mjs';

const OK = 0,
  FAILED = 1,
  USAGE = 2,
  NO_DAEMON = 3,
  NOT_FOUND = 4;

describe('the command line', () => {
  const resources = new Resources();
  /** @type {User} */ let user;
  before(() => {
    user = new User(resources);
  });
  after(() => resources.dispose());

  /** Runs a command and checks its exit code. @param {number} code @param {...string} args */
  async function magnetar(code, ...args) {
    const result = await user.run(args);
    assert.equal(result.code, code, `magnetar ${args.join(' ')}: ${result.stdout}${result.stderr}`);
    if (code !== OK) {
      assert.equal(result.stdout, '', 'a failure writes to standard output');
      assert.notEqual(result.stderr.trim(), '', 'a failure says nothing');
    }
    return result.stdout;
  }
  const json = async (/** @type {string[]} */ ...args) => JSON.parse(await magnetar(OK, ...args, '--json'));
  const addPaused = async (/** @type {string} */ seedText) => {
    const client = await user.connect();
    const { id } = await client.request('torrents.add', { source: unknownHash(seedText), paused: true });
    client.end();
    return id;
  };

  test('helps, and tells its version, without a daemon', async () => {
    const help = await magnetar(OK, '--help');
    for (const command of [
      'stream',
      'list',
      'status',
      'stats',
      'trace',
      'pause',
      'resume',
      'remove',
      'settings',
      'stop',
      'doctor',
      'daemon',
    ])
      assert.match(help, new RegExp(`\\b${command}\\b`));
    assert.match(await magnetar(OK, '--version'), /^magnetar \d+\.\d+\.\d+\n$/);
    for (const command of ['stream', 'list', 'status', 'stats', 'trace', 'pause', 'resume', 'remove', 'settings', 'stop'])
      assert.match(await magnetar(OK, command, '--help'), new RegExp(command));
    assert.deepEqual(user.daemons(), []);
  });

  test('says that nothing runs instead of starting it to ask', async () => {
    await magnetar(NO_DAEMON, 'status');
    await magnetar(NO_DAEMON, 'stats');
    await magnetar(NO_DAEMON, 'trace', 'abc', 'on');
    await user.run(['stop']);
    assert.deepEqual(user.daemons(), []);
  });

  for (const args of [
    [],
    ['launch'],
    ['--nonsense'],
    ['stream'],
    ['pause'],
    ['remove'],
    ['remove', 'a', 'b'],
    ['settings', 'frobnicate'],
    ['settings', 'set'],
    ['settings', 'set', 'novalue'],
    ['list', '--nonsense'],
    ['stream', 'x', '--file', 'y'],
  ]) {
    test(`takes ${JSON.stringify(args)} for a mistake`, async () => {
      await magnetar(USAGE, ...args);
    });
  }

  test('starts the daemon when it needs it', async () => {
    assert.deepEqual(await json('list'), []);
    assert.equal(user.daemons().length, 1);
    const status = await json('status');
    assert.equal(status.pid, user.daemons()[0]);
    assert.match(await magnetar(OK, 'status'), /\d/);
  });

  test('lists, pauses, resumes and removes, by id or the beginning of one', async () => {
    const id = await addPaused('listed');
    const [torrent] = (await json('list')).filter((/** @type {any} */ one) => one.id === id);
    assert.deepEqual([torrent.state, torrent.name], ['paused', unknownHash('listed')]);
    assert.match(await magnetar(OK, 'list'), new RegExp(unknownHash('listed')));
    await magnetar(OK, 'resume', id);
    await magnetar(OK, 'pause', id.slice(0, 12));
    await magnetar(OK, 'remove', id, '--delete-data');
    assert.deepEqual(
      (await json('list')).filter((/** @type {any} */ one) => one.id === id),
      [],
    );
    for (const command of ['pause', 'resume', 'remove']) await magnetar(NOT_FOUND, command, id);
  });

  test('reads and changes settings', async () => {
    assert.equal((await json('settings')).upload_limit, 0);
    await magnetar(OK, 'settings', 'set', 'upload_limit=100000', 'utp=false', 'cache_size=5GiB');
    assert.match(await magnetar(OK, 'settings', 'get', 'upload_limit'), /100000/);
    const settings = await json('settings');
    assert.deepEqual([settings.upload_limit, settings.utp, settings.cache_size], [100000, false, 5 * 1024 ** 3]);
    assert.match(await magnetar(OK, 'settings'), /listen_interfaces/);
    for (const [assignment, codes] of /** @type {Array<[string, number[]]>} */ ([
      ['nonsense=1', [FAILED, USAGE, NOT_FOUND]],
      ['upload_limit=fast', [FAILED, USAGE]],
      ['dht=maybe', [FAILED, USAGE]],
    ])) {
      const result = await user.run(['settings', 'set', 'download_limit=7', assignment]);
      assert.ok(codes.includes(result.code ?? -1), `${assignment}: ${result.code}`);
    }
    assert.equal((await json('settings')).download_limit, 0);
  });

  /** Starts `magnetar stream … --json` and reads its lines. @param {string[]} args */
  function stream(args) {
    const child = new Child(program('magnetar'), ['stream', ...args], { env: user.env });
    resources.defer(() => child.end());
    const lines = () => child.stdout.split('\n').slice(0, -1);
    return { child, lines };
  }

  test('streams a magnet link until it is interrupted', async () => {
    const content = randomBytes(300_000, 1);
    const path = join(resources.folder(), 'Clip.mp4');
    writeFileSync(path, content);
    const { magnet } = await seed(resources, path);
    const { child, lines } = stream([magnet, '--json']);
    const ready = await until(
      () =>
        lines()
          .map((line) => JSON.parse(line))
          .find((line) => line.url),
      20_000,
      () => `a URL: ${child.stdout}${child.stderr}`,
    );
    assert.ok(ready.id && JSON.stringify(ready).includes('Clip.mp4'));
    assert.ok((await get(ready.url)).body.equals(content));
    child.process.kill('SIGINT');
    assert.deepEqual(await child.exit(5000), { code: OK, signal: null });
  });

  test('streams a file of a .torrent on disk, chosen by number, in plain lines', async () => {
    const folder = join(resources.folder(), 'Two');
    mkdirSync(folder);
    writeFileSync(join(folder, 'a.mp4'), randomBytes(100_000, 2));
    writeFileSync(join(folder, 'b.mp4'), randomBytes(50_000, 3));
    const torrentFile = join(resources.folder(), 'two.torrent');
    await seed(resources, folder, ['--v1', '--torrent-out', torrentFile]);
    const { child } = stream([torrentFile, '--file', '1']);
    const url = await until(
      () => /http:\/\/127\.0\.0\.1:\S+/.exec(child.stdout)?.[0],
      20_000,
      () => `a URL: ${child.stdout}${child.stderr}`,
    );
    const name = /\/files\/1\/([ab]\.mp4)$/.exec(url)?.[1];
    assert.ok(name, url);
    assert.match(child.stdout, new RegExp(`^file +${name}$`, 'm'));
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(child.stdout, /[\r\u001b]/, 'a terminal is drawn where there is none');
    child.process.kill('SIGTERM');
    await child.exit(5000);
  });

  test('says what is wrong with what it is given', async () => {
    await magnetar(FAILED, 'stream', 'not a source');
    await magnetar(FAILED, 'stream', '/nowhere/a.torrent').catch(() =>
      magnetar(NOT_FOUND, 'stream', '/nowhere/a.torrent'),
    );
    const page = join(resources.folder(), 'page.torrent');
    writeFileSync(page, '<html>');
    await magnetar(FAILED, 'stream', page);
    const { torrent } = makeTorrent({ name: 'One', files: [{ path: 'one.mp4', content: randomBytes(100, 1) }] });
    const good = join(resources.folder(), 'one.torrent');
    writeFileSync(good, torrent);
    const result = await user.run(['stream', good, '--file', '5']);
    assert.ok([FAILED, NOT_FOUND].includes(result.code ?? -1), `${result.code} ${result.stderr}`);
  });

  test('stops the daemon', async () => {
    assert.equal(user.daemons().length, 1);
    await magnetar(OK, 'stop');
    await until(() => user.daemons().length === 0, 10_000, 'the end of the daemon');
    await magnetar(NO_DAEMON, 'status', '--json');
  });

  test('doctor names each link of the chain, and what to do about a broken one', async () => {
    const plain = await user.run(['doctor']);
    assert.ok([OK, FAILED].includes(plain.code ?? -1), plain.stderr);
    assert.match(plain.stdout, /magnetar-host/);
    const machine = await user.run(['doctor', '--json']);
    const report = JSON.parse(machine.stdout);
    assert.ok((report.checks ?? report.findings ?? report).length > 3, machine.stdout);
    const family = ['register', '--to', join(user.home, '.mozilla/native-messaging-hosts'), '--family', 'firefox'];
    assert.equal((await user.run(family)).code, OK);
    const manifest = join(user.home, '.mozilla/native-messaging-hosts/magnetar.host.json');
    writeFileSync(
      manifest,
      '{"name": "magnetar.host", "path": "/nowhere/magnetar-host", "type": "stdio", "allowed_extensions": ["extension@magnetar"]}',
    );
    const broken = await user.run(['doctor']);
    assert.equal(broken.code, FAILED, broken.stdout);
    assert.match(broken.stdout, /nowhere\/magnetar-host/);
  });
});

describe('stream --open', () => {
  /**
   * A person whose computer has these programs only; each logs its arguments.
   * @param {Resources} resources
   * @param {string[]} names
   */
  function personWith(resources, names) {
    const user = new User(resources);
    const bin = join(user.folder, 'bin');
    mkdirSync(bin);
    for (const name of names) {
      writeFileSync(join(bin, name), `#!/bin/sh\nprintf '%s\\n' "$@" > '${bin}/${name}.new'\nmv '${bin}/${name}.new' '${bin}/${name}.out'\n`);
      chmodSync(join(bin, name), 0o755);
    }
    for (const own of ['sh', 'mv']) symlinkSync(`/bin/${own}`, join(bin, own));
    user.env.PATH = bin;
    return { user, bin };
  }

  test('starts the first player that is found with the film’s address', async (t) => {
    const resources = new Resources();
    t.after(() => resources.dispose());
    const { user, bin } = personWith(resources, ['mpv', 'xdg-open']);
    const film = join(resources.folder(), 'film.mkv');
    writeFileSync(film, randomBytes(300_000, 3));
    const { magnet } = await seed(resources, film);
    const child = new Child(program('magnetar'), ['stream', magnet, '--open'], { env: user.env });
    resources.defer(() => child.end());
    const started = () => existsSync(join(bin, 'mpv.out')) && readFileSync(join(bin, 'mpv.out'), 'utf8').trim();
    const address = await until(started, 20_000, 'mpv started');
    const { body } = await get(address);
    assert.ok(body.equals(readFileSync(film)));
    assert.ok(!existsSync(join(bin, 'xdg-open.out')));
  });

  test('says so where there is no player', async (t) => {
    const resources = new Resources();
    t.after(() => resources.dispose());
    const { user } = personWith(resources, ['xdg-open']);
    const film = join(resources.folder(), 'film.mkv');
    writeFileSync(film, randomBytes(300_000, 3));
    const { magnet } = await seed(resources, film);
    const { code, stdout, stderr } = await user.run(['stream', magnet, '--open'], { deadline: 20_000 });
    assert.equal(code, NOT_FOUND, stderr);
    assert.match(stdout, /^url +http:/m);
    assert.match(stderr, /no player such as mpv or VLC/);
  });
});
