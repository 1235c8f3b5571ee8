// The parameter set of an H.264 stream with frames of any size.

/** An Exp-Golomb code as a string of bits. @param {number} value */
function golomb(value) {
  const bits = (value + 1).toString(2);
  return '0'.repeat(bits.length - 1) + bits;
}

/** A sequence parameter set (ITU-T H.264, 7.3.2.1.1), High profile, level 6.2. @param {number} width pixels, a multiple of 16 @param {number} height */
export function sps(width, height) {
  const size = [golomb(width / 16 - 1), golomb(height / 16 - 1)];
  const fields = [
    golomb(0),
    golomb(1),
    golomb(0),
    golomb(0),
    '0',
    '0',
    golomb(0),
    golomb(2),
    golomb(1),
    '0',
    ...size,
    '1',
    '1',
    '0',
    '0',
  ];
  const bits = `${fields.join('')}1`;
  const padded = bits.padEnd(Math.ceil(bits.length / 8) * 8, '0');
  const bytes = (padded.match(/.{8}/g) ?? []).map((eight) => parseInt(eight, 2));
  return [0x67, 0x64, 0x00, 0x3e, ...escaped(bytes)];
}

/** Inserts emulation prevention bytes, so that no three bytes look like a start code. @param {number[]} bytes */
function escaped(bytes) {
  /** @type {number[]} */
  const out = [];
  for (const byte of bytes) {
    if (byte <= 3 && out.at(-1) === 0 && out.at(-2) === 0) out.push(3);
    out.push(byte);
  }
  return out;
}
