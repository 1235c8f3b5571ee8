// The Debian package on a copy of this system (run.sh makes it): after one command both browsers have the extension and play; an
// upgrade takes over while a film plays; and a purge leaves nothing.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { FAMILIES, startBrowser } from '../support/browser.mjs';
import { film } from '../support/film.mjs';
import { serveMagnetPages } from '../support/magnet_pages.mjs';
import { SOURCE } from '../support/paths.mjs';
import { run } from '../support/process.mjs';
import { Resources } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { User } from '../support/user.mjs';
import { until } from '../support/wait.mjs';

const folder = join(SOURCE, 'build/package');
const [deb = ''] = readdirSync(folder).filter((name) => name.endsWith('.deb'));
const file = join(folder, deb);

/** Files that package managers and caches write for themselves. */
const OTHERS = /^\/var\/(?:lib\/(?:dpkg|apt|systemd)|cache|log|tmp|backups)\b|\/(?:mimeinfo\.cache|icon-theme\.cache|ld\.so\.cache)$|^\/usr\/share\/icons\/hicolor$/;

/** Paths, each followed by the letter of its file type. */
async function filesOfSystem() {
  const { stdout } = await run('find', ['/usr', '/etc', '/var', '-xdev', '-printf', '%p %y\\n'], { deadline: 120_000 });
  return new Set(stdout.split('\n').filter((line) => line !== '' && !OTHERS.test(line.slice(0, -2))));
}

/** @param {string[]} args */
async function dpkg(args) {
  const { code, stdout, stderr } = await run('dpkg', args, { deadline: 120_000 });
  assert.equal(code, 0, `${stdout}${stderr}`);
}

describe('the Debian package', () => {
  /** @type {Set<string>} */ let before_it;
  before(async () => {
    before_it = await filesOfSystem();
    await dpkg(['--install', file]);
  });

  test('says what it needs, and brings manuals, completion and the handler for magnet links', async () => {
    const { stdout } = await run('dpkg-deb', ['--field', file]);
    for (const needed of ['libtorrent-rasterbar2.0', 'ffmpeg', 'bubblewrap']) assert.match(stdout, new RegExp(`Depends:.*${needed}`));
    const desktop = readFileSync('/usr/share/applications/magnetar.desktop', 'utf8');
    assert.match(desktop, /x-scheme-handler\/magnet/);
    for (const path of ['man/man1/magnetar.1.gz', 'bash-completion/completions/magnetar', 'zsh/vendor-completions/_magnetar', 'fish/vendor_completions.d/magnetar.fish', 'doc/magnetar/copyright']) {
      assert.ok(existsSync(join('/usr/share', path)), path);
    }
    const completed = await run('bash', ['-c', '. /usr/share/bash-completion/completions/magnetar; COMP_WORDS=(magnetar st); COMP_CWORD=1; _magnetar; echo "${COMPREPLY[*]}"']);
    assert.equal(completed.stdout.trim(), 'stream status stats stop', completed.stderr);
    const help = await run('/usr/bin/magnetar', ['--help']);
    const commands = [...help.stdout.matchAll(/^ {2}([a-z]+)/gm)].map(([, name]) => name ?? '');
    const manual = (await run('zcat', ['/usr/share/man/man1/magnetar.1.gz'])).stdout;
    for (const name of commands) assert.match(manual, new RegExp(`\\\\fB${name}\\\\f`), name);
  });

  for (const family of FAMILIES) {
    test(`a click in ${family} plays, with nothing set by hand`, async (t) => {
      const resources = new Resources();
      t.after(() => resources.dispose());
      const user = new User(resources);
      const { path } = await film('clock', 60);
      const peer = await seed(resources, path);
      const { base } = await serveMagnetPages(resources, { first: peer.magnet, second: peer.magnet });
      const browser = await startBrowser(resources, family, user, { installed: true });
      const page = await browser.open(`${base}/films.html`);
      await page.bringToFront();
      await page.click('#first');
      const player = await browser.ownTab((address) => address.includes('player.html'), 'a player');
      const state = () => player.evaluate(() => document.documentElement.dataset.state);
      await until(async () => (await state()) === 'playing', 40_000, 'the film');
      const [daemon = 0] = user.daemons();
      const exe = await run('readlink', [`/proc/${daemon}/exe`]);
      assert.equal(exe.stdout.trim(), '/usr/bin/magnetar');
      if (family === 'firefox') return;
      await player.bringToFront();
      await player.keyboard.press('k');
      await until(async () => (await state()) === 'paused', 5000, 'a pause');
      const time = () => player.evaluate(() => document.querySelector('video')?.currentTime ?? 0);
      const then = await time();
      await dpkg(['--install', file]);
      await until(() => !user.daemons().includes(daemon) && user.daemons().length === 1, 30_000, 'the new daemon');
      await player.keyboard.press('k');
      await until(async () => (await time()) > then + 0.5 && (await state()) === 'playing', 30_000, 'the film going on');
      assert.ok((await time()) < then + 10, 'from where it was');
    });
  }

  test('purged, it leaves nothing', async () => {
    await dpkg(['--purge', 'magnetar']);
    const now = await filesOfSystem();
    assert.deepEqual([...now].filter((line) => !before_it.has(line) && !line.includes('__pycache__')), []);
    // dpkg removes an empty folder too when no package owns it.
    assert.deepEqual([...before_it].filter((line) => !now.has(line) && !line.endsWith(' d')), []);
  });

  after(async () => {
    await run('dpkg', ['--purge', 'magnetar']);
  });
});
