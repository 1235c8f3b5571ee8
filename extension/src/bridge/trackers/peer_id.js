// The peer id of the bridge at trackers (BEP 20). The daemon's own peer id stands in the handshakes with the peers.

const kPrefix = "-MW0000-";
const kRandomLetters = 12;
const kLetters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** A new peer id of 20 characters. @param {(count: number) => Uint8Array} randomBytes @returns {string} */
export function peerIdOf(randomBytes) {
  const letters = Array.from(randomBytes(kRandomLetters), (byte) => kLetters[byte % kLetters.length]);
  return kPrefix + letters.join("");
}
