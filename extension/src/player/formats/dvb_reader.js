// Reads DVB subtitles from an MPEG transport stream with one subtitle stream, which arrives in parts cut anywhere. Pure.
// Layout: ISO/IEC 13818-1 (packets, PES), ETSI EN 300 743 (segments).

import { DvbPage } from "./dvb_page.js";

/** @typedef {import("./bitmap_cue.js").Picture} Picture */

const kPacket = 188;
const kSync = 0x47;
const kClock = 90_000;
const kSegment = 0x0f;
/** More bytes than a PES packet with a length field can have. */
const kLongestUnit = 1 << 17;
/** The longest time in seconds that a picture is shown, whatever the page time-out says. */
const kLongest = 30;

/** @param {Uint8Array} first @param {Uint8Array} second */
function joined(first, second) {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

export class DvbReader {
  #rest = new Uint8Array();
  /** The bytes of the unfinished PES packet. */
  #unit = new Uint8Array();
  #page = new DvbPage();
  /** @type {Picture | null} */
  #last = null;

  /** @param {Uint8Array} bytes what came next @returns {Picture[]} */
  push(bytes) {
    const all = joined(this.#rest, bytes);
    this.#page.refresh();
    /** @type {Picture[]} */
    const pictures = [];
    let at = 0;
    while (at + kPacket <= all.length) {
      if (all[at] !== kSync) {
        at++;
        continue;
      }
      const picture = this.#takePacket(all.subarray(at, at + kPacket));
      if (picture) pictures.push(picture);
      at += kPacket;
    }
    this.#rest = all.slice(at);
    return pictures;
  }

  /** @param {Uint8Array} packet */
  #takePacket(packet) {
    const [, flags = 0, , control = 0, extra = 0] = packet;
    if ((control & 0x10) === 0) return null;
    const payload = packet.subarray((control & 0x20) !== 0 ? Math.min(5 + extra, kPacket) : 4);
    if ((flags & 0x40) !== 0) this.#unit = isPrivate(payload) ? payload.slice() : new Uint8Array();
    else if (this.#unit.length > 0) this.#unit = joined(this.#unit, payload);
    if (this.#unit.length > kLongestUnit) this.#unit = new Uint8Array();
    if (this.#unit.length < 9) return null;
    const length = 6 + (((this.#unit[4] ?? 0) << 8) | (this.#unit[5] ?? 0));
    if (length === 6 || this.#unit.length < length) return null;
    const unit = this.#unit.subarray(0, length);
    this.#unit = new Uint8Array();
    return this.#takeUnit(unit);
  }

  /** @param {Uint8Array} unit a PES packet @returns {Picture | null} */
  #takeUnit(unit) {
    if (((unit[7] ?? 0) & 0x80) === 0) return null; // no PTS
    const time = timeOf(unit.subarray(9, 14));
    const segments = unit.subarray(9 + (unit[8] ?? 0) + 2);
    for (let at = 0; segments[at] === kSegment && at + 6 <= segments.length; ) {
      const end = at + 6 + (((segments[at + 4] ?? 0) << 8) | (segments[at + 5] ?? 0));
      if (end > segments.length) break;
      this.#page.take(segments[at + 1] ?? 0, segments.subarray(at + 6, end));
      at = end;
    }
    return this.#page.begun ? this.#show(time) : null;
  }

  /** @param {number} time @returns {Picture | null} null when nothing is shown any more */
  #show(time) {
    if (this.#last && time > this.#last.start) this.#last.end = Math.min(this.#last.end, time);
    this.#last = null;
    const { parts, size, timeout } = this.#page;
    if (parts.length === 0) return null;
    this.#last = { start: time, end: time + Math.min(timeout || kLongest, kLongest), ...size, parts };
    return this.#last;
  }
}

/** Whether the payload begins a PES packet of private_stream_1, which carries subtitles. @param {Uint8Array} payload */
function isPrivate(payload) {
  return payload[0] === 0 && payload[1] === 0 && payload[2] === 1 && payload[3] === 0xbd;
}

/** The PTS: 33 bits in five bytes. @param {Uint8Array} bytes */
function timeOf([a = 0, b = 0, c = 0, d = 0, e = 0]) {
  return ((a & 0x0e) * 2 ** 29 + b * 2 ** 22 + (c & 0xfe) * 2 ** 14 + d * 2 ** 7 + (e >> 1)) / kClock;
}
