// From the coded rectangles of presentation graphics to pixels: run lengths of numbers of colours, and a palette that says what
// the colours are. Pure.

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

/** @param {number} value */
function byte(value) {
  return Math.max(0, Math.min(255, Math.round(value)));
}

/** Colours that no segment names are transparent. */
export class PgsPalette {
  #colours = new Uint8ClampedArray(256 * 4);

  copy() {
    const copy = new PgsPalette();
    copy.#colours.set(this.#colours);
    return copy;
  }

  /**
   * One entry: number, brightness, red and blue difference (studio range), opacity.
   * @param {Uint8Array} entry five bytes @param {boolean} large of high definition (BT.709), else BT.601
   */
  set(entry, large) {
    const [number = 0, y = 0, cr = 0, cb = 0, opacity = 0] = entry;
    const light = ((y - 16) * 255) / 219;
    const [red, blue] = [((cr - 128) * 255) / 224, ((cb - 128) * 255) / 224];
    const [kr, kb] = large ? [0.2126, 0.0722] : [0.299, 0.114];
    const green = (2 * kr * (1 - kr) * red + 2 * kb * (1 - kb) * blue) / (1 - kr - kb);
    this.#colours.set([byte(light + 2 * (1 - kr) * red), byte(light - green), byte(light + 2 * (1 - kb) * blue), opacity], number * 4);
  }

  /** @param {Uint8Array} pixels numbers of colours @returns {Uint8ClampedArray<ArrayBuffer>} red, green, blue, opacity */
  paint(pixels) {
    const out = new Uint32Array(pixels.length);
    const colours = new Uint32Array(this.#colours.buffer);
    for (let i = 0; i < pixels.length; i++) out[i] = colours[pixels[i] ?? 0] ?? 0;
    return new Uint8ClampedArray(out.buffer);
  }
}
