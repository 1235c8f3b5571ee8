// The toolbar's popup: the list of torrents, and a field for a new one.

import { browser } from "../shared/browser.js";
import { kDemo } from "../shared/demo.js";
import { byId, setText } from "../shared/dom.js";
import { connectEngine } from "../shared/engine_client.js";
import { asEngineError, errorWords, refusalWords } from "../shared/errors.js";
import { localize, plural, text } from "../shared/i18n.js";
import { addTorrentFile, takeWhatComes } from "../shared/intake.js";
import { chosenSource, whyRefused } from "../shared/magnet.js";
import { playerForSource, playerForTorrent, setupPage } from "../shared/places.js";
import { showOpenPlayer } from "../shared/players.js";
import { fillIcons } from "../style/icons.js";
import { showPage } from "./page_here.js";
import { Posters } from "./posters.js";
import { TorrentList } from "./torrent_list.js";

/** @type {Record<string, string>} */
const kBanners = {
  lost: "popup_restarting",
  crashed: "popup_restarting",
  protocol: "popup_restarting",
  not_installed: "popup_not_installed",
  not_allowed: "popup_not_allowed",
  outdated: "popup_outdated",
};
const kNeedsSetup = new Set(["not_installed", "not_allowed", "outdated"]);

const engine = connectEngine();
const failure = byId("failure", HTMLElement);
const posters = new Posters();
const lists = { continued: byId("continued", HTMLUListElement), others: byId("torrents", HTMLUListElement) };
const list = new TorrentList(lists, {
  open: (id) => void showPlayer(id),
  keep: (torrent) => void ask(() => keep(torrent)),
  pause: (id) => ask(() => engine.request("torrents.pause", { id })),
  resume: (id) => ask(() => engine.request("torrents.resume", { id })),
  remove: (id, data) => ask(() => engine.request("torrents.remove", { id, data })),
  posters,
});

/** @param {string} url */
function openTab(url) {
  void browser.tabs.create({ url }).then(() => window.close());
}

/** Shows the film in its tab; each film has one. @param {string} id */
async function showPlayer(id) {
  if (await showOpenPlayer(id)) window.close();
  else openTab(playerForTorrent(id));
}

/** Keeps the film's file, or shows the kept one in its folder. @param {import("../shared/types.js").Torrent} torrent */
async function keep({ id, kept, start_file: start, main_file: main }) {
  const file = start ?? main ?? 0;
  if (kept && kept.there === kept.files) return engine.request("programs.open", { id, file, program: "folder" });
  const wanted = !kept || kept.error !== null;
  return engine.request("torrents.keep", { id, keep: wanted });
}

/** @param {File} file */
async function openTorrentFile(file) {
  await ask(async () => openTab(playerForTorrent(await addTorrentFile(engine, file))));
}

/** @param {string} source */
async function openPlayer(source) {
  openTab(await playerForSource(source));
}

/** Runs a request and shows its error; a notification brings the result into the list. @param {() => Promise<unknown>} request */
async function ask(request) {
  failure.textContent = "";
  try {
    await request();
  } catch (error) {
    failure.textContent = errorWords(asEngineError(error));
  }
}

async function load() {
  await ask(async () => {
    const { torrents, total } = await engine.request("torrents.subscribe", {});
    list.replace(torrents);
    const leftOut = byId("left_out", HTMLElement);
    leftOut.hidden = total <= torrents.length;
    setText(leftOut, plural("popup_left_out", total - torrents.length));
    showSections();
  });
}

function showSections() {
  byId("empty", HTMLElement).hidden = list.size > 0;
  for (const id of ["continued_title", "others_title"]) byId(id, HTMLElement).hidden = !list.isParted;
}

/** @param {import("../shared/types.js").Link} link */
function showLink({ state, httpBase }) {
  posters.httpBase = httpBase;
  const words = kBanners[state];
  byId("banner", HTMLElement).hidden = words === undefined;
  byId("banner_words", HTMLElement).textContent = words ? text(words) : "";
  byId("banner_setup", HTMLElement).hidden = !kNeedsSetup.has(state);
  document.documentElement.dataset.link = state;
  if (state === "ready") void load();
}

/** @param {SubmitEvent} event */
function pasted(event) {
  event.preventDefault();
  const field = byId("paste_field", HTMLInputElement);
  const found = chosenSource(field.value);
  const error = byId("paste_error", HTMLElement);
  error.hidden = found !== null;
  error.textContent = refusalWords(whyRefused(field.value)) || text("popup_paste_error");
  field.setAttribute("aria-invalid", String(found === null));
  if (found) void openPlayer(found.source);
}

localize();
fillIcons();
byId("paste", HTMLFormElement).addEventListener("submit", pasted);
byId("demo", HTMLButtonElement).addEventListener("click", () => void openPlayer(kDemo));
byId("banner_setup", HTMLButtonElement).addEventListener("click", () => openTab(setupPage()));
byId("options", HTMLButtonElement).addEventListener("click", () => {
  void browser.runtime.openOptionsPage();
  window.close();
});
takeWhatComes({
  source: (source) => void openPlayer(source),
  torrent: (file) => void openTorrentFile(file),
  nothing: () => {
    failure.textContent = text("popup_paste_error");
  },
});
void showPage({ play: (source) => void openPlayer(source) });
engine.onNotification("torrents.added", ({ torrent }) => {
  list.add(torrent);
  showSections();
});
engine.onNotification("torrents.changed", ({ torrents }) => list.change(torrents));
engine.onNotification("torrents.removed", ({ id }) => {
  list.remove(id);
  showSections();
});
engine.onLink(showLink);
