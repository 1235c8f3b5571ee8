// The page that the popup was opened over: whether links are caught there, and the links that it has.

import { browser } from "../shared/browser.js";
import { byId, make, makeButton, setText } from "../shared/dom.js";
import { plural, text } from "../shared/i18n.js";
import { bindAccess, catching, setCatchingOff, setSiteOff } from "../shared/link_preferences.js";
import { recognise } from "../shared/magnet.js";
import { PopupToContent } from "../shared/messages.js";
import { readableName } from "../shared/names.js";
import { titleOf } from "../shared/titles.js";

/** @typedef {{site: string, links: string[]}} PageHere */

/** Asks the content script of the page. There may be none: in the browser's own pages, and in those opened before the installation. @returns {Promise<PageHere | null>} */
async function look() {
  try {
    const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
    const found = await browser.tabs.sendMessage(tab?.id ?? -1, { type: PopupToContent.look }, { frameId: 0 });
    if (typeof found?.site !== "string" || !Array.isArray(found.links)) return null;
    return { site: found.site, links: found.links.filter((/** @type {unknown} */ link) => typeof link === "string") };
  } catch {
    return null;
  }
}

/** @param {string[]} links @param {(source: string) => void} play */
function showLinks(links, play) {
  const sources = links.map(recognise).filter((source) => source !== null);
  const holder = byId("page_links", HTMLDetailsElement);
  holder.hidden = sources.length === 0;
  setText(byId("page_links_title", HTMLElement), plural("popup_page_links", sources.length));
  byId("page_links_list", HTMLUListElement).replaceChildren(
    ...sources.map(({ source, name, key }) => {
      const button = makeButton("", "link", () => play(source));
      button.append(make("bdi", "", name ? titleOf(name) : key.slice(0, 40)));
      button.title = readableName(name || key);
      return make("li", "", button);
    }),
  );
}

async function showSwitches(/** @type {string} */ site) {
  const now = await catching();
  byId("catching", HTMLInputElement).checked = !now.off;
  const here = byId("catching_here", HTMLInputElement);
  byId("catching_here_row", HTMLElement).hidden = site === "" || now.off;
  here.checked = !now.sites.includes(site);
  setText(byId("catching_here_words", HTMLElement), text("popup_catching_here", site));
}

/** @param {{play: (source: string) => void}} acts */
export async function showPage({ play }) {
  const page = await look();
  const site = page?.site ?? "";
  const all = byId("catching", HTMLInputElement);
  all.addEventListener("change", () => void setCatchingOff(!all.checked).then(() => showSwitches(site)));
  const here = byId("catching_here", HTMLInputElement);
  here.addEventListener("change", () => void setSiteOff(site, !here.checked));
  void bindAccess();
  await showSwitches(site);
  showLinks(page?.links ?? [], play);
}
