// Decodes the run lengths of presentation graphics to palette indexes. Pure.

/**
 * A byte is a pixel; 0 begins a run: two bits say whether its length has six or fourteen bits, and whether a colour follows.
 * A run of length 0 ends a line. Missing pixels stay colour 0; pixels beyond the end are dropped.
 * @param {Uint8Array} runs @param {number} width @param {number} height
 * @returns {Uint8Array} numbers of colours, line by line
 */
export function decodeRuns(runs, width, height) {
  const pixels = new Uint8Array(width * height);
  let line = 0;
  let column = 0;
  for (let at = 0; at < runs.length && line < height; ) {
    let colour = runs[at++] ?? 0;
    let length = 1;
    if (colour === 0) {
      const kind = runs[at++] ?? 0;
      length = kind & 0x3f;
      if ((kind & 0x40) !== 0) length = (length << 8) | (runs[at++] ?? 0);
      if ((kind & 0x80) !== 0) colour = runs[at++] ?? 0;
    }
    if (length === 0) {
      line++;
      column = 0;
      continue;
    }
    const end = Math.min(width, column + length);
    pixels.fill(colour, line * width + column, line * width + end);
    column = end;
  }
  return pixels;
}
