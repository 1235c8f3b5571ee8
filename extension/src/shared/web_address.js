// Validates addresses of trackers, web seeds and .torrent files in links. The same rule as
// native-host/engine/web_address.cpp. Pure.

import { plainText } from "./link_text.js";

/** The longest address of a tracker or a web seed, in bytes. */
const kLongestUrl = 2048;

/** @param {string} host in lower case */
function isHost(host) {
  if (host.startsWith("[")) return host.endsWith("]") && !host.includes("%") && URL.canParse(`http://${host}/`);
  if (host.length === 0 || host.length > 253 || !/^[a-z0-9._-]+$/.test(host)) return false;
  const last = host.replace(/\.$/, "").split(".").at(-1) ?? "";
  if (last === "") return false;
  if (!/^\d/.test(last)) return true; // a last label of digits must be a dotted quad: anything else is a disguise
  const quad = host.split(".");
  return quad.length === 4 && quad.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

/** The scheme of an absolute address in printable ASCII, in lower case; "" for anything else. @param {string} url */
function schemeOf(url) {
  const [, scheme, authority] = /^([^:]*):\/\/([^/?#\\]*)/.exec(url) ?? [];
  if (scheme === undefined || authority === undefined || !/^[!-~]+$/.test(url)) return "";
  const [, host, port] = /^(\[[^\]]*\]|[^:]*)(?::(\d{1,9}))?$/.exec(authority.toLowerCase()) ?? [];
  if (host === undefined || !isHost(host)) return "";
  if (port !== undefined && (Number(port) === 0 || Number(port) > 65535)) return "";
  return scheme.toLowerCase();
}

/** @param {string} url */
export function isHttpUrl(url) {
  return /^https?$/.test(schemeOf(url));
}

/** @param {string} url */
export function isTrackerUrl(url) {
  return url.length <= kLongestUrl && /^(https?|udp|wss?)$/.test(schemeOf(url));
}

/** @param {string} url */
export function isWebSeedUrl(url) {
  return url.length <= kLongestUrl && isHttpUrl(url);
}

/**
 * Cleans a copied address: removes invisible characters and spaces around it, and encodes characters that it cannot
 * hold.
 * @param {string} text
 */
export function tidyUrl(text) {
  const plain = plainText(text).replace(/[\n\u200c\u200d]/g, "").trim();
  return plain.replace(/[^!-~]|%(?![0-9a-f]{2})/giu, (letter) => (letter === "%" ? "%25" : encodeURIComponent(letter)));
}
