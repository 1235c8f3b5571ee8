// The fonts that come with subtitles. Those in a Matroska file are read from the film's own bytes: its list of places tells where the
// attachments are, else they are looked for before the first picture. Pure but for `read`. Layout: RFC 8794 (EBML), RFC 9559.

/** @typedef {(from: number, length: number) => Promise<Uint8Array<ArrayBuffer>>} Read bytes of the file, fewer at its end */
/** @typedef {{id: number, data: number, end: number}} Element places in the file */

const kMostFonts = 128;
const kMostBytes = 32 << 20;
/** More elements than that no file has on the way. */
const kMostElements = 2048;
/** Read at once, where nobody knows how much is of use. */
const kPart = 64 * 1024;
const kLongestName = 1024;

const kEbml = 0x1a45dfa3;
const kSegment = 0x18538067;
const kSeekHead = 0x114d9b74;
const kSeek = 0x4dbb;
const kSeekId = 0x53ab;
const kSeekPosition = 0x53ac;
const kCluster = 0x1f43b675;
const kAttachments = 0x1941a469;
const kAttachedFile = 0x61a7;
const kFileName = 0x466e;
const kFileType = 0x4660;
const kFileData = 0x465c;

/** TrueType, OpenType, Apple's TrueType, collections. */
const kMagics = new Set([0x00010000, 0x4f54544f, 0x74727565, 0x74746366]);
const kFontType = /^(font\/|application\/(x-)?(truetype-font|font|vnd\.ms-opentype))/i;
const kFontName = /\.(ttf|otf|ttc)$/i;

class Reader {
  #read;
  #from = 0;
  #bytes = new Uint8Array();
  #elements = 0;

  /** @param {Read} read */
  constructor(read) {
    this.#read = read;
  }

  /** @param {number} from @param {number} length */
  async bytes(from, length) {
    if (from < this.#from || from + length > this.#from + this.#bytes.length) {
      this.#bytes = await this.#read(from, Math.max(length, kPart));
      this.#from = from;
    }
    return this.#bytes.subarray(from - this.#from, from - this.#from + length);
  }

  /** @param {number} at @returns {Promise<Element | null>} null where none is; without a size it never ends */
  async element(at) {
    if (++this.#elements > kMostElements) return null;
    const head = await this.bytes(at, 12);
    const idLength = Math.clz32(head[0] ?? 0) - 23;
    if (idLength > 4 || head.length < idLength + 1) return null;
    const sizeLength = Math.clz32(head[idLength] ?? 0) - 23;
    if (sizeLength > 8 || head.length < idLength + sizeLength) return null;
    const sizeBytes = head.slice(idLength, idLength + sizeLength);
    sizeBytes[0] = (sizeBytes[0] ?? 0) & (0xff >> sizeLength); // the first bit says how many they are
    const size = numberOf(sizeBytes);
    const data = at + idLength + sizeLength;
    const end = size === 2 ** (7 * sizeLength) - 1 ? Infinity : data + size;
    return { id: numberOf(head.subarray(0, idLength)), data, end };
  }

  /** What lies in an element, one after the other. @param {Element} parent */
  async *children(parent) {
    for (let at = parent.data; at < parent.end; ) {
      const child = await this.element(at);
      if (!child || child.end > parent.end) return;
      yield child;
      at = child.end;
    }
  }

  /** @param {Element} element */
  async number({ data, end }) {
    return end - data <= 8 ? numberOf(await this.bytes(data, end - data)) : 0;
  }

  /** @param {Element} element */
  async text({ data, end }) {
    return end - data <= kLongestName ? new TextDecoder().decode(await this.bytes(data, end - data)) : "";
  }
}

/** Big-endian. @param {Uint8Array} bytes */
function numberOf(bytes) {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

/** Where the list of places says that they are, from the segment's beginning on. @param {Reader} reader @param {Element} list */
async function placeOfAttachments(reader, list) {
  for await (const seek of reader.children(list)) {
    if (seek.id !== kSeek) continue;
    let [id, position] = [0, -1];
    for await (const part of reader.children(seek)) {
      if (part.id === kSeekId) id = await reader.number(part);
      if (part.id === kSeekPosition) position = await reader.number(part);
    }
    if (id === kAttachments && position >= 0) return position;
  }
  return null;
}

/** @param {Reader} reader @returns {Promise<Element | null>} */
async function findAttachments(reader) {
  const ebml = await reader.element(0);
  if (ebml?.id !== kEbml || ebml.end === Infinity) return null;
  const segment = await reader.element(ebml.end);
  if (segment?.id !== kSegment) return null;
  for await (const element of reader.children(segment)) {
    if (element.id === kCluster) return null;
    if (element.id === kAttachments) return element;
    const place = element.id === kSeekHead ? await placeOfAttachments(reader, element) : null;
    const there = place === null ? null : await reader.element(segment.data + place);
    if (there?.id === kAttachments) return there;
  }
  return null;
}

/** Where a font lies; null for a file of another kind. @param {Reader} reader @param {Element} file */
async function fontIn(reader, file) {
  let [name, type] = ["", ""];
  /** @type {Element | null} */
  let data = null;
  for await (const part of reader.children(file)) {
    if (part.id === kFileName) name = await reader.text(part);
    if (part.id === kFileType) type = await reader.text(part);
    if (part.id === kFileData) data = part;
  }
  return kFontType.test(type) || kFontName.test(name) ? data : null;
}

/**
 * The files of a torrent that are fonts, as far as they are few and small.
 * @template {{name: string, size: number}} F
 * @param {F[]} files
 * @returns {F[]}
 */
export function fontFilesOf(files) {
  let left = kMostBytes;
  const fitting = files.filter(({ name, size }) => {
    const fits = kFontName.test(name) && size <= left;
    if (fits) left -= size;
    return fits;
  });
  return fitting.slice(0, kMostFonts);
}

/** @param {Read} read @returns {Promise<Uint8Array[]>} none when the file is no Matroska or brings none */
export async function attachedFonts(read) {
  const reader = new Reader(read);
  const attachments = await findAttachments(reader);
  /** @type {Uint8Array[]} */
  const fonts = [];
  if (!attachments || attachments.end === Infinity) return fonts;
  let left = kMostBytes;
  for await (const file of reader.children(attachments)) {
    const data = file.id === kAttachedFile ? await fontIn(reader, file) : null;
    if (!data || data.end - data.data > left || fonts.length >= kMostFonts) continue;
    const bytes = await read(data.data, data.end - data.data);
    if (!kMagics.has(numberOf(bytes.subarray(0, 4)))) continue;
    left -= bytes.length;
    fonts.push(bytes);
  }
  return fonts;
}
