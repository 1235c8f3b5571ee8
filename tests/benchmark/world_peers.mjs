// The peers of a realistic swarm, drawn by a seed: their kinds, rates, distances and loads. Pure.
import { below, seededRandom } from '../support/random.mjs';

/**
 * @typedef {'free' | 'busy' | 'leecher' | 'silent' | 'dead' | 'liar'} WorldKind
 * `free`: a seeder with a slot for every peer; `busy`: one with four slots that are taken; `leecher`: has a part, wants
 * the
 * rest from the busy ones, uploads its part; `silent`: accepts the connection and sends no block; `dead`: an address
 * without a peer; `liar`: a seeder some of whose blocks are wrong
 * @typedef {{kind: WorldKind, address: string, up: number, down: number, roundTrip: number, loss: number, options: string[]}} WorldPeer
 *   `up`, `down` in Mbit/s; `roundTrip` in ms; `loss`: packets lost of a hundred, in each direction; `options` of magnetar-seed
 * @typedef {{liar: boolean, carries?: number}} WorldChoice
 * `carries`: the free seeders' rate as a multiple of the film's bitrate; without it their rates are as drawn
 * @typedef {{peers: WorldPeer[], viewer: {address: string, up: number, down: number}, tracker: {address: string, roundTrip: number}}} WorldDraw
 */

const SLOTS = 4;
const SEGMENT = 1448 * 8;
/** Factor for TCP/IP headers, messages and losses. */
const OVERHEAD = 1.06;
/** Most peers accept all transports, as programs do by default. @type {string[][]} */
const TRANSPORTS = [[], [], [], [], [], ['--tcp-only'], ['--utp-only'], ['--encrypted-only'], ['--plain-only']];

/** Draws of one seed, one after the other. */
class Draws {
  /** @param {number} seed */
  constructor(seed) {
    this.random = seededRandom(seed);
    this.addresses = new Set();
  }

  /** @param {number} from @param {number} to both inclusive */
  whole(from, to) {
    return from + below(this.random, to - from + 1);
  }

  /** Uniform. @param {number} from @param {number} to */
  evenly(from, to) {
    return from + (to - from) * this.random();
  }

  /** Log-uniform: each doubling is as likely as the next. @param {number} from @param {number} to */
  between(from, to) {
    return from * (to / from) ** this.random();
  }

  /** @template T @param {T[]} list @returns {T} */
  one(list) {
    return list[below(this.random, list.length)];
  }

  /**
   * An address of the network for benchmarks (RFC 2544), each in a subnet of its own as far as they go.
   * @returns {string}
   */
  address() {
    const address = `198.${this.whole(18, 19)}.${this.whole(1, 254)}.${this.whole(1, 254)}`;
    if (this.addresses.has(address)) return this.address();
    this.addresses.add(address);
    return address;
  }

  /** @param {WorldKind} kind @param {number} up @param {number} down @param {string[]} options @returns {WorldPeer} */
  peer(kind, up, down, options) {
    const loss = this.random() < 0.35 ? this.between(0.1, 1) : 0;
    const transports = this.one(TRANSPORTS);
    return {
      ...{ kind, address: this.address(), up, down, roundTrip: this.between(20, 250), loss },
      options: [...options, ...transports],
    };
  }

  /** @template T @param {number} count @param {() => T} make @returns {T[]} */
  several(count, make) {
    return Array.from({ length: count }, make);
  }

  /** @template T @param {T[]} list @returns {T[]} */
  shuffled(list) {
    return list
      .map((value) => ({ value, place: this.random() }))
      .sort((a, b) => a.place - b.place)
      .map(({ value }) => value);
  }
}

/**
 * The rate of a seeder on one connection, in Mbit/s; with loss it is limited by segment size, round trip and loss
 * (Mathis et al. 1997).
 * @param {WorldPeer} peer
 */
export function carried({ up, roundTrip, loss }) {
  if (loss === 0) return up;
  return Math.min(up, (1.22 * SEGMENT) / ((roundTrip / 1000) * Math.sqrt(loss / 100)) / 1e6);
}

/** @param {WorldPeer[]} peers */
export function carriedByFree(peers) {
  return peers.filter(({ kind }) => kind === 'free').reduce((sum, peer) => sum + carried(peer), 0);
}

/**
 * Free seeders with a given total rate: their rates are drawn, then scaled alike.
 * @param {Draws} draws
 * @param {number} count
 * @param {number} [megabits]
 * @returns {WorldPeer[]}
 */
function freeSeeders(draws, count, megabits) {
  const drawn = draws.several(count, () => draws.peer('free', draws.evenly(0.3, 4), 20, []));
  if (!megabits) return drawn;
  const scaled = (/** @type {number} */ factor) => drawn.map((peer) => ({ ...peer, up: peer.up * factor }));
  if (carriedByFree(scaled(2)) < megabits) return freeSeeders(draws, count, megabits);
  let [low, high] = [0, 2];
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (carriedByFree(scaled(middle)) < megabits) low = middle;
    else high = middle;
  }
  return scaled(high);
}

/** @param {Draws} draws */
function liar(draws) {
  const oneIn = Math.round(draws.between(2, 40));
  return draws.peer('liar', draws.between(4, 20), 20, ['--corrupt-one-in', String(oneIn)]);
}

/** @param {Draws} draws */
function leecher(draws) {
  const has = ['--have-percent', String(draws.whole(3, 40)), '--have-seed', String(draws.whole(1, 1e6))];
  return draws.peer('leecher', draws.between(0.5, 3), draws.between(4, 20), has);
}

/**
 * About 31 peers, in the tracker's order.
 * @param {number} seed
 * @param {WorldChoice} choice
 * @param {number} bitrate of the film, Mbit/s
 * @returns {WorldDraw}
 */
export function drawWorld(seed, { liar: withLiar, carries }, bitrate) {
  const draws = new Draws(seed);
  const counts = { free: draws.whole(5, 7), busy: draws.whole(5, 7), leechers: draws.whole(9, 11), dead: draws.whole(5, 7) };
  const viewer = { address: draws.address(), up: draws.between(5, 20), down: draws.between(50, 100) };
  const tracker = { address: draws.address(), roundTrip: draws.between(20, 120) };
  const busy = draws.several(counts.busy, () => {
    return draws.peer('busy', draws.evenly(5, 20), 50, ['--upload-slots', String(SLOTS)]);
  });
  const others = [
    ...draws.several(counts.leechers, () => leecher(draws)),
    ...draws.several(counts.dead, () => draws.peer('dead', 1, 1, [])),
    ...draws.several(draws.whole(1, 3), () => draws.peer('silent', 1, 1, [])),
    liar(draws),
  ];
  const free = freeSeeders(draws, counts.free, carries && carries * bitrate * OVERHEAD);
  // The honest swarm is the same one without the liar.
  const peers = draws.shuffled([...free, ...busy, ...others]).filter(({ kind }) => withLiar || kind !== 'liar');
  return { peers, viewer, tracker };
}

/** A summary in one line. @param {WorldDraw} draw */
export function describeWorld({ peers, viewer }) {
  const of = (/** @type {WorldKind} */ kind) => peers.filter((peer) => peer.kind === kind);
  const rates = (/** @type {WorldKind} */ kind) => of(kind).map(({ up }) => up.toFixed(1)).join(' ');
  const lies = of('liar').map(({ up, options }) => `, a liar ${up.toFixed(1)} (one block in ${options[1]})`);
  return [
    `${peers.length} peers, Mbit/s: free ${rates('free')}, busy ${rates('busy')}, leechers ${rates('leecher')}`,
    `${lies.join('')}; ${of('dead').length} dead, ${of('silent').length} silent`,
    `; the free ones carry ${carriedByFree(peers).toFixed(1)}, the viewer's line ${viewer.down.toFixed(0)}/${viewer.up.toFixed(0)}`,
  ].join('');
}
