// The fonts of subtitles: attachments of a Matroska film (the daemon lists them) or files beside it in the torrent. Pure but for
// `read`.

/** @typedef {(from: number, length: number) => Promise<Uint8Array<ArrayBuffer>>} Read bytes of the film's file */
/** @typedef {{name: string, type: string, offset: number, size: number}} Attachment as docs/http.md says */

const kMostFonts = 128;
const kMostBytes = 32 << 20;

/** First four bytes of TrueType, OpenType, Apple's TrueType and collections. */
const kMagics = new Set([0x00010000, 0x4f54544f, 0x74727565, 0x74746366]);
const kFontType = /^(font\/|application\/(x-)?(truetype-font|font|vnd\.ms-opentype))/i;
const kFontName = /\.(ttf|otf|ttc)$/i;

/** @template {{size: number}} F @param {F[]} files @param {(file: F) => boolean} isFont as far as they are few and small */
function fitting(files, isFont) {
  let left = kMostBytes;
  const fonts = files.filter((file) => {
    const fits = isFont(file) && file.size <= left;
    if (fits) left -= file.size;
    return fits;
  });
  return fonts.slice(0, kMostFonts);
}

/**
 * The font files of a torrent, up to a number and a size.
 * @template {{name: string, size: number}} F
 * @param {F[]} files
 * @returns {F[]}
 */
export function fontFilesOf(files) {
  return fitting(files, ({ name }) => kFontName.test(name));
}

/** The route that lists the attachments of a file. @param {string} url of the file */
export function attachmentsUrl(url) {
  return url.replace(/\/files\/(\d+)[^?]*/, "/attachments/$1");
}

/** @param {Uint8Array} bytes */
function isFontFile(bytes) {
  return bytes.length >= 4 && kMagics.has(new DataView(bytes.buffer, bytes.byteOffset).getUint32(0));
}

/**
 * Reads the fonts among the attachments of a film.
 * @param {Attachment[]} attachments
 * @param {Read} read
 * @returns {Promise<Uint8Array[]>}
 */
export async function attachedFonts(attachments, read) {
  /** @type {Uint8Array[]} */
  const fonts = [];
  for (const { offset, size } of fitting(attachments, ({ name, type }) => kFontType.test(type) || kFontName.test(name))) {
    const bytes = await read(offset, size);
    if (isFontFile(bytes)) fonts.push(bytes);
  }
  return fonts;
}
