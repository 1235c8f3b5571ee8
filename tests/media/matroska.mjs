// Removes the index (Cues) of a Matroska file, as some muxers write none. EBML: RFC 8794; IDs: RFC 9559. Pure.

const SEGMENT = 0x18538067;
const CUES = 0x1c53bb6b;
const VOID = 0xec;

/** The element ID with its marker, and the offset behind it. @param {Buffer} bytes @param {number} at */
function idAt(bytes, at) {
  const length = Math.clz32(bytes[at]) - 23;
  return { id: bytes.readUIntBE(at, length), end: at + length };
}

/** @param {Buffer} bytes @param {number} at */
function elementAt(bytes, at) {
  const { id, end } = idAt(bytes, at);
  const length = Math.clz32(bytes[end]) - 23;
  let size = bytes[end] & (0xff >> length);
  for (let i = 1; i < length; i++) size = size * 256 + bytes[end + i];
  return { id, content: end + length, end: end + length + size };
}

/** Overwrites the index with a Void element. @param {Buffer} bytes of the file @returns {boolean} whether there was one */
export function removeCues(bytes) {
  let at = 0;
  while (at < bytes.length) {
    const { id, content, end } = elementAt(bytes, at);
    if (id === CUES) {
      bytes[at] = VOID;
      bytes[at + 1] = 0x01; // the length follows in seven bytes
      bytes.writeUIntBE(0, at + 2, 1);
      bytes.writeUIntBE(end - at - 9, at + 3, 6);
      return true;
    }
    at = id === SEGMENT ? content : end;
  }
  return false;
}
