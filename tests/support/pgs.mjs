// PGS bitmap subtitles (Blu-ray), written byte by byte because no available program encodes them.

/** Palette index of the bar's colour. */
const COLOUR = 1;

/** @param {number} type @param {number[]} bytes @param {number} time seconds */
function segment(type, bytes, time) {
  const head = Buffer.alloc(13);
  head.write('PG');
  head.writeUInt32BE(Math.round(time * 90_000), 2);
  head.writeUInt8(type, 10);
  head.writeUInt16BE(bytes.length, 11);
  return Buffer.concat([head, Buffer.from(bytes)]);
}

const two = (/** @type {number} */ value) => [value >> 8, value & 255];

/** A rectangle of one colour as run-length code. @param {number} width @param {number} height */
function runs(width, height) {
  const line = [0, 0xc0 | (width >> 8), width & 255, COLOUR, 0, 0];
  return Array.from({ length: height }, () => line).flat();
}

/**
 * A coloured bar that is shown for a time.
 * @param {object} bar
 * @param {number} bar.start seconds
 * @param {number} bar.end
 * @param {{x: number, y: number, width: number, height: number}} bar.area on the screen
 * @param {{width: number, height: number}} bar.screen
 * @param {number[]} bar.colour Y, Cr, Cb, opacity
 */
export function bar({ start, end, area, screen, colour }) {
  const { x, y, width, height } = area;
  const size = [...two(screen.width), ...two(screen.height), 0x10];
  const coded = runs(width, height);
  const length = coded.length + 4;
  return Buffer.concat([
    segment(0x16, [...size, 0, 0, 0x80, 0, 0, 1, ...two(0), 0, 0, ...two(x), ...two(y)], start),
    segment(0x17, [1, 0, ...two(x), ...two(y), ...two(width), ...two(height)], start),
    segment(0x14, [0, 0, COLOUR, ...colour], start),
    segment(0x15, [...two(0), 0, 0xc0, length >> 16, ...two(length & 0xffff), ...two(width), ...two(height), ...coded], start),
    segment(0x80, [], start),
    segment(0x16, [...size, 0, 1, 0, 0, 0, 0], end),
    segment(0x17, [1, 0, ...two(x), ...two(y), ...two(width), ...two(height)], end),
    segment(0x80, [], end),
  ]);
}
