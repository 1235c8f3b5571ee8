// Decodes a session's subtitle track from the bytes that come beside the film: one reader for each form. Pure.

import { DvbReader } from "./dvb_reader.js";
import { PgsReader } from "./pgs_reader.js";
import { AssReader } from "./ass_reader.js";
import { VttReader } from "./vtt_reader.js";

/** @typedef {import("../../shared/types.js").SubtitleForm} SubtitleForm */
/**
 * What came: one of them.
 * @typedef {object} SubtitlePart
 * @property {import("../../shared/types.js").Cue[]} [cues]
 * @property {import("./ass_reader.js").AssPart} [script]
 * @property {import("./bitmap_cue.js").Picture[]} [pictures] the last one's end may move when more comes
 */

/** @template T @param {(text: string) => T} push @returns {(bytes: Uint8Array) => T} */
function decoded(push) {
  const decoder = new TextDecoder();
  return (bytes) => push(decoder.decode(bytes, { stream: true }));
}

/** @type {Record<SubtitleForm, () => (bytes: Uint8Array) => SubtitlePart>} */
const kReaders = {
  vtt: () => {
    const reader = new VttReader();
    return decoded((text) => ({ cues: reader.push(text) }));
  },
  ass: () => {
    const reader = new AssReader();
    return decoded((text) => ({ script: reader.push(text) }));
  },
  sup: () => {
    const reader = new PgsReader();
    return (bytes) => ({ pictures: reader.push(bytes) });
  },
  dvb: () => {
    const reader = new DvbReader();
    return (bytes) => ({ pictures: reader.push(bytes) });
  },
};

/** Returns a decoder that takes the bytes in parts cut anywhere. @param {SubtitleForm} form @returns {(bytes: Uint8Array) => SubtitlePart} */
export function readerOf(form) {
  return kReaders[form]();
}
