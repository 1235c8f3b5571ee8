// The address of the daemon's end of the bridge.

const kUrl = /^ws:\/\/127\.0\.0\.1:[1-9]\d{0,4}(?:\/[\w-]{1,128})+$/;

/** Whether a value is an address on this machine, as the daemon gives it in `bridge.get`. @param {unknown} value @returns {value is string} */
export function isBridgeUrl(value) {
  return typeof value === "string" && kUrl.test(value);
}

/**
 * The address for the bytes of one peer.
 * @param {string} url of the bridge
 * @param {string} infoHash hexadecimal digits
 * @param {string} address the peer's IP address, or ""
 */
export function peerUrl(url, infoHash, address) {
  return `${url}/peer?info_hash=${infoHash}&address=${encodeURIComponent(address)}`;
}
