// Messages of WebTorrent trackers: JSON texts over a WebSocket, as bittorrent-tracker 11 reads and writes them. Info-hashes
// are hexadecimal digits in this program and binary strings on the wire; peer ids and offer ids are binary strings in both.

import { binaryFromHex, hexFromBinary, isBinaryId } from "../binary_string.js";

/** @typedef {{id: string, sdp: string}} Offer `id`: binary string of 20 bytes */
/** @typedef {"started" | "completed" | "stopped" | ""} AnnounceEvent "": regular announce */
/** @typedef {{kind: "offer" | "answer", infoHash: string, peerId: string, offerId: string, sdp: string}} Signal */
/** @typedef {{kind: "reply", infoHash: string, interval: number | null, trackerId: string | null}} Reply `interval`: seconds */
/** @typedef {{kind: "failure", infoHash: string | null, problem: string}} Failure */

const kMostMessage = 1024 * 1024;
const kMostSdp = 16 * 1024;
const kMostProblem = 200;
const kMostTrackerId = 256;

/**
 * The text of an announce (BEP 3, in the JSON form of WebTorrent).
 * @param {{infoHash: string, peerId: string, left: number | null, event: AnnounceEvent, offers: Offer[], trackerId: string | null}} announce
 * `left`: bytes, null when the size is not known
 * @returns {string}
 */
export function announceMessage({ infoHash, peerId, left, event, offers, trackerId }) {
  return JSON.stringify({
    action: "announce",
    info_hash: binaryFromHex(infoHash),
    peer_id: peerId,
    numwant: offers.length,
    uploaded: 0,
    downloaded: 0,
    left,
    ...(event === "" ? {} : { event }),
    ...(trackerId === null ? {} : { trackerid: trackerId }),
    ...(offers.length === 0 ? {} : { offers: offers.map(({ id, sdp }) => ({ offer: { type: "offer", sdp }, offer_id: id })) }),
  });
}

/**
 * The text of an answer to the offer of a peer.
 * @param {{infoHash: string, peerId: string, toPeerId: string, offerId: string, sdp: string}} answer
 * @returns {string}
 */
export function answerMessage({ infoHash, peerId, toPeerId, offerId, sdp }) {
  return JSON.stringify({
    action: "announce",
    info_hash: binaryFromHex(infoHash),
    peer_id: peerId,
    to_peer_id: toPeerId,
    answer: { type: "answer", sdp },
    offer_id: offerId,
  });
}

/**
 * Reads a message of a tracker. Null: it is too long, it is not valid, or this program has no use for it.
 * @param {unknown} text
 * @returns {Signal | Reply | Failure | null}
 */
export function readTrackerMessage(text) {
  const message = parsed(text);
  if (message === null) return null;
  if (typeof message["failure reason"] === "string") return failureOf(message);
  if (message.action !== "announce" || !isBinaryId(message.info_hash)) return null;
  const infoHash = hexFromBinary(message.info_hash);
  if (message.offer) return signalOf("offer", infoHash, message);
  if (message.answer) return signalOf("answer", infoHash, message);
  return replyOf(infoHash, message);
}

/** @param {unknown} text @returns {Record<string, any> | null} */
function parsed(text) {
  if (typeof text !== "string" || text.length > kMostMessage) return null;
  try {
    const message = JSON.parse(text);
    return typeof message === "object" ? message : null;
  } catch {
    return null;
  }
}

/** @param {Record<string, any>} message @returns {Failure} */
function failureOf(message) {
  const infoHash = isBinaryId(message.info_hash) ? hexFromBinary(message.info_hash) : null;
  return { kind: "failure", infoHash, problem: message["failure reason"].slice(0, kMostProblem) };
}

/** @param {"offer" | "answer"} kind @param {string} infoHash @param {Record<string, any>} message @returns {Signal | null} */
function signalOf(kind, infoHash, message) {
  const { peer_id: peerId, offer_id: offerId } = message;
  const { type, sdp } = message[kind];
  if (!isBinaryId(peerId) || !isBinaryId(offerId) || type !== kind) return null;
  if (typeof sdp !== "string" || sdp === "" || sdp.length > kMostSdp) return null;
  return { kind, infoHash, peerId, offerId, sdp };
}

/** @param {string} infoHash @param {Record<string, any>} message @returns {Reply} */
function replyOf(infoHash, message) {
  const seconds = message.interval ?? message["min interval"];
  const id = message["tracker id"];
  return {
    kind: "reply",
    infoHash,
    interval: Number.isFinite(seconds) && seconds > 0 ? seconds : null,
    trackerId: typeof id === "string" && id.length <= kMostTrackerId ? id : null,
  };
}
