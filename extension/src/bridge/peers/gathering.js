// The end of ICE candidate gathering (RFC 8445, 5.1.1). Trackers carry whole session descriptions, so the candidates have
// to be in them; a STUN server that does not answer holds "complete" up for longer than peers wait.

const kMostMs = 3000;
const kAfterReflexiveMs = 1500;

/**
 * Settles when enough candidates are gathered: at "complete", 1.5 s after the first server-reflexive candidate, or 3 s
 * after this call, whichever is first. It never fails.
 * @param {import("../world.js").World} world
 * @param {RTCPeerConnection} connection without a local description yet
 * @returns {Promise<void>}
 */
export function gathered(world, connection) {
  return new Promise((resolve) => {
    let cancelReflexive = /** @type {(() => void) | null} */ (null);
    const done = () => {
      cancelMost();
      cancelReflexive?.();
      resolve();
    };
    const cancelMost = world.after(kMostMs, done);
    connection.onicecandidate = ({ candidate }) => {
      if (/ typ srflx\b/.test(candidate?.candidate ?? "")) cancelReflexive ??= world.after(kAfterReflexiveMs, done);
    };
    connection.onicegatheringstatechange = () => {
      if (connection.iceGatheringState === "complete") done();
    };
  });
}
