// Reads the beginning of a fragmented MP4: where its initialization segment ends, and the type of what is in it as a
// SourceBuffer wants to hear it. Boxes: ISO/IEC 14496-12; codec strings: RFC 6381 and the codecs' own mappings to MP4.

/** @typedef {{type: string, start: number, end: number}} Box start: of the content, behind the header */

/** From the content of a sample entry to its own boxes: VisualSampleEntry and AudioSampleEntry. */
const kVisualHead = 78;
const kAudioHead = 28;

/** @param {DataView} view @param {number} at */
function fourLetters(view, at) {
  return String.fromCharCode(...Array.from({ length: 4 }, (_, i) => view.getUint8(at + i)));
}

/**
 * The box that begins here; null when its header or its end is not there.
 * @param {DataView} view @param {number} at @param {number} limit
 * @returns {Box | null}
 */
function boxAt(view, at, limit) {
  if (at + 8 > limit) return null;
  const size = view.getUint32(at);
  if (size < 8 || at + size > limit) return null;
  return { type: fourLetters(view, at + 4), start: at + 8, end: at + size };
}

/** @param {DataView} view @param {number} start @param {number} end */
function* boxes(view, start, end) {
  for (let box = boxAt(view, start, end); box; box = boxAt(view, box.end, end)) yield box;
}

/**
 * The first box along a path of types.
 * @param {DataView} view
 * @param {Box} parent
 * @param {string[]} path
 * @returns {Box | null}
 */
function find(view, parent, [type, ...rest]) {
  if (type === undefined) return parent;
  for (const box of boxes(view, parent.start, parent.end)) {
    if (box.type === type) return find(view, box, rest);
  }
  return null;
}

/** @param {number} value @param {number} [digits] */
function hex(value, digits = 2) {
  return value.toString(16).toUpperCase().padStart(digits, "0");
}

/** @param {number} value */
function twoDigits(value) {
  return String(value).padStart(2, "0");
}

/** @param {DataView} view @param {Box} avcC */
function avcString(view, avcC) {
  return `avc1.${[1, 2, 3].map((i) => hex(view.getUint8(avcC.start + i))).join("")}`;
}

/**
 * ISO/IEC 14496-15 annex E: the compatibility flags come with their bits turned around, the constraints without zeros at
 * their end.
 * @param {DataView} view
 * @param {Box} hvcC
 */
function hevcString(view, hvcC) {
  const first = view.getUint8(hvcC.start + 1);
  const space = ["", "A", "B", "C"][first >> 6] ?? "";
  const flags = view.getUint32(hvcC.start + 2);
  const turned = Array.from({ length: 32 }, (_, bit) => (flags >>> bit) & 1).join("");
  const constraints = Array.from({ length: 6 }, (_, i) => view.getUint8(hvcC.start + 6 + i));
  while (constraints.length > 0 && constraints.at(-1) === 0) constraints.pop();
  const compatibility = parseInt(turned, 2).toString(16).toUpperCase();
  const tier = first & 0x20 ? "H" : "L";
  const level = view.getUint8(hvcC.start + 12);
  return [`hvc1.${space}${first & 0x1f}`, compatibility, `${tier}${level}`, ...constraints.map((byte) => hex(byte, 1))].join(".");
}

/** AV1 Codec ISO Media File Format Binding, section 5. @param {DataView} view @param {Box} av1C */
function av1String(view, av1C) {
  const [profile, depth] = [view.getUint8(av1C.start + 1), view.getUint8(av1C.start + 2)];
  const bits = depth & 0x40 ? (depth & 0x20 ? 12 : 10) : 8;
  return `av01.${profile >> 5}.${twoDigits(profile & 0x1f)}${depth & 0x80 ? "H" : "M"}.${twoDigits(bits)}`;
}

/**
 * VP Codec ISO Media File Format Binding: a full box, so its content begins four bytes later.
 * @param {DataView} view
 * @param {Box} vpcC
 */
function vp9String(view, vpcC) {
  const [profile, level, depth] = [4, 5, 6].map((i) => view.getUint8(vpcC.start + i));
  return `vp09.${twoDigits(profile)}.${twoDigits(level)}.${twoDigits(depth >> 4)}`;
}

/**
 * Where the content of an MPEG-4 descriptor begins: its length has seven bits in each byte.
 * @param {DataView} view
 * @param {number} at
 * @param {number} tag
 */
function descriptor(view, at, tag) {
  if (view.getUint8(at) !== tag) return null;
  let i = at + 1;
  while (view.getUint8(i) & 0x80) i++;
  return i + 1;
}

/**
 * ISO/IEC 14496-1: ES_Descriptor (3), DecoderConfigDescriptor (4), DecoderSpecificInfo (5).
 * @param {DataView} view
 * @param {Box} esds
 */
function mpeg4AudioString(view, esds) {
  const stream = descriptor(view, esds.start + 4, 3);
  const config = stream && descriptor(view, stream + 3, 4);
  if (!config) return null;
  const special = view.getUint8(config) === 0x40 ? descriptor(view, config + 13, 5) : null;
  if (special === null) return null;
  const type = view.getUint8(special) >> 3;
  return `mp4a.40.${type === 31 ? 32 + ((view.getUint16(special) >> 5) & 0x3f) : type}`;
}

/** @type {Record<string, {head: number, box: string, read: (view: DataView, box: Box) => string | null, picture?: boolean}>} */
const kEntries = {
  avc1: { head: kVisualHead, box: "avcC", read: avcString, picture: true },
  hvc1: { head: kVisualHead, box: "hvcC", read: hevcString, picture: true },
  av01: { head: kVisualHead, box: "av1C", read: av1String, picture: true },
  vp09: { head: kVisualHead, box: "vpcC", read: vp9String, picture: true },
  mp4a: { head: kAudioHead, box: "esds", read: mpeg4AudioString },
  Opus: { head: kAudioHead, box: "dOps", read: () => "opus" },
  fLaC: { head: kAudioHead, box: "dfLa", read: () => "flac" },
  "ac-3": { head: kAudioHead, box: "dac3", read: () => "ac-3" },
  "ec-3": { head: kAudioHead, box: "dec3", read: () => "ec-3" },
};

/** @param {DataView} view @param {Box} track */
function trackCodec(view, track) {
  const table = find(view, track, ["mdia", "minf", "stbl", "stsd"]);
  const entry = table && boxAt(view, table.start + 8, table.end);
  const known = entry && kEntries[entry.type];
  const config = known && find(view, { ...entry, start: entry.start + known.head }, [known.box]);
  const codec = config ? known.read(view, config) : null;
  return codec ? { codec, picture: known?.picture === true } : null;
}

/** @param {Uint8Array} bytes */
function viewOf(bytes) {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * How many bytes from the beginning the initialization segment has; null as long as not all of it is there.
 * @param {Uint8Array} bytes
 */
export function initSegmentLength(bytes) {
  for (const box of boxes(viewOf(bytes), 0, bytes.byteLength)) {
    if (box.type === "moov") return box.end;
  }
  return null;
}

/**
 * For example `video/mp4; codecs="avc1.640028,mp4a.40.2"`; null when something in it is not known here.
 * @param {Uint8Array} bytes that hold the whole initialization segment
 * @returns {string | null}
 */
export function mimeOf(bytes) {
  const view = viewOf(bytes);
  try {
    const movie = find(view, { type: "", start: 0, end: bytes.byteLength }, ["moov"]);
    if (!movie) return null;
    const tracks = [...boxes(view, movie.start, movie.end)].filter(({ type }) => type === "trak");
    const found = tracks.map((track) => trackCodec(view, track)).filter((codec) => codec !== null);
    if (found.length === 0 || found.length < tracks.length) return null;
    const kind = found.some(({ picture }) => picture) ? "video" : "audio";
    return `${kind}/mp4; codecs="${found.map(({ codec }) => codec).join(",")}"`;
  } catch (error) {
    if (error instanceof RangeError) return null; // a box that ends before what should be in it
    throw error;
  }
}
