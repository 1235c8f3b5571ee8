// The IP address of the peer at the other end of a peer connection.

const kIp = /^(?=.*[.:])[0-9a-f.:]{3,45}$/i;

/**
 * The remote address of the selected candidate pair (W3C WebRTC statistics), or "" when it is not known: browsers hide
 * addresses of peer-reflexive candidates, and give names of multicast DNS for others.
 * @param {RTCPeerConnection} connection
 * @returns {Promise<string>}
 */
export async function remoteAddress(connection) {
  try {
    const stats = /** @type {Map<string, any>} */ (/** @type {unknown} */ (await connection.getStats()));
    const remote = stats.get(selectedPair(stats)?.remoteCandidateId);
    const address = remote?.address ?? remote?.ip;
    return typeof address === "string" && kIp.test(address) ? address : "";
  } catch {
    return "";
  }
}

/** Chromium names the pair in the transport; Firefox marks the pair itself. @param {Map<string, any>} stats */
function selectedPair(stats) {
  const all = [...stats.values()];
  const named = all.find(({ selectedCandidatePairId }) => selectedCandidatePairId);
  if (named) return stats.get(named.selectedCandidatePairId);
  const pairs = all.filter(({ type }) => type === "candidate-pair");
  return pairs.find(({ selected }) => selected) ?? pairs.find(({ nominated, state }) => nominated && state === "succeeded");
}
