// Draws bitmap subtitles over the film: the one that is due is painted on a canvas, which fits their screen into the player as
// the film itself is fitted.

/** @typedef {import("../formats/bitmap_cue.js").Picture} Picture */

/** The most bytes of pictures that are kept, about those of a film; the oldest goes first. */
const kMostBytes = 64 << 20;

/** @param {Picture} picture */
function sizeOf(picture) {
  return picture.parts.reduce((sum, { bytes }) => sum + bytes, 0);
}

export class BitmapRenderer {
  /** Pictures by their start in milliseconds. @type {Map<number, Picture>} */
  #pictures = new Map();
  #bytes = 0;
  /** @type {Picture | null} */
  #drawn = null;
  #delay = 0;
  #watching = false;

  /** @param {HTMLVideoElement} video @param {HTMLCanvasElement} canvas */
  constructor(video, canvas) {
    this.video = video;
    this.canvas = canvas;
    canvas.hidden = true;
    video.addEventListener("seeked", () => this.#draw());
  }

  /** Seconds by which pictures are shown later than their own times. */
  set delay(/** @type {number} */ seconds) {
    this.#delay = seconds;
    this.#draw();
  }

  /** Adds pictures; one with a known start replaces the older one. @param {Picture[]} pictures */
  add(pictures) {
    for (const picture of pictures) {
      const key = Math.round(picture.start * 1000);
      this.#forget(key);
      this.#pictures.set(key, picture);
      this.#bytes += sizeOf(picture);
    }
    for (const key of this.#pictures.keys()) {
      if (this.#bytes <= kMostBytes) break;
      this.#forget(key);
    }
    this.#watch();
    this.#draw();
  }

  clear() {
    this.#pictures.clear();
    this.#bytes = 0;
    this.#draw();
  }

  /** @param {number} key */
  #forget(key) {
    const picture = this.#pictures.get(key);
    if (picture) this.#bytes -= sizeOf(picture);
    this.#pictures.delete(key);
  }

  /** Draws with every frame of the film while there are pictures. */
  #watch() {
    if (this.#watching || this.#pictures.size === 0) return;
    this.#watching = true;
    this.video.requestVideoFrameCallback(() => {
      this.#watching = false;
      this.#draw();
      this.#watch();
    });
  }

  #due() {
    const now = this.video.currentTime - this.#delay;
    /** @type {Picture | null} */
    let due = null;
    for (const picture of this.#pictures.values()) {
      if (picture.start <= now && now < picture.end && picture.start >= (due?.start ?? 0)) due = picture;
    }
    return due;
  }

  #draw() {
    const due = this.#due();
    if (due === this.#drawn) return;
    this.#drawn = due;
    this.canvas.hidden = due === null;
    if (!due) return;
    const { canvas } = this;
    canvas.width = due.width; // empties the canvas as well
    canvas.height = due.height;
    const context = canvas.getContext("2d");
    for (const part of due.parts) {
      const { x, y, width, height } = part;
      const crop = part.crop ?? { x: 0, y: 0, width, height };
      context?.putImageData(new ImageData(part.paint(), width, height), x - crop.x, y - crop.y, crop.x, crop.y, crop.width, crop.height);
    }
  }
}
