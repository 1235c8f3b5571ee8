// Times a film with thirty megabytes of attached fonts against the same film without, from peers that send two
// megabytes a second: from the link to the init segment and the first fragment, in pairs. Prints each pair, the medians
// and their ratio.
//   node tests/benchmark/attachments.mjs [PAIRS]
import { fonts, made, picture, PICTURES, sound, SOUNDS } from '../corpus/film_parts.mjs';
import { describeFilm, openFilm, pull } from '../support/media.mjs';
import { Resources } from '../support/resources.mjs';
import { seed } from '../support/seeders.mjs';
import { Torrents } from '../support/torrents.mjs';
import { startUser } from '../support/user.mjs';
import { median } from './numbers.mjs';

const BYTES_A_SECOND = 2_000_000;
/** Bytes of the init segment and one fragment, with which a page shows its first frame. */
const FIRST_PICTURE = 40_000;

const pairs = Number(process.argv[2] ?? 5);

/** 3 Mbit/s, so that reading takes a measurable time. */
const plain = () =>
  made('fonts-none.mkv', ...picture(60, ',noise=alls=30:allf=t'), ...sound(60), ...PICTURES.h264, '-b:v', '3M', '-maxrate', '3M', '-bufsize', '1M', ...SOUNDS.ac3);

/** Milliseconds. @param {string} path */
async function begins(path) {
  const resources = new Resources();
  try {
    const { magnet } = await seed(resources, path, ['--upload-limit', String(BYTES_A_SECOND)]);
    const { client } = await startUser(resources);
    const torrents = await Torrents.of(client);
    const from = performance.now();
    const id = await torrents.add(magnet);
    await describeFilm(client, id, 0, { viewer: 'tester' });
    const { url } = await openFilm(client, id, 0);
    await pull(url, FIRST_PICTURE);
    return performance.now() - from;
  } finally {
    await resources.dispose();
  }
}

const without = await plain();
const behind = await made('fonts-30-front.mkv', '-i', without, '-c', 'copy', ...fonts(30, 1_000_000));
/** @type {[number, number][]} */
const taken = [];
for (let pair = 0; pair < pairs; pair++) {
  taken.push([await begins(without), await begins(behind)]);
  console.log(`without ${taken[pair]?.[0].toFixed(0)} ms, behind fonts ${taken[pair]?.[1].toFixed(0)} ms`);
}
const [one, other] = [median(taken.map(([time]) => time)), median(taken.map(([, time]) => time))];
console.log(`medians ${one.toFixed(0)} ms and ${other.toFixed(0)} ms: ${(other / one).toFixed(2)} times`);
