// Fakes of WebSocket and RTCPeerConnection for the bridge; the test plays trackers, peers and the daemon.

import { FakeTime, settled } from "./fakes.mjs";

/** A socket whose other end the test plays. */
export class FakeSocket {
  readyState = 0;
  bufferedAmount = 0;
  sent = [];

  constructor(url) {
    this.url = url;
  }

  send(data) {
    if (this.readyState !== 1) throw new Error("The socket is not open.");
    this.sent.push(data);
  }

  close() {
    this.readyState = 3;
  }

  /** The other end accepts. */
  open() {
    this.readyState = 1;
    this.onopen?.();
  }

  /** The other end sends text or bytes; a value that is neither is sent as JSON. */
  say(data) {
    const raw = typeof data === "string" || data instanceof ArrayBuffer;
    this.onmessage?.({ data: raw ? data : JSON.stringify(data) });
  }

  /** The other end closes. */
  end(code = 1006, reason = "") {
    this.readyState = 3;
    this.onclose?.({ code, reason });
  }

  get isClosed() {
    return this.readyState === 3;
  }

  /** Texts that were sent, read as JSON. */
  get messages() {
    return this.sent.map((text) => JSON.parse(text));
  }
}

/** A data channel whose other end the test plays. */
export class FakeChannel {
  readyState = "connecting";
  bufferedAmount = 0;
  sent = [];

  constructor(label = "") {
    this.label = label;
  }

  send(bytes) {
    if (this.readyState !== "open") throw new Error("The channel is not open.");
    this.sent.push(bytes.slice());
    this.bufferedAmount += bytes.length;
  }

  close() {
    this.readyState = "closed";
  }

  open() {
    this.readyState = "open";
    this.onopen?.();
  }

  /** The peer sends bytes. */
  say(bytes) {
    this.onmessage?.({ data: bytes.buffer });
  }

  /** The peer closes. */
  end() {
    this.readyState = "closed";
    this.onclose?.();
  }

  /** The network took all but `bytes`. */
  drainTo(bytes) {
    this.bufferedAmount = bytes;
    this.onbufferedamountlow?.();
  }
}

/** A connection that gathers its candidates when the test says so, or at once. */
export class FakeConnection {
  localDescription = null;
  remoteDescription = null;
  connectionState = "new";
  iceGatheringState = "new";
  channel = null;
  isClosed = false;
  stats = new Map();

  constructor(configuration, gathersAtOnce) {
    this.configuration = configuration;
    this.gathersAtOnce = gathersAtOnce;
  }

  createDataChannel(label) {
    this.channel = new FakeChannel(label);
    return this.channel;
  }

  createOffer = async () => ({ type: "offer", sdp: "v=0 own offer" });
  createAnswer = async () => ({ type: "answer", sdp: "v=0 own answer" });

  async setLocalDescription(description) {
    this.localDescription = description;
    if (this.gathersAtOnce) this.complete();
  }

  async setRemoteDescription(description) {
    if (description.sdp.includes("broken")) throw new Error("The description is not valid.");
    this.remoteDescription = description;
  }

  getStats = async () => this.stats;

  close() {
    this.isClosed = true;
  }

  /** A candidate is gathered: "host" or "srflx". */
  candidate(type) {
    this.onicecandidate?.({ candidate: { candidate: `candidate:1 1 udp 1 192.0.2.2 1 typ ${type}` } });
  }

  complete() {
    this.iceGatheringState = "complete";
    this.onicegatheringstatechange?.();
  }

  /** The state of the connection changes. */
  become(state) {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }

  /** The peer's data channel arrives, and opens. */
  bringChannel() {
    this.channel = new FakeChannel("peer's");
    this.ondatachannel?.({ channel: this.channel });
    this.channel.open();
    return this.channel;
  }
}

/** The environment of the bridge, with every socket and connection it opened. */
export class FakeBridgeWorld extends FakeTime {
  sockets = [];
  connections = [];
  gathersAtOnce = true;
  #random = 0;

  openSocket = (url) => {
    const socket = new FakeSocket(url);
    this.sockets.push(socket);
    return socket;
  };

  createConnection = (configuration) => {
    const connection = new FakeConnection(configuration, this.gathersAtOnce);
    this.connections.push(connection);
    return connection;
  };

  /** Bytes that differ with each call. */
  randomBytes = (count) => {
    this.#random += 1;
    return new Uint8Array(count).fill(this.#random % 256);
  };

  /** The last socket whose URL begins so. */
  socket(beginning) {
    return this.sockets.findLast(({ url }) => url.startsWith(beginning));
  }

  get openConnections() {
    return this.connections.filter(({ isClosed }) => !isClosed);
  }

  /** Moves the clock and lets promises settle. */
  async pass(ms) {
    this.advance(ms);
    await settled();
  }
}

/** An info-hash or id of 20 equal bytes, as a tracker's message has it. */
export const wireId = (code) => String.fromCharCode(code).repeat(20);

/** The same as hexadecimal digits. */
export const hexId = (code) => code.toString(16).padStart(2, "0").repeat(20);
