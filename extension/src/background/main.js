// The background worker: creates the units and connects events to them. Every listener is registered before the first
// await, because an event that wakes the worker needs its listener at once.

import { browser, ownOrigin } from "../shared/browser.js";
import { asksAlways, catching, toggleCatching } from "../shared/link_preferences.js";
import { chosenSource } from "../shared/magnet.js";
import { ConfirmToBackground } from "../shared/messages.js";
import { setupPage } from "../shared/places.js";
import { BridgeHost } from "./bridge_host.js";
import { contextMenuClicked, createContextMenu } from "./context_menu.js";
import { Engine } from "./engine.js";
import { KeptNotifier } from "./kept_notifier.js";
import { LostNavigations } from "./lost_navigations.js";
import { Memory } from "./memory.js";
import { LinkOpener } from "./open_link.js";
import { Pages, isOwnPage } from "./pages.js";
import { publicCommand } from "./public_commands.js";
import { hostMissing, showActive, showHostMissing } from "./toolbar.js";
import { Torrents } from "./torrents.js";
import { bridgeContext, engineWorld, isActivated, notifierWorld, onNotificationClicked, openerWorld, tabOf } from "./world.js";

const engine = new Engine(engineWorld());
const torrents = new Torrents(engine, engineWorld().after);
const pages = new Pages(engine, { origin: ownOrigin(), onCount: holdHost });
const opener = new LinkOpener(openerWorld());
const lost = new LostNavigations(opener, tabOf, isActivated);
const notifier = new KeptNotifier(engine, notifierWorld());
const memory = new Memory({ showActive, showHostMissing });
const bridge = new BridgeHost(engine, bridgeContext(holdHost), engineWorld().after);
/** True while a new installation probes for a host. */
let probing = false;
/** True when the setup page, which explains the extension, has been opened. */
let welcomed = false;

/**
 * Keeps the host while a page is open, a torrent is active or the bridge needs it; otherwise the worker may sleep.
 * Decided in a microtask, so that every listener of the link has handled the event first.
 */
function holdHost() {
  queueMicrotask(() => engine.setNeeded(probing || pages.count > 0 || torrents.active > 0 || bridge.holdsHost));
}

torrents.onCounted((active) => {
  if (engine.link.state === "ready") probing = false;
  holdHost();
  memory.setActive(active);
});

engine.onLink(({ state }) => {
  const missing = hostMissing(state);
  if (missing !== null) memory.setHostMissing(missing);
});

engine.onLink(({ state }) => {
  if (!probing || state === "connecting") return;
  // A film that was opened meanwhile keeps the focus: Chromium loads none in a hidden tab.
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

/** Text typed behind the omnibox keyword counts as the person's own gesture, like a click. */
browser.omnibox.onInputEntered.addListener((text, disposition) => {
  const where = disposition === "newBackgroundTab" ? "background" : "current";
  void opener.open({ text, trusted: true, where, opener: undefined, find: chosenSource });
});

browser.commands.onCommand.addListener((command) => {
  if (command === "toggle_catching") void toggleCatching();
});

browser.contextMenus.onClicked.addListener((info, tab) => void contextMenuClicked(opener, info, tab));

/** Chromium only: these filters wake the worker for magnet links only. */
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

void memory.recall().then(({ active }) => {
  if (engine.link.state === "connecting") torrents.assume(active); // otherwise the host was faster
});
