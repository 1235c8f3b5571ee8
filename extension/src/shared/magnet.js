// Recognises what can be streamed in a piece of text: magnet links, bare info-hashes, addresses of .torrent files.
// Pure; nothing here touches the network.

/** The longest source the daemon takes (docs/protocol.md). */
export const kLongestSource = 16 * 1024;

const kHex40 = /^[0-9a-f]{40}$/i;
const kBase32 = /^[a-z2-7]{32}$/i;
const kHex64 = /^[0-9a-f]{64}$/i;
const kMultihash = /^1220[0-9a-f]{64}$/i;
const kBase32Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

/**
 * @typedef {object} Source
 * @property {"magnet" | "info_hash" | "torrent_url"} kind
 * @property {string} source what the daemon is given
 * @property {string} name what the link calls itself, or "": hostile text
 * @property {string} key equal for two links to the same torrent as far as the text tells
 */

/** 32 base32 characters as the 40 hex digits they stand for. @param {string} text */
function hexFromBase32(text) {
  let bits = "";
  for (const letter of text.toLowerCase()) bits += kBase32Alphabet.indexOf(letter).toString(2).padStart(5, "0");
  return (bits.match(/.{4}/g) ?? []).map((nibble) => parseInt(nibble, 2).toString(16)).join("");
}

/** The info-hash of one `xt` value, in lower-case hex, or null. @param {string} topic */
function hashOfTopic(topic) {
  const [, kind, value] = /^urn:(btih|btmh):(.*)$/i.exec(topic) ?? [];
  if (!kind || !value) return null;
  if (kind.toLowerCase() === "btmh") return kMultihash.test(value) ? value.slice(4).toLowerCase() : null;
  if (kHex40.test(value)) return value.toLowerCase();
  return kBase32.test(value) ? hexFromBase32(value) : null;
}

/** Forums often leave the spaces of a name as they are. @param {string} line @returns {Source | null} */
function parseMagnet(line) {
  if (!/^magnet:\?/i.test(line) || /[^\S ]/.test(line)) return null;
  const text = line.replaceAll(" ", "%20");
  const parameters = new URLSearchParams(text.slice("magnet:?".length));
  const hashes = [...parameters]
    .filter(([name]) => /^xt(\.\d+)?$/i.test(name))
    .map(([, topic]) => hashOfTopic(topic))
    .filter((hash) => hash !== null);
  if (hashes.length === 0) return null;
  const key = hashes.sort((a, b) => a.length - b.length || (a < b ? -1 : 1))[0] ?? "";
  return { kind: "magnet", source: `magnet:${text.slice("magnet:".length)}`, name: parameters.get("dn") ?? "", key };
}

/** @param {string} text */
function bareHash(text) {
  if (kHex40.test(text) || kHex64.test(text)) return text.toLowerCase();
  if (kMultihash.test(text)) return text.slice(4).toLowerCase();
  return kBase32.test(text) ? hexFromBase32(text) : null;
}

/** @param {string} text @returns {Source | null} */
function parseInfoHash(text) {
  const topic = /^(?:urn:)?(bt[im]h:.*)$/i.exec(text)?.[1];
  const hash = topic ? hashOfTopic(`urn:${topic}`) : bareHash(text);
  if (hash === null) return null;
  const urn = hash.length === 64 ? `urn:btmh:1220${hash}` : `urn:btih:${hash}`;
  return { kind: "info_hash", source: `magnet:?xt=${urn}`, name: "", key: hash };
}

/** @param {string} text @returns {Source | null} */
function parseTorrentUrl(text) {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:") return null;
  const named = [url.pathname, ...url.searchParams.values()].find((part) => /\.torrent$/i.test(part));
  if (named === undefined) return null;
  return { kind: "torrent_url", source: url.href, name: named.split("/").at(-1) ?? "", key: url.href };
}

/**
 * What a text is, when the whole of it is one source; otherwise null.
 * @param {string} text
 * @returns {Source | null}
 */
export function recognise(text) {
  const trimmed = text.trim();
  if (trimmed.length === 0 || new TextEncoder().encode(trimmed).length > kLongestSource) return null;
  return parseMagnet(trimmed) ?? parseInfoHash(trimmed) ?? parseTorrentUrl(trimmed);
}

/**
 * The first source inside a longer text, for example a selected paragraph; magnet links go before the rest.
 * @param {string} text
 * @returns {Source | null}
 */
export function findSource(text) {
  const whole = recognise(text);
  if (whole) return whole;
  const head = text.slice(0, 4 * kLongestSource);
  const magnets = head.match(/magnet:\?[^\s"'`<>]+/gi) ?? [];
  const words = head.split(/[\s"'`<>()[\]{},;]+/).map((word) => word.replace(/[.:!?]+$/, ""));
  for (const candidate of [...magnets, ...words]) {
    const source = recognise(candidate);
    if (source) return source;
  }
  return null;
}
