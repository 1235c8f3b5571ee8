// Reads bitmap subtitles from a .sub file in step with the film: the whole file is as large as a minute of the film.

import { pictureOf, unitIn } from "../formats/vobsub_unit.js";

/** @typedef {import("./bitmap_renderer.js").Picture} Picture */
/** @typedef {import("../formats/vobsub_index.js").Entry} Entry */
/** @typedef {import("../formats/vobsub_index.js").Stream} Stream */
/** @typedef {import("../formats/vobsub_index.js").VobsubIndex} VobsubIndex */

/** Seconds of the film that are read together, and seconds ahead of the position at which they are read. */
const kPart = 60;
const kAhead = 30;
/** Seconds that a picture without an end is shown. */
const kLongest = 10;
/** More bytes than a unit with its packets can have. */
const kLongestUnit = 80 << 10;
const kLargestPart = 8 << 20;
/** The most pictures in one part, which is ten a second. */
const kMostInPart = 600;

export class VobsubFeed {
  /** Parts that were read or are being read. @type {Set<number>} */
  #asked = new Set();

  /**
   * @param {VobsubIndex} index
   * @param {Stream} stream one of the index
   * @param {(from: number, length: number) => Promise<Uint8Array>} read bytes of the .sub; fewer at its end
   */
  constructor(index, stream, read) {
    this.index = index;
    this.stream = stream;
    this.read = read;
  }

  /** Reads what is due at a position. @param {number} time seconds @returns {Promise<Picture[]>} what is due soon and was not given before */
  async follow(time) {
    const parts = new Set([Math.floor(time / kPart), Math.floor((time + kAhead) / kPart)]);
    const fetched = await Promise.all([...parts].filter((part) => !this.#asked.has(part)).map((part) => this.#fetch(part)));
    return fetched.flat();
  }

  /** @param {number} part */
  async #fetch(part) {
    this.#asked.add(part);
    const { entries } = this.stream;
    const begin = entries.findIndex(({ time }) => time >= part * kPart);
    const next = entries.findIndex(({ time }) => time >= (part + 1) * kPart);
    const due = begin < 0 ? [] : entries.slice(begin, next < 0 ? undefined : next).slice(0, kMostInPart);
    if (due.length === 0) return [];
    const positions = due.map(({ position }) => position);
    const from = Math.min(...positions);
    const bytes = await this.read(from, Math.min(kLargestPart, Math.max(...positions) - from + kLongestUnit));
    return due.flatMap((entry, i) => this.#picture(entry, entries[begin + i + 1], bytes.subarray(entry.position - from, entry.position - from + kLongestUnit)) ?? []);
  }

  /** @param {Entry} entry @param {Entry | undefined} next @param {Uint8Array} bytes from where it begins @returns {Picture | null} */
  #picture({ time }, next, bytes) {
    const unit = unitIn(bytes, this.stream.number);
    const until = Math.min(time + kLongest, next && next.time > time ? next.time : Infinity);
    return unit && pictureOf(unit, time, until, this.index);
  }
}
