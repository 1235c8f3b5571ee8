// The daemon's messages on the control socket: the swarms to be in, and the limits.

/** @typedef {{infoHash: string, trackers: string[], left: number | null}} SwarmState `left`: bytes, null when it is not known */
/** @typedef {{swarms: SwarmState[], stun: string[], peers: number}} State `peers`: most connections; `stun`: URLs (RFC 7064) */

const kMostMessage = 1024 * 1024;
const kMostSwarms = 64;
const kMostTrackers = 8;
const kMostPeers = 500;
const kInfoHash = /^[0-9a-f]{40}$/;
const kStun = /^stuns?:[^\s?#]{1,255}$/;

/** Reads the daemon's state. Entries that are not valid are left out; null: the message is not valid. @param {unknown} text @returns {State | null} */
export function readState(text) {
  if (typeof text !== "string" || text.length > kMostMessage) return null;
  try {
    const { swarms, stun, peers } = JSON.parse(text);
    if (!Array.isArray(swarms) || !Number.isInteger(peers) || peers < 0) return null;
    return { swarms: swarmsOf(swarms), stun: stunOf(stun), peers: Math.min(kMostPeers, peers) };
  } catch {
    return null;
  }
}

/** @param {any[]} swarms @returns {SwarmState[]} */
function swarmsOf(swarms) {
  const valid = swarms.filter((swarm) => kInfoHash.test(swarm?.info_hash) && Array.isArray(swarm.trackers));
  return valid.slice(0, kMostSwarms).map(({ info_hash: infoHash, trackers, left }) => ({
    infoHash,
    trackers: [...new Set(/** @type {unknown[]} */ (trackers))].filter(isTrackerUrl).slice(0, kMostTrackers),
    left: Number.isInteger(left) && left >= 0 ? left : null,
  }));
}

/** @param {unknown} stun @returns {string[]} */
function stunOf(stun) {
  return Array.isArray(stun) ? stun.filter((url) => typeof url === "string" && kStun.test(url)) : [];
}

/** Whether a value is the URL of a WebTorrent tracker. @param {unknown} value @returns {value is string} */
function isTrackerUrl(value) {
  if (typeof value !== "string" || !URL.canParse(value)) return false;
  const { protocol, hash } = new URL(value);
  return (protocol === "ws:" || protocol === "wss:") && hash === "";
}
