// The table of cases: a case is a swarm, an action in it, and the compared peers.

const KIBIBYTE = 1024;
const MEBIBYTE = 1024 * KIBIBYTE;
const ROUND_TRIP = 40;

/**
 * @typedef {import('./swarm.mjs').SeederSpec} SeederSpec
 * @typedef {{film: string, pieceSize: number, seeders: SeederSpec[], roundTrip: number, webSeed?: number,
 *   world?: import('./world_peers.mjs').WorldChoice}} SwarmChoice `world`: in place of `seeders`, one that is drawn anew each round
 * @typedef {{rounds?: number, peers?: string[], options?: Record<string, any>}} Quick
 * @typedef {{name: string, swarm: SwarmChoice, action: string, options: Record<string, any>, peers: string[],
 *   quick: Quick | null, rounds: number}} Case
 * `quick`: part of the quick run, with its smaller values
 */

/** @param {number} megabits @param {SeederSpec['kind']} [kind] @returns {SeederSpec} */
const line = (megabits, kind = 'seed') => ({ kind, megabits });

/** @type {Record<string, SeederSpec[]>} */
const SEEDERS = {
  even: [line(20), line(20), line(20), line(2)],
  slow: [line(20), line(20), line(1), line(1)],
  silent: [line(20), line(20), line(20), line(20, 'silent')],
  corrupt: [line(20), line(20), line(20), line(20, 'corrupt')],
};
/**
 * A third of the seeders accepts TCP only, a third uTP only, a third both; every fourth accepts encrypted connections
 * only. Together they are as fast as the even swarm.
 * @type {SeederSpec[]}
 */
const MIXED = [['--tcp-only'], ['--utp-only'], [], ['--tcp-only', '--encrypted-only'], ['--utp-only'], []].map((takes) => ({
  ...line(10.3),
  takes,
}));
/** @type {SeederSpec[]} */
const UTP_ONLY = SEEDERS.even.map((seeder) => ({ ...seeder, takes: ['--utp-only'] }));

/** One packet in a hundred is lost. @type {SeederSpec[]} */
const UTP_LOSS = UTP_ONLY.map((seeder) => ({ ...seeder, loss: 0.01 }));

/** Without a limit of rate. @type {SeederSpec[]} */
const UNLIMITED = [{ kind: 'seed', megabits: 0, near: true }];

/** Bitrate of the films in Mbit/s, and the factor for TCP/IP headers, messages and losses. */
const BITRATE = 5.61;
const OVERHEAD = 1.06;

/** Four seeders; the three that stay carry `factor` times the film's bitrate. @param {number} factor */
function carrying(factor) {
  const each = (factor * BITRATE * OVERHEAD) / 3;
  return [line(each), line(each), line(each), line(each)];
}

const STREAMERS = ['magnetar', 'webtorrent', 'peerflix'];
const SERVERS = [...STREAMERS, 'nginx'];

/** @param {string} film @param {number} [pieceSize] @param {SeederSpec[]} [seeders] @returns {SwarmChoice} */
function swarm(film, pieceSize = MEBIBYTE, seeders = SEEDERS.even) {
  return { film, pieceSize, seeders, roundTrip: ROUND_TRIP };
}

/** @param {string} film @returns {SwarmChoice} */
const nearby = (film) => ({ ...swarm(film, MEBIBYTE, UNLIMITED), roundTrip: 0 });

/** A swarm with a web seed of 2.5 MB/s a connection. @param {SeederSpec[]} seeders beside it @returns {SwarmChoice} */
const web = (seeders) => ({ ...swarm('film', MEBIBYTE, seeders), webSeed: 2_500_000 });

/**
 * A realistic swarm (world_peers.mjs).
 * @param {import('./world_peers.mjs').WorldChoice} choice
 * @returns {SwarmChoice}
 */
const world = (choice) => ({ ...swarm('film', MEBIBYTE, []), world: choice });

/** @param {string} name @param {SwarmChoice} choice @param {string} action @param {Partial<Case>} [more] @returns {Case} */
function entry(name, choice, action, more = {}) {
  return { name, swarm: choice, action, options: {}, peers: STREAMERS, quick: null, rounds: 3, ...more };
}

const QUICK_SEEK = { rounds: 2, options: { before: 3, between: 1.5, count: 3 } };
const AGAINST_NGINX = { rounds: 2, peers: ['magnetar', 'nginx'] };
const MAGNETAR = ['magnetar'];
/** Programs that use web seeds. */
const WITH_WEB_SEEDS = { peers: ['magnetar', 'webtorrent'] };
const THREE_SLOW = [line(2), line(2), line(2)];

/** @type {Case[]} */
const MAIN = [
  entry('start', swarm('film'), 'start', { peers: [...STREAMERS, 'btfs'], quick: { peers: STREAMERS } }),
  entry('seek-play', swarm('film'), 'seek-play', { quick: QUICK_SEEK }),
  entry('seek-full', swarm('film'), 'seek-full', { quick: QUICK_SEEK }),
  entry('known', swarm('film'), 'known', { quick: { rounds: 2, options: { before: 3, elsewhere: false } } }),
  entry('cold', swarm('film'), 'cold'),
  entry('two-viewers', swarm('film'), 'two-viewers'),
  entry('frame-moov-first', swarm('film'), 'frame', { peers: [...STREAMERS, 'btfs'] }),
  entry('frame-moov-last', swarm('moov-last'), 'frame', { peers: [...STREAMERS, 'btfs'], quick: { peers: STREAMERS } }),
  entry('frame-mkv', swarm('mkv'), 'frame', { peers: [...STREAMERS, 'btfs'] }),
  entry('seek-4m-slow', swarm('film', 4 * MEBIBYTE, SEEDERS.slow), 'seek-play', {
    quick: { ...QUICK_SEEK, peers: MAGNETAR },
  }),
  entry('web-start', web([]), 'start', WITH_WEB_SEEDS),
  entry('web-seek', web([]), 'seek-play', WITH_WEB_SEEDS),
  entry('web-beside-start', web(THREE_SLOW), 'start', WITH_WEB_SEEDS),
  entry('web-beside-seek', web(THREE_SLOW), 'seek-play', WITH_WEB_SEEDS),
  entry('play-1.25', swarm('film', MEBIBYTE, carrying(1.25)), 'play', {
    quick: { rounds: 2, peers: MAGNETAR, options: { leaving: 10, lasting: 30 } },
  }),
  entry('play-1.1', swarm('film', MEBIBYTE, carrying(1.1)), 'play'),
  entry('waste', swarm('medium'), 'waste', { quick: { rounds: 1, peers: MAGNETAR } }),
  entry('download', nearby('large'), 'download', {
    peers: [...STREAMERS, 'libtorrent'],
    quick: { peers: ['magnetar', 'libtorrent'] },
  }),
  entry('readers-1', nearby('large'), 'readers', { peers: SERVERS, options: { readers: 1 }, quick: AGAINST_NGINX }),
  entry('readers-8', nearby('large'), 'readers', { peers: SERVERS, options: { readers: 8 }, quick: AGAINST_NGINX }),
  entry('readers-64', nearby('medium'), 'readers', { peers: SERVERS, options: { readers: 64 }, quick: AGAINST_NGINX }),
  entry('mixed-start', swarm('film', MEBIBYTE, MIXED), 'start'),
  entry('mixed-seek-play', swarm('film', MEBIBYTE, MIXED), 'seek-play'),
  entry('utp-start', swarm('film', MEBIBYTE, UTP_ONLY), 'start'),
  entry('utp-seek-play', swarm('film', MEBIBYTE, UTP_ONLY), 'seek-play'),
  entry('utp-loss-start', swarm('film', MEBIBYTE, UTP_LOSS), 'start'),
  entry('utp-loss-seek-play', swarm('film', MEBIBYTE, UTP_LOSS), 'seek-play'),
  entry('reader-pauses', nearby('large'), 'pausing', { peers: MAGNETAR, options: { minutes: 5 }, rounds: 1 }),
  entry('memory', { ...nearby('small-0'), seeders: [] }, 'crowd', {
    options: { torrents: 50 },
    quick: { rounds: 1, peers: MAGNETAR },
  }),
];

/** Each case in a swarm with a liar and in the same swarm without. @returns {Case[]} */
function worldCases() {
  return [true, false].flatMap((liar) => {
    const name = (/** @type {string} */ what) => `world-${what}${liar ? '' : '-honest'}`;
    return [
      entry(name('start'), world({ liar }), 'start', { rounds: 10 }),
      entry(name('frame'), world({ liar }), 'frame', { rounds: 5 }),
      entry(name('seek'), world({ liar }), 'seek-play', { rounds: 5 }),
      ...[1.1, 1.25, 1.5].map((carries) =>
        entry(name(`play-${carries}`), world({ liar, carries }), 'play', {
          rounds: carries === 1.25 ? 10 : 5,
          options: { leaving: 60, lasting: 60 },
        }),
      ),
    ];
  });
}

/** All piece sizes with all kinds of seeders, one round each. @returns {Case[]} */
function matrix() {
  const pieces = { '256k': 256 * KIBIBYTE, '1m': MEBIBYTE, '4m': 4 * MEBIBYTE, '16m': 16 * MEBIBYTE };
  const actions = [
    ...['start', 'known', 'seek-full', 'seek-play', 'two-viewers'].map((action) => [action, action, 'film']),
    ...['moov-last', 'mkv'].map((film) => [`frame-${film}`, 'frame', film]),
  ];
  return Object.entries(SEEDERS).flatMap(([kind, seeders]) =>
    Object.entries(pieces).flatMap(([size, pieceSize]) =>
      actions
        .map(([label, action, film]) =>
          entry(`matrix-${size}-${kind}-${label}`, swarm(film, pieceSize, seeders), action, { rounds: 1 }),
        )
        .filter(({ swarm: choice, action }) => !MAIN.some((one) => isSame(one, choice, action))),
    ),
  );
}

/** @param {Case} one @param {SwarmChoice} choice @param {string} action */
function isSame(one, choice, action) {
  return one.action === action && JSON.stringify(one.swarm) === JSON.stringify(choice);
}

export const CASES = [...MAIN, ...worldCases(), ...matrix()];

/**
 * The cases that a word of --only names: the case itself and, unless `exactly`, all that begin with it and a dash.
 * @param {Case[]} cases
 * @param {string[]} words
 * @param {boolean} [exactly]
 */
export function chosen(cases, words, exactly = false) {
  return cases.filter(({ name }) => words.some((word) => name === word || (!exactly && name.startsWith(`${word}-`))));
}

/** The cases of the quick run, in their smaller form. @param {Case[]} cases */
export function quickOnes(cases) {
  return cases.flatMap((one) => {
    if (!one.quick) return [];
    const options = { ...one.options, ...one.quick.options };
    return [{ ...one, ...one.quick, options }];
  });
}

/** Cases grouped by their swarm, in the order of the table. @param {Case[]} cases @returns {Case[][]} */
export function sharingSwarms(cases) {
  /** @type {Map<string, Case[]>} */
  const groups = new Map();
  for (const one of cases) {
    const key = JSON.stringify(one.swarm);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}
