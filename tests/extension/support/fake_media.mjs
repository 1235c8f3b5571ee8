// Fake MediaSource and video element for the player; appended bytes tell which seconds they hold.

const kRoomSeconds = 60;

/** Bytes that hold these seconds of a film. */
export function seconds(start, end) {
  return new Uint8Array([start, end]);
}

/** Bytes that no browser can parse. */
export const kNonsense = new Uint8Array([0xff]);

class FakeRanges {
  /** @type {number[]} whole seconds that are here */
  here = [];

  get list() {
    const list = [];
    for (const second of [...this.here].sort((a, b) => a - b)) {
      if (list.at(-1)?.end === second) list.at(-1).end = second + 1;
      else list.push({ start: second, end: second + 1 });
    }
    return list;
  }

  get length() {
    return this.list.length;
  }

  start(i) {
    return this.list[i].start;
  }

  end(i) {
    return this.list[i].end;
  }
}

class FakeSourceBuffer extends EventTarget {
  buffered = new FakeRanges();
  timestampOffset = 0;
  calls = [];

  appendBuffer(bytes) {
    if (bytes === kNonsense) return this.#settle("error");
    const [start, end] = bytes;
    const added = Array.from({ length: end - start }, (_, i) => start + i);
    const all = new Set([...this.buffered.here, ...added]);
    if (all.size > kRoomSeconds) throw Object.assign(new Error("full"), { name: "QuotaExceededError" });
    this.buffered.here = [...all];
    return this.#settle();
  }

  remove(start, end) {
    this.calls.push(["remove", start, end]);
    this.buffered.here = this.buffered.here.filter((second) => second < start || second >= end);
    this.#settle();
  }

  abort() {
    this.calls.push(["abort"]);
  }

  changeType(mime) {
    this.calls.push(["changeType", mime]);
  }

  #settle(...before) {
    queueMicrotask(() => [...before, "updateend"].forEach((name) => this.dispatchEvent(new Event(name))));
  }
}

export class FakeMediaSource extends EventTarget {
  static last = null;
  static isTypeSupported = (mime) => !mime.includes("hvc1");
  readyState = "closed";
  duration = NaN;

  addSourceBuffer(mime) {
    this.mime = mime;
    this.buffer = new FakeSourceBuffer();
    return this.buffer;
  }

  endOfStream() {
    this.readyState = "ended";
  }
}

/** Installs the fakes as globals. */
export function installFakeMedia() {
  globalThis.MediaSource = FakeMediaSource;
  URL.createObjectURL = (source) => {
    FakeMediaSource.last = source;
    return "blob:fake";
  };
  URL.revokeObjectURL = () => {};
}

/** A video element whose clock the test sets. */
export class FakeVideo extends EventTarget {
  readyState = 0;
  error = null;
  #time = 0;

  canPlayType() {
    return "maybe";
  }

  get currentTime() {
    return this.#time;
  }

  set currentTime(time) {
    this.#time = time;
    this.dispatchEvent(new Event("seeking"));
  }

  /** Opens the URL of a source. */
  open(source) {
    source.readyState = "open";
    this.readyState = 4;
    source.dispatchEvent(new Event("sourceopen"));
  }

  /** Plays the film up to a position. */
  playTo(time) {
    this.#time = time;
    this.dispatchEvent(new Event("timeupdate"));
  }
}
