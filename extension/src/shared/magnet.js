// Reads sources from text: magnet links, bare info-hashes, addresses of .torrent files. The same rule as
// native-host/engine/magnet.cpp; tests/links/cases.json is read by the tests of both. Pure; nothing touches the
// network.

import { magnetCandidates, percentDecode, plainText, words } from "./link_text.js";
import { isHttpUrl, isTrackerUrl, isWebSeedUrl, tidyUrl } from "./web_address.js";

/** The longest source the daemon takes, in bytes (docs/protocol.md). */
export const kLongestSource = 16 * 1024;

const kMostTrackers = 50;
const kMostWebSeeds = 10;
const kMostPeers = 50;
const kMostExactSources = 3;
/** The daemon keeps at most this many bytes of a name. */
const kLongestName = 256;
const kMostSelectedFiles = 5000;
const kBase32Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

/** The parameters of a magnet link; members as in tests/links/cases.json. */
class Magnet {
  v1 = "";
  v2 = "";
  /** `dn`; hostile text. */
  name = "";
  /** `tr`, in link order. @type {string[]} */
  trackers = [];
  /** `ws`. @type {string[]} */
  web_seeds = [];
  /** `x.pe`. @type {string[]} */
  peers = [];
  /** `so`, file indexes (BEP 53). @type {number[]} */
  selected_files = [];
  /** `xs`: addresses of .torrent files. @type {string[]} */
  exact_sources = [];
  /** Properties of its `xt` topics, which explain a refusal. */
  topics = { broken: false, other: false, two: false };
  /** Number of files that `so` has named, repetitions included. */
  #named = 0;

  /** @param {number} file */
  choose(file) {
    ++this.#named;
    addOnce(this.selected_files, file, kMostSelectedFiles);
  }

  get choosesMore() {
    return this.#named < kMostSelectedFiles;
  }
}

/**
 * The reason why a text is refused; `data.reason` of the error bad_source (docs/protocol.md).
 * @typedef {"not_a_link" | "no_hash" | "broken_hash" | "other_network" | "two_torrents" | "too_long"} Refusal
 */

/**
 * @typedef {object} Source
 * @property {"magnet" | "info_hash" | "torrent_url"} kind
 * @property {string} source the text that the daemon gets
 * @property {string} name the link's own name, or ""; hostile text
 * @property {string} key equal for two links to the same torrent, as far as the text tells
 */

/** Converts 32 base32 characters to 40 hex digits. @param {string} text */
function hexFromBase32(text) {
  let bits = "";
  for (const letter of text) bits += kBase32Alphabet.indexOf(letter).toString(2).padStart(5, "0");
  return (bits.match(/.{4}/g) ?? []).map((nibble) => parseInt(nibble, 2).toString(16)).join("");
}

/**
 * A hash in any spelling as lower-case hex: 40 digits for v1, 64 for v2; "" for anything else, and for zeros only.
 * @param {string} text
 */
function hexOf(text) {
  const lower = text.toLowerCase();
  const hex = /^[a-z2-7]{32}$/.test(lower) ? hexFromBase32(lower) : lower.replace(/^1220(?=[0-9a-f]{64}$)/, "");
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(hex) && !/^0*$/.test(hex) ? hex : "";
}

/** The hash in a text that may hold spaces, and other text behind the hash. @param {string} text */
function findHash(text) {
  const plain = plainText(text).replace(/[\u200c\u200d]/g, "").trim();
  return hexOf(plain) || hexOf(plain.replace(/\s/g, "")) || hexOf(/^[a-z0-9]*/i.exec(plain)?.[0] ?? "");
}

/** @param {Magnet} magnet @param {string} hash */
function takeHash(magnet, hash) {
  const kind = hash.length === 64 ? "v2" : "v1";
  if (magnet[kind] !== "" && magnet[kind] !== hash) magnet.topics.two = true;
  magnet[kind] = hash;
}

/** @param {Magnet} magnet @param {string} topic */
function takeTopic(magnet, topic) {
  const [, kind, value = ""] = /^\s*(?:urn:)?([a-z0-9-]+):(.*)$/is.exec(topic) ?? [];
  if (kind !== undefined && !/^bt[im]h$/i.test(kind)) return void (magnet.topics.other = true);
  const hash = findHash(kind === undefined ? topic : value);
  if (hash === "") magnet.topics.broken = true;
  else takeHash(magnet, hash);
}

/** @template T @param {T[]} list @param {T} value @param {number} most */
function addOnce(list, value, most) {
  if (list.length < most && !list.includes(value)) list.push(value);
}

/** Decoded until it has a scheme, because links are encoded once, twice, or not at all. @param {string} text */
function decodedUrl(text) {
  let url = percentDecode(text);
  for (let tries = 0; tries < 2 && !url.includes("://"); ++tries) url = percentDecode(url);
  return url;
}

/** One value may hold several trackers, on lines of their own. @param {Magnet} magnet @param {string} value */
function takeTrackers(magnet, value) {
  const urls = plainText(decodedUrl(value)).split(/\s+(?=[a-z]+:\/\/)/i).map(tidyUrl);
  for (const url of urls) if (isTrackerUrl(url)) addOnce(magnet.trackers, url, kMostTrackers);
}

/** An address with a scheme was not encoded for the link, so it keeps its own %20. @param {string} value */
function readUrl(value) {
  const asItIs = tidyUrl(value);
  return isHttpUrl(asItIs) ? asItIs : tidyUrl(decodedUrl(value));
}

/** @param {Magnet} magnet @param {string} value */
function takePeer(magnet, value) {
  const [, host = "", digits = ""] = /^\s*(\[[0-9a-f:.]+\]|[0-9.]+):(\d{1,5})\s*$/i.exec(plainText(value)) ?? [];
  const port = Number(digits);
  if (port === 0 || port > 65535 || !isHttpUrl(`http://${host}/`)) return;
  if (/^(?:0\.0\.0\.0$|22[4-9]\.|23\d\.|\[::\]|\[ff)/i.test(host)) return; // no peer: unspecified, multicast
  addOnce(magnet.peers, `${host.toLowerCase()}:${port}`, kMostPeers);
}

/**
 * BEP 53: "0,2,4-6". Repeated files count towards the limit, so that the loop is bounded.
 * @param {Magnet} magnet
 * @param {string} value
 */
function takeSelection(magnet, value) {
  for (const part of plainText(value).split(",")) {
    const [, from, to = from] = /^\s*(\d{1,6})(?:-(\d{1,6}))?\s*$/.exec(part) ?? [];
    if (from === undefined) continue;
    for (let file = Number(from); file <= Number(to) && magnet.choosesMore; ++file) magnet.choose(file);
  }
}

/** "tr" for "TR", "tr.1" and " tr". @param {string} text */
function parameterName(text) {
  return plainText(percentDecode(text)).trim().toLowerCase().replace(/\.\d+$/, "");
}

/** @param {Magnet} magnet @param {string} name @param {string} raw */
function takeParameter(magnet, name, raw) {
  const value = percentDecode(raw);
  if (name === "tr") takeTrackers(magnet, raw);
  else if (name === "x.pe") takePeer(magnet, value);
  else if (name === "so") takeSelection(magnet, value);
  else if (name === "dn") magnet.name = percentDecode(raw.replaceAll("+", " "));
  else if (name === "ws" && isWebSeedUrl(readUrl(raw))) addOnce(magnet.web_seeds, readUrl(raw), kMostWebSeeds);
  else if (name === "xs" && isHttpUrl(readUrl(raw))) addOnce(magnet.exact_sources, readUrl(raw), kMostExactSources);
}

/**
 * A topic that was encoded more than once contains the parameters behind it.
 * @param {Magnet} magnet
 * @param {string} query
 */
function takeQuery(magnet, query, depth = 0) {
  for (const pair of query.split("&")) {
    const equals = pair.indexOf("=");
    if (equals < 0) continue;
    const name = parameterName(pair.slice(0, equals));
    const raw = pair.slice(equals + 1);
    if (name !== "xt") takeParameter(magnet, name, raw);
    else {
      let topic = percentDecode(raw);
      for (let tries = 0; tries < 2 && topic.includes("%"); ++tries) topic = percentDecode(topic);
      const [first = "", ...rest] = topic.split("&");
      takeTopic(magnet, first);
      if (depth < 2 && rest.length > 0) takeQuery(magnet, rest.join("&"), depth + 1);
    }
  }
}

/** @param {string} link from magnetCandidates */
function readMagnet(link) {
  const magnet = new Magnet();
  takeQuery(magnet, link.slice("magnet:?".length));
  return magnet;
}

/** The reason why a link is refused, or null. @param {Magnet} magnet @returns {Refusal | null} */
function refusalOf({ v1, v2, exact_sources, topics }) {
  if (topics.two) return "two_torrents";
  if (v1 !== "" || v2 !== "" || exact_sources.length > 0) return null;
  if (topics.broken) return "broken_hash";
  return topics.other ? "other_network" : "no_hash";
}

/** @param {string} text one word, or a hash with spaces in it */
function readBareHash(text) {
  const [, value = text] = /^(?:urn:)?bt[im]h:(.*)$/is.exec(text) ?? [];
  const hash = hexOf(value.replace(/\s/g, ""));
  if (hash === "") return null;
  const magnet = new Magnet();
  takeHash(magnet, hash);
  return magnet;
}

/** @param {string} text */
function withoutMarksAround(text) {
  const plain = plainText(text).replace(/[\u200c\u200d]/g, "").replace(/^[\s"'`<([{“«]+/, "");
  let end = plain.length;
  while (end > 0 && /[\s"'`>)\]}”»]/.test(plain.charAt(end - 1))) --end;
  return plain.slice(0, end);
}

/** An http(s) address that is the whole text. @param {string} text */
function wholeAddress(text) {
  const bare = withoutMarksAround(text);
  if (!/^https?:\/\//i.test(bare) || bare.includes("\n") || !URL.canParse(bare)) return "";
  const url = new URL(bare);
  const other_letters = /^https?:\/\/[^/?#]*[^!-~]/i.test(bare); // the browser writes such a host in ASCII
  if (url.username !== "" || url.password !== "") return "";
  return isHttpUrl(other_letters ? url.href : tidyUrl(bare)) ? url.href : "";
}

/** @param {string} text */
function firstMagnet(text) {
  const read = magnetCandidates(text).map(readMagnet);
  return read.find((magnet) => refusalOf(magnet) === null) ?? read[0] ?? null;
}

/**
 * The .torrent file that an address names, in its path or its query; "" for another address.
 * @param {string} address
 */
function torrentFileName(address) {
  const url = new URL(address);
  const named = [url.pathname, ...url.searchParams.values()].find((part) => /\.torrent$/i.test(part));
  return named?.split("/").at(-1) ?? "";
}

/** The first word that is a hash or names a .torrent file. @param {string} text @returns {Magnet | string | null} */
function firstWord(text) {
  for (const word of words(text)) {
    const found = readBareHash(word);
    if (found) return found;
    const address = wholeAddress(word);
    if (address !== "" && torrentFileName(address) !== "") return address;
  }
  return null;
}

/**
 * The first link of a text, the address of a .torrent file, or the reason why there is none.
 * @param {string} text
 * @returns {Magnet | {url: string} | {refused: Refusal}}
 */
export function readLink(text) {
  if (new TextEncoder().encode(text.trim()).length > kLongestSource) return { refused: "too_long" };
  const magnet = firstMagnet(text);
  if (magnet) {
    const refused = refusalOf(magnet);
    if (refused) return { refused };
    return magnet.v1 || magnet.v2 ? magnet : { url: magnet.exact_sources[0] ?? "" };
  }
  const found = readBareHash(withoutMarksAround(text)) ?? (wholeAddress(text) || firstWord(text));
  if (typeof found === "string") return { url: found };
  return found ?? { refused: "not_a_link" };
}

/** Replaces lone surrogates, which UTF-8 cannot hold. @param {string} text */
function wellFormed(text) {
  return new TextDecoder().decode(new TextEncoder().encode(text));
}

/** Merges consecutive files to ranges: "0-4". @param {number[]} files */
function rowsOf(files) {
  /** @type {{from: number, to: number}[]} */
  const rows = [];
  for (const file of files) {
    const last = rows.at(-1);
    if (last && file === last.to + 1) last.to = file;
    else rows.push({ from: file, to: file });
  }
  return rows.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`));
}

/** Writes the link in one spelling, without parameters that do not fit a source. @param {Magnet} magnet */
function writeMagnet(magnet) {
  const topics = [magnet.v1 && `xt=urn:btih:${magnet.v1}`, magnet.v2 && `xt=urn:btmh:1220${magnet.v2}`].filter(Boolean);
  const encoded = (/** @type {string} */ name, /** @type {string[]} */ values) =>
    values.map((value) => `${name}=${encodeURIComponent(value)}`);
  let link = `magnet:?${topics.join("&")}`;
  const add = (/** @type {string} */ part) => {
    const fits = link.length + part.length <= kLongestSource;
    if (fits) link += part;
    return fits;
  };
  const parts = [
    ...encoded("dn", magnet.name ? [wellFormed(magnet.name.slice(0, kLongestName))] : []),
    ...encoded("tr", magnet.trackers),
    ...encoded("ws", magnet.web_seeds),
    ...magnet.peers.map((peer) => `x.pe=${peer}`),
    ...encoded("xs", magnet.exact_sources),
  ];
  for (const part of parts) add(`&${part}`);
  rowsOf(magnet.selected_files).every((row, n) => add(n === 0 ? `&so=${row}` : `,${row}`));
  return link;
}

/**
 * The first source in a text that a person chose: a link, a selected paragraph, or any http(s) address.
 * @param {string} text
 * @returns {Source | null}
 */
export function chosenSource(text) {
  const read = readLink(text);
  if ("refused" in read) return null;
  if ("url" in read) {
    return { kind: "torrent_url", source: read.url, name: torrentFileName(read.url), key: read.url };
  }
  const kind = magnetCandidates(text).length > 0 ? "magnet" : "info_hash";
  return { kind, source: writeMagnet(read), name: read.name, key: read.v1 || read.v2 };
}

/**
 * The first source in a text; an address counts only when it names a .torrent file.
 * @param {string} text
 * @returns {Source | null}
 */
export function findSource(text) {
  const source = chosenSource(text);
  return source?.kind === "torrent_url" && source.name === "" ? null : source;
}

/**
 * The source that a link or the address of a page of the extension consists of.
 * @param {string} text
 * @returns {Source | null}
 */
export function recognise(text) {
  return findSource(text);
}

/** The reason why a text has no source; null when it has one. @param {string} text @returns {Refusal | null} */
export function whyRefused(text) {
  const read = readLink(text);
  return "refused" in read ? read.refused : null;
}
