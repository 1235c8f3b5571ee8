// The background worker: what there is, and which event goes where. Every listener is registered before the first
// await, because a worker that wakes up for an event must be listening at once.

import { browser, ownOrigin } from "../shared/browser.js";
import { asksAlways, catching, setCatchingOff } from "../shared/link_preferences.js";
import { chosenSource } from "../shared/magnet.js";
import { ConfirmToBackground } from "../shared/messages.js";
import { setupPage } from "../shared/places.js";
import { contextMenuClicked, createContextMenu } from "./context_menu.js";
import { Engine } from "./engine.js";
import { KeptNotifier } from "./kept_notifier.js";
import { LostNavigations } from "./lost_navigations.js";
import { recall, remember } from "./memory.js";
import { LinkOpener } from "./open_link.js";
import { Pages, isOwnPage } from "./pages.js";
import { publicCommand } from "./public_commands.js";
import { hostMissing, showActive, showHostMissing } from "./toolbar.js";
import { Torrents } from "./torrents.js";
import { engineWorld, isActivated, notifierWorld, onNotificationClicked, openerWorld, tabOf } from "./world.js";

const engine = new Engine(engineWorld());
const torrents = new Torrents(engine, engineWorld().after);
const pages = new Pages(engine, { origin: ownOrigin(), onCount: holdHost });
const opener = new LinkOpener(openerWorld());
const lost = new LostNavigations(opener, tabOf, isActivated);
const notifier = new KeptNotifier(engine, notifierWorld());
const memory = { active: 0, hostMissing: false };
/** True while a new installation finds out whether there is a host. */
let probing = false;
/** The page that says what the extension does, and is the place to say no, has been opened. */
let welcomed = false;

/**
 * The host is kept while a page is open or a torrent is active; otherwise the worker may sleep. Decided after the event
 * at hand, so that every listener of the link has heard of it first.
 */
function holdHost() {
  queueMicrotask(() => engine.setNeeded(probing || pages.count > 0 || torrents.active > 0));
}

torrents.onCounted((active) => {
  if (engine.link.state === "ready") probing = false;
  holdHost();
  if (active === memory.active) return;
  memory.active = active;
  void showActive(active);
  void remember(memory);
});

engine.onLink(({ state }) => {
  const missing = hostMissing(state);
  if (missing === null || missing === memory.hostMissing) return;
  memory.hostMissing = missing;
  void showHostMissing(missing);
  void remember(memory);
});

engine.onLink(({ state }) => {
  if (!probing || state === "connecting") return;
  // A film that was clicked meanwhile stays in front: Chromium loads none in a hidden tab.
  if (!welcomed) void browser.tabs.create({ url: setupPage(), active: !opener.hasTabs });
  welcomed = true;
  if (state === "ready") return; // until the torrents are counted
  probing = false;
  holdHost();
});

browser.runtime.onConnect.addListener((port) => pages.accept(port));

browser.runtime.onMessage.addListener((message, sender) => {
  if (isOwnPage(sender, ownOrigin()) && message?.type === ConfirmToBackground.yes) {
    return void opener.questions.accepted(sender.tab?.id);
  }
  void publicCommand(opener, message, sender, browser.runtime.id, { asksAlways, catching });
});

browser.tabs.onRemoved.addListener((tab) => opener.closed(tab));

/** What is typed behind the keyword is the person's own wish, as a click is. */
browser.omnibox.onInputEntered.addListener((text, disposition) => {
  const where = disposition === "newBackgroundTab" ? "background" : "current";
  void opener.open({ text, trusted: true, where, opener: undefined, find: chosenSource });
});

browser.commands.onCommand.addListener((command) => {
  if (command === "toggle_catching") void catching().then(({ off }) => setCatchingOff(!off));
});

browser.contextMenus.onClicked.addListener((info, tab) => void contextMenuClicked(opener, info, tab));

/** Chromium alone: the worker wakes up for magnet links and for nothing else. */
const kMagnets = { url: [{ schemes: ["magnet"] }] };
browser.webNavigation?.onCreatedNavigationTarget.addListener((details) => lost.created(details), kMagnets);
browser.webNavigation?.onErrorOccurred.addListener((details) => void lost.failed(details), kMagnets);

onNotificationClicked((id) => void notifier.open(id).catch(() => {}));

browser.runtime.onInstalled.addListener(({ reason }) => {
  void createContextMenu();
  if (reason !== "install") return;
  probing = true;
  holdHost();
});

browser.runtime.onStartup.addListener(() => void createContextMenu());

void recall().then((last) => {
  if (engine.link.state !== "connecting") return; // the host itself was faster
  Object.assign(memory, last);
  void showActive(last.active);
  void showHostMissing(last.hostMissing);
  torrents.assume(last.active);
});
