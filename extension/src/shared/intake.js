// Accepts links, hashes, .torrent files and subtitles that a person drops on a page or pastes into it.

import { chosenSource } from "./magnet.js";

/**
 * @typedef {object} Takers
 * @property {(source: string) => void} source
 * @property {(file: File) => void} torrent
 * @property {(file: File) => void} [subtitles]
 * @property {() => void} nothing called when nothing of use was dropped or pasted
 */

const kTorrent = /\.torrent$/i;
const kSubtitles = /\.(?:srt|vtt|ass|ssa|sub|smi|sami|ttml|dfxp|sup|txt)$/i;
/** The daemon refuses larger files. */
export const kLargestTorrentFile = 10 * 1024 * 1024;

/** @param {DataTransfer} data @param {Takers} takers */
function take(data, takers) {
  const files = [...data.files];
  const torrent = files.find(({ name, type }) => kTorrent.test(name) || type === "application/x-bittorrent");
  if (torrent) return takers.torrent(torrent);
  const subtitles = files.find(({ name }) => kSubtitles.test(name));
  if (subtitles && takers.subtitles) return takers.subtitles(subtitles);
  const found = ["text/uri-list", "text/plain"].map((type) => chosenSource(data.getData(type))).find(Boolean);
  if (found) takers.source(found.source);
  else takers.nothing();
}

/** Whether the target is a field, which handles its own paste. @param {EventTarget | null} target */
function isField(target) {
  return target instanceof Element && target.closest("input, textarea, [contenteditable]") !== null;
}

/** @param {Takers} takers */
export function takeWhatComes(takers) {
  const root = document.documentElement;
  document.addEventListener("dragover", (event) => {
    event.preventDefault(); // otherwise the browser opens the file in place of the page
    root.toggleAttribute("data-dragging", true);
  });
  document.addEventListener("dragleave", (event) => event.relatedTarget === null && root.removeAttribute("data-dragging"));
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    root.removeAttribute("data-dragging");
    if (event.dataTransfer) take(event.dataTransfer, takers);
  });
  document.addEventListener("paste", (event) => {
    if (isField(event.target) || !event.clipboardData) return;
    event.preventDefault();
    take(event.clipboardData, takers);
  });
}

/** @param {File} file @returns {Promise<string>} base64 */
export async function torrentFileAsText(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

/**
 * Adds the torrent of a .torrent file.
 * @param {Pick<import("./types.js").EngineClient, "request">} engine
 * @param {File} file
 * @returns {Promise<string>} the torrent's id
 */
export async function addTorrentFile(engine, file) {
  if (file.size > kLargestTorrentFile) throw new Error("too large");
  const { id, existing } = await engine.request("torrents.add", { torrent: await torrentFileAsText(file) });
  if (existing) await engine.request("torrents.resume", { id });
  return id;
}
