// Shows an image, a PDF or a text of a torrent, under a media type that the daemon gives (docs/http.md). Any other file can only be
// saved. The page runs nothing of a file: text is text, a picture is an image, and a PDF is for the browser's own viewer.

import { byId, setText } from "../shared/dom.js";
import { connectEngine } from "../shared/engine_client.js";
import { asEngineError, errorWords } from "../shared/errors.js";
import { bytes, localize, text } from "../shared/i18n.js";
import { readableName } from "../shared/names.js";
import { saveAs } from "../shared/save_as.js";
import { neighbour, viewOf } from "../shared/views.js";
import { fillIcons } from "../style/icons.js";
import { loadFiles } from "../player/files/file_order.js";
import { FileView } from "./file_view.js";

/** @typedef {import("../shared/types.js").TorrentFile} TorrentFile */

const query = new URLSearchParams(location.search);
const torrent = query.get("torrent") ?? "";
const engine = connectEngine();
const view = new FileView();
/** @type {TorrentFile[]} */
let files = [];
let index = Number(query.get("file"));
let httpBase = "";

function current() {
  return files.find((file) => file.index === index) ?? null;
}

/** Loads the list of files, then the file; again when the daemon has another address. @param {string} base */
async function load(base) {
  httpBase = base;
  try {
    ({ files } = await loadFiles(engine, torrent));
    show();
  } catch (error) {
    view.tell(errorWords(asEngineError(error)));
  }
}

function show() {
  const file = current();
  if (!file) return view.tell(text("error_unknown_file"));
  const name = readableName(file.name);
  document.title = name;
  setText(byId("name", HTMLElement), name);
  setText(byId("facts", HTMLElement), bytes(file.size));
  byId("previous", HTMLElement).hidden = neighbour(files, index, -1) === null;
  byId("next", HTMLElement).hidden = neighbour(files, index, 1) === null;
  if (file.view !== "none") engine.request("torrents.resume", { id: torrent }).catch(() => {}); // the viewer then shows that it waits
  void view.show(file, viewOf(httpBase, torrent, index));
}

/** @param {number} step */
function go(step) {
  const other = neighbour(files, index, step);
  if (!other) return;
  index = other.index;
  history.replaceState(null, "", `?${new URLSearchParams({ torrent, file: String(index) })}`);
  show();
}

async function save() {
  const file = current();
  try {
    if (file) await saveAs(file);
  } catch (error) {
    view.tell(text("player_save_failed", String(/** @type {Error} */ (error).message)));
  }
}

localize();
fillIcons();
view.tell(text("viewer_loading"));
byId("previous", HTMLElement).addEventListener("click", () => go(-1));
byId("next", HTMLElement).addEventListener("click", () => go(1));
byId("save", HTMLElement).addEventListener("click", () => void save());
document.addEventListener("keydown", ({ key, altKey, ctrlKey, metaKey }) => {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (step !== undefined && current()?.view === "picture" && !altKey && !ctrlKey && !metaKey) go(step);
});
engine.onLink(({ state, httpBase: base }) => {
  if (state === "ready" && base !== null && base !== httpBase) void load(base);
});
