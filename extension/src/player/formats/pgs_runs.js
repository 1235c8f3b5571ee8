// From the coded rectangles of presentation graphics to numbers of colours: run lengths. Pure.

/**
 * A byte is a pixel; 0 begins a run: two bits say whether its length has six or fourteen bits, and whether a colour follows.
 * A run of nothing ends a line. What is missing at the end stays colour 0, what is too much is left out.
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
