// Draws ASS and SSA scripts over the film as their author wanted, with libass, which runs as WebAssembly in a worker (jassub). It
// is loaded with the first such script; when that fails, the script is handed back to be drawn as text.

import { make } from "../../shared/dom.js";

/** @typedef {import("../../vendor/jassub.js").default} Jassub */

const kVendor = new URL("../../vendor/", import.meta.url);

/** A worker that cannot be loaded reports no error. */
const kPatienceMs = 10_000;

/** Scripts that the default font, used when a script brings no fonts, has no glyphs for. */
const kForeign = /[^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Common}\p{Script=Inherited}]/u;

/** Puts a canvas of the video's size over it: a first frame that is drawn before the canvas has its size would be stretched. @param {HTMLVideoElement} video */
function canvasOver(video) {
  const canvas = make("canvas", "script");
  canvas.width = Math.max(1, Math.round(video.clientWidth * devicePixelRatio));
  canvas.height = Math.max(1, Math.round(video.clientHeight * devicePixelRatio));
  video.after(canvas);
  return canvas;
}

/** @param {HTMLVideoElement} video @param {string} head */
async function startDrawer(video, head) {
  const { default: Jassub } = await import("../../vendor/jassub.js");
  const url = (/** @type {string} */ name) => new URL(name, kVendor).href;
  const canvas = canvasOver(video);
  try {
    const drawer = new Jassub({
      video,
      canvas,
      subContent: head,
      workerUrl: url("jassub-worker.js"),
      wasmUrl: url("jassub.wasm"),
      modernWasmUrl: url("jassub.wasm"),
      fonts: [url("default.woff2")], // a font that is loaded when it is missed comes too late for a paused film
      availableFonts: {},
      defaultFont: "liberation sans",
      queryFonts: false, // queries neither this machine's fonts nor a network's
    });
    await drawer.ready;
    return drawer;
  } catch (error) {
    canvas.remove();
    throw error;
  }
}

/** Rejects when the start takes too long; a drawer that comes later is destroyed. @param {Promise<Jassub>} starting @returns {Promise<Jassub>} */
function inTime(starting) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error("libass does not start"));
      starting.then((drawer) => drawer.destroy()).catch(() => {});
    }, kPatienceMs);
    starting.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

export class AssRenderer {
  /** @type {Promise<Jassub> | null} */
  #drawer = null;
  /** @type {Set<string>} */
  #lines = new Set();
  #delay = 0;
  /** Whether the script came without fonts. */
  #bare = false;

  /**
   * @param {HTMLVideoElement} video
   * @param {{onFailure: (lines: string[]) => void, start?: typeof startDrawer}} events onFailure: these cannot be drawn here
   */
  constructor(video, { onFailure, start = startDrawer }) {
    this.video = video;
    this.onFailure = onFailure;
    this.start = start;
  }

  set delay(/** @type {number} */ seconds) {
    this.#delay = seconds;
    void this.#do((drawer) => {
      drawer.timeOffset = -seconds;
    });
  }

  /** @param {string} head of the script @param {Promise<Uint8Array[]>} fonts that it came with */
  begin(head, fonts) {
    this.clear();
    this.#drawer = inTime(this.start(this.video, head));
    this.delay = this.#delay;
    void this.#useFonts(this.#drawer, fonts);
  }

  /** Adds lines; those that are known already are left out. @param {string[]} lines */
  add(lines) {
    const more = lines.filter((line) => !this.#lines.has(line));
    if (more.length === 0) return;
    for (const line of more) this.#lines.add(line);
    void this.#do((drawer) => drawer.renderer.processData(`${more.join("\n")}\n`));
    this.#checkLetters(more);
  }

  clear() {
    this.#drawer?.then((drawer) => drawer.destroy()).catch(() => {});
    this.#drawer = null;
    this.#lines.clear();
    this.#bare = false;
  }

  /** @param {Promise<Jassub>} drawer @param {Promise<Uint8Array[]>} loading */
  async #useFonts(drawer, loading) {
    const fonts = await loading.catch(() => []);
    if (drawer !== this.#drawer) return;
    this.#bare = fonts.length === 0;
    if (this.#bare) this.#checkLetters([...this.#lines]);
    else void this.#do(({ renderer }) => renderer.addFonts(fonts));
  }

  /** Hands the script back when it needs glyphs that the default font lacks: the browser has fonts for every script, but only for text. @param {string[]} lines */
  #checkLetters(lines) {
    if (this.#bare && lines.some((line) => kForeign.test(line))) this.#giveUp();
  }

  /** Calls `act` once the drawer has started, and draws its result. @param {(drawer: Jassub) => unknown} act */
  async #do(act) {
    const current = this.#drawer;
    try {
      const drawer = await current;
      if (!drawer || current !== this.#drawer) return;
      await act(drawer);
      this.#redraw(drawer);
    } catch {
      if (current === this.#drawer) this.#giveUp();
    }
  }

  /** Draws now: the drawer follows the film's frames, and a paused film has none. @param {Jassub} drawer */
  #redraw(drawer) {
    const { video } = this;
    if (!video.paused || video.videoWidth === 0) return;
    const frame = { mediaTime: video.currentTime, width: video.videoWidth, height: video.videoHeight, expectedDisplayTime: 0 };
    void drawer.manualRender(frame, true);
  }

  #giveUp() {
    const lines = [...this.#lines];
    this.clear();
    this.onFailure(lines);
  }
}
