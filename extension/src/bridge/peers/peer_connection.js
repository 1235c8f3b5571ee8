// One WebRTC connection to a peer with its data channel: makes an offer or an answer, and closes when it does not open.

import { hexOf } from "../binary_string.js";
import { gathered } from "./gathering.js";
import { remoteAddress } from "./remote_address.js";

/** @typedef {{onOpen: (channel: RTCDataChannel) => void, onClose: () => void}} ConnectionListener */

const kUnansweredMs = 50_000;
const kOpeningMs = 25_000;

export class PeerConnection {
  #connection;
  #isOpen = false;
  #isClosed = false;
  #cancel = () => {};

  /** @param {import("../world.js").World} world @param {string[]} stun URLs of STUN servers @param {ConnectionListener} listener */
  constructor(world, stun, listener) {
    this.world = world;
    this.listener = listener;
    this.#connection = world.createConnection({ iceServers: stun.map((urls) => ({ urls })) });
    this.#connection.onconnectionstatechange = () => {
      if (["failed", "closed"].includes(this.#connection.connectionState)) this.close();
    };
  }

  get isClosed() {
    return this.#isClosed;
  }

  /** Makes an offer, which may be answered within 50 s. @returns {Promise<string | null>} SDP (RFC 8866), null when it failed */
  offer() {
    this.#closeIn(kUnansweredMs);
    this.#use(this.#connection.createDataChannel(hexOf(this.world.randomBytes(20))));
    return this.#described(async () => await this.#connection.createOffer());
  }

  /** Answers a peer's offer; the data channel has to open within 25 s. @param {string} sdp @returns {Promise<string | null>} SDP, null when it failed */
  answer(sdp) {
    this.#closeIn(kOpeningMs);
    this.#connection.ondatachannel = ({ channel }) => {
      this.#connection.ondatachannel = null;
      this.#use(channel);
    };
    return this.#described(async () => {
      await this.#connection.setRemoteDescription({ type: "offer", sdp });
      return await this.#connection.createAnswer();
    });
  }

  /** Takes the answer to the own offer; the data channel has to open within 25 s. @param {string} sdp */
  async accept(sdp) {
    this.#closeIn(kOpeningMs);
    try {
      await this.#connection.setRemoteDescription({ type: "answer", sdp });
    } catch {
      this.close();
    }
  }

  /** The peer's IP address, or "". */
  remoteAddress() {
    return remoteAddress(this.#connection);
  }

  close() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#cancel();
    this.#connection.close();
    this.listener.onClose();
  }

  /** @param {() => Promise<RTCSessionDescriptionInit>} describe @returns {Promise<string | null>} */
  async #described(describe) {
    try {
      const description = await describe();
      const enough = gathered(this.world, this.#connection);
      await this.#connection.setLocalDescription(description);
      await enough;
    } catch {
      this.close();
    }
    return this.#isClosed ? null : (this.#connection.localDescription?.sdp ?? null);
  }

  /** @param {RTCDataChannel} channel */
  #use(channel) {
    channel.binaryType = "arraybuffer";
    channel.onclose = () => this.close();
    channel.onopen = () => this.#opened(channel);
    if (channel.readyState === "open") this.#opened(channel);
  }

  /** @param {RTCDataChannel} channel */
  #opened(channel) {
    if (this.#isOpen || this.#isClosed) return;
    this.#isOpen = true;
    this.#cancel();
    this.listener.onOpen(channel);
  }

  /** Closes the connection unless it opens in time. @param {number} ms */
  #closeIn(ms) {
    this.#cancel();
    if (!this.#isOpen) this.#cancel = this.world.after(ms, () => this.close());
  }
}
