// Asks before a link is used that a page opened without the person's own click, and reports a clicked link that is no
// torrent. This page never talks to the daemon.

import { browser } from "../shared/browser.js";
import { byId } from "../shared/dom.js";
import { refusalWords } from "../shared/errors.js";
import { localize, text } from "../shared/i18n.js";
import { recognise, whyRefused } from "../shared/magnet.js";
import { ConfirmToBackground } from "../shared/messages.js";
import { readableName } from "../shared/names.js";
import { playerForSource, sourceFromHash } from "../shared/places.js";

/** The most characters of a link that are shown. */
const kShownSource = 1000;

const source = sourceFromHash();
const found = recognise(source);
const refused = found === null || new URLSearchParams(location.search).get("why") === "not-a-torrent";

async function leave() {
  if (history.length > 1) return history.back();
  const tab = await browser.tabs.getCurrent();
  if (tab?.id !== undefined) await browser.tabs.remove(tab.id);
}

/** Opens the player, and tells the background of the yes, so that the page may ask again. */
async function stream() {
  if (!found) return;
  const player = await playerForSource(found.source);
  await browser.runtime.sendMessage({ type: ConfirmToBackground.yes }).catch(() => {});
  location.replace(player);
}

function show() {
  const name = readableName(found?.name ?? "");
  byId("heading", HTMLElement).textContent = text(refused ? "confirm_no_torrent" : "confirm_question");
  byId("name", HTMLElement).hidden = name === "" || refused;
  /** @type {Element} */ (document.querySelector("#name bdi")).textContent = name;
  byId("explanation", HTMLElement).textContent = explanation();
  byId("source", HTMLElement).hidden = source === "";
  /** @type {Element} */ (document.querySelector("#source code")).textContent = readableSource();
  byId("stream", HTMLElement).hidden = refused;
  byId("leave", HTMLElement).textContent = text(refused ? "confirm_close" : "confirm_no");
}

function explanation() {
  if (!refused) return text("confirm_explanation");
  return refusalWords(whyRefused(source)) || text("confirm_no_torrent_help");
}

function readableSource() {
  return source.length > kShownSource ? `${source.slice(0, kShownSource)}…` : source;
}

localize();
show();
byId("stream", HTMLButtonElement).addEventListener("click", () => void stream());
byId("leave", HTMLButtonElement).addEventListener("click", () => void leave());
window.addEventListener("hashchange", () => location.reload());
byId("heading", HTMLElement).focus(); // not a button, so that a key meant for the page before does not press it
