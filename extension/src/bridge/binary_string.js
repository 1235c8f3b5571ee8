// Binary strings: text whose characters U+0000 to U+00FF are bytes. WebTorrent trackers take info-hashes and ids so.

const kIdBytes = 20;

/** The binary string of some bytes. @param {Uint8Array} bytes @returns {string} */
export function binaryOf(bytes) {
  return String.fromCharCode(...bytes);
}

/** The binary string of hexadecimal digits. @param {string} hex an even number of digits @returns {string} */
export function binaryFromHex(hex) {
  return hex.replaceAll(/../g, (pair) => String.fromCharCode(parseInt(pair, 16)));
}

/** Lower-case hexadecimal digits of some bytes. @param {Uint8Array} bytes @returns {string} */
export function hexOf(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Lower-case hexadecimal digits of a binary string. @param {string} binary @returns {string} */
export function hexFromBinary(binary) {
  return hexOf(Uint8Array.from(binary, (letter) => letter.charCodeAt(0)));
}

/** Whether a value is a binary string of the 20 bytes of an info-hash, peer id or offer id. @param {unknown} value @returns {value is string} */
export function isBinaryId(value) {
  return typeof value === "string" && value.length === kIdBytes && [...value].every((letter) => letter.charCodeAt(0) <= 0xff);
}
