// One file on the viewer's page: as an image, as text, in the browser's PDF viewer, or a sentence with the reason against
// it.

import { byId, setText } from "../shared/dom.js";
import { bytes, text } from "../shared/i18n.js";
import { readableName } from "../shared/names.js";

/** @typedef {import("../shared/types.js").TorrentFile} TorrentFile */

/** @type {Record<string, string>} */
const kFailed = { picture: "viewer_failed_picture", text: "viewer_failed_text", pdf: "viewer_failed_pdf" };

export class FileView {
  #sentence = byId("sentence", HTMLElement);
  #zoom = byId("zoom", HTMLButtonElement);
  #picture = byId("picture", HTMLImageElement);
  #text = byId("text", HTMLElement);
  #words = byId("words", HTMLElement);
  #leftOut = byId("left_out", HTMLElement);
  #document = byId("document", HTMLIFrameElement);
  /** Aborts the loading of the file before this one. */
  #wanted = new AbortController();

  constructor() {
    this.#zoom.addEventListener("click", () => {
      this.#zoom.setAttribute("aria-pressed", String(this.#zoom.getAttribute("aria-pressed") !== "true"));
    });
  }

  /** Shows a sentence only. @param {string} sentence */
  tell(sentence) {
    this.#become("sentence");
    setText(this.#sentence, sentence);
  }

  /** @param {TorrentFile} file @param {string} url of docs/http.md, `view` */
  async show(file, url) {
    this.#wanted.abort();
    const wanted = (this.#wanted = new AbortController());
    if (file.view === "none") return this.tell(text("viewer_none"));
    this.tell(text("viewer_loading"));
    try {
      if (file.view === "picture") await this.#showPicture(file, url);
      else if (file.view === "pdf") await this.#showDocument(file, url, wanted.signal);
      else await this.#showText(url, wanted.signal);
    } catch {
      if (!wanted.signal.aborted) this.tell(text(kFailed[file.view] ?? "error_unknown"));
    }
  }

  /** @param {TorrentFile} file @param {string} url */
  async #showPicture(file, url) {
    const picture = this.#picture;
    picture.alt = readableName(file.name);
    picture.src = url;
    await picture.decode();
    if (picture.src === url) this.#become("picture");
  }

  /** @param {string} url @param {AbortSignal} signal */
  async #showText(url, signal) {
    const answer = await fetch(url, { signal });
    if (answer.status !== 200) throw new Error(String(answer.status));
    const words = await answer.text();
    const leftOut = Number(answer.headers.get("Magnetar-Left-Out") ?? 0);
    this.#become("text");
    setText(this.#words, words);
    this.#text.scrollTop = 0;
    this.#leftOut.hidden = leftOut === 0;
    setText(this.#leftOut, text("viewer_left_out", bytes(leftOut)));
  }

  /** @param {TorrentFile} file @param {string} url @param {AbortSignal} signal */
  async #showDocument(file, url, signal) {
    if (!navigator.pdfViewerEnabled) return this.tell(text("viewer_no_pdf"));
    const answer = await fetch(url, { method: "HEAD", signal });
    if (answer.status !== 200) throw new Error(String(answer.status));
    this.#become("pdf");
    this.#document.title = readableName(file.name);
    this.#document.src = url;
  }

  /** @param {"sentence" | "picture" | "text" | "pdf"} view */
  #become(view) {
    document.documentElement.dataset.view = view;
    if (view !== "sentence") setText(this.#sentence, "");
    this.#zoom.hidden = view !== "picture";
    this.#zoom.setAttribute("aria-pressed", "false");
    this.#text.hidden = view !== "text";
    this.#leftOut.hidden = true;
    this.#document.hidden = view !== "pdf";
    if (view !== "pdf") this.#document.removeAttribute("src");
  }
}
