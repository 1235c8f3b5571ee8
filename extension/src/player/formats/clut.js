// Colour look-up table (CLUT) of bitmap subtitles: entries are luma and chroma, as in video. Pure.

/** @param {number} value */
function byte(value) {
  return Math.max(0, Math.min(255, Math.round(value)));
}

/** Colours by index; an index that no segment defines is transparent. */
export class Clut {
  #colours = new Uint8ClampedArray(256 * 4);

  copy() {
    const copy = new Clut();
    copy.#colours.set(this.#colours);
    return copy;
  }

  /**
   * Sets one entry: index, Y, Cr and Cb (studio range), alpha.
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
