// Scripts of ASS and SSA over the film, drawn as their author wanted by libass, which runs as WebAssembly in a worker (jassub). It
// is loaded when the first such script is read; where it cannot be, what the script says goes back to be drawn as text.

import { make } from "../../shared/dom.js";

/** @typedef {import("../../vendor/jassub.js").default} Jassub */

const kVendor = new URL("../../vendor/", import.meta.url);

/** A worker that cannot be loaded says nothing. */
const kPatienceMs = 10_000;

/** Letters that the font has which is used where a script brings none. */
const kForeign = /[^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Common}\p{Script=Inherited}]/u;

/** A first frame that is drawn before the canvas has its size would be stretched. @param {HTMLVideoElement} video */
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
      fonts: [url("default.woff2")], // one that is looked for when it is missed comes too late for a film that stands still
      availableFonts: {},
      defaultFont: "liberation sans",
      queryFonts: false, // neither this machine's nor anybody's on the network
    });
    await drawer.ready;
    return drawer;
  } catch (error) {
    canvas.remove();
    throw error;
  }
}

/** What comes too late is put away. @param {Promise<Jassub>} starting @returns {Promise<Jassub>} */
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
  /** The script came without fonts. */
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

  /** Lines that are there already are not added again. @param {string[]} lines */
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

  /** Browsers have fonts for every writing, which lend themselves to text only. @param {string[]} lines */
  #checkLetters(lines) {
    if (this.#bare && lines.some((line) => kForeign.test(line))) this.#giveUp();
  }

  /** Does something with what draws, once it is there, and shows it. @param {(drawer: Jassub) => unknown} act */
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

  /** It draws with the film's frames; a film that stands still has none. @param {Jassub} drawer */
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
