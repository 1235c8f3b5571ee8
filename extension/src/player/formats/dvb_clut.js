// Reads the CLUT definition segment of DVB subtitles (ETSI EN 300 743, 7.2.4). Pure; numbers are big-endian.

/** Adds the entries of a segment to a table. @param {import("./clut.js").Clut} table @param {DataView} segment */
export function takeEntries(table, segment) {
  for (let at = 2; at + 4 <= segment.byteLength; ) {
    const [number, full] = [segment.getUint8(at), (segment.getUint8(at + 1) & 1) === 1];
    table.set(full ? fullEntry(segment, number, at + 2) : shortEntry(number, segment.getUint16(at + 2)), false);
    at += full ? 6 : 4;
  }
}

/** @param {number} number @param {number} y brightness; without any, it is transparent @param {number} cr @param {number} cb @param {number} transparency */
function entry(number, y, cr, cb, transparency) {
  return Uint8Array.of(number, y, cr, cb, y === 0 ? 0 : 255 - transparency);
}

/** @param {DataView} view @param {number} number @param {number} at */
function fullEntry(view, number, at) {
  return entry(number, view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
}

/** An entry of reduced range: six bits of luma, four of each chroma, two of transparency. @param {number} number @param {number} value */
function shortEntry(number, value) {
  const transparency = (value & 3) * 85;
  return entry(number, (value >> 8) & 0xfc, (value >> 2) & 0xf0, (value << 2) & 0xf0, transparency);
}
