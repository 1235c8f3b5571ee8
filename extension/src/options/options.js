// The options page: the daemon's settings, and whether the helper program works.

import { browser } from "../shared/browser.js";
import { byId, make } from "../shared/dom.js";
import { connectEngine } from "../shared/engine_client.js";
import { asEngineError, errorWords } from "../shared/errors.js";
import { bytes, duration, localize, number, text } from "../shared/i18n.js";
import { asksAlways, catching, setAsksAlways, setCatchingFiles } from "../shared/link_preferences.js";
import { setupPage } from "../shared/places.js";
import { SettingsForm } from "./settings_form.js";

/** @typedef {import("../shared/types.js").Status} Status */

/** @type {Record<string, string>} */
const kTrouble = {
  connecting: "options_connecting",
  lost: "options_restarting",
  crashed: "options_restarting",
  protocol: "options_restarting",
  not_installed: "options_not_installed",
  not_allowed: "options_not_allowed",
  outdated: "options_outdated",
};

const engine = connectEngine();
const working = byId("working", HTMLElement);
const form = new SettingsForm(byId("settings", HTMLFormElement), async (settings) => {
  return (await engine.request("settings.set", { settings })).settings;
});

/** @param {Status} status @returns {[string, string][]} */
function rows(status) {
  return [
    [text("options_status_version"), status.version],
    [text("options_status_uptime"), duration(status.uptime)],
    [text("options_status_torrents"), number(status.torrents)],
    [text("options_status_port"), String(status.listen_port)],
    [text("options_status_dht"), number(status.dht_nodes)],
  ];
}

/** @param {Status["disk"]} disk */
function diskWords({ used, free }) {
  return text("options_disk", bytes(used), bytes(free));
}

/** @type {Record<string, string>} */
const kWarnings = {
  setting_ignored: "options_warning_setting_ignored",
  library_restored: "options_warning_library_restored",
  library_replaced: "options_warning_library_replaced",
  cache_kept: "options_warning_cache_kept",
  sandbox_landlock: "options_warning_sandbox_landlock",
  sandbox_none: "options_warning_sandbox_none",
};

/** @param {Status["warnings"][number]} warning */
function warningWords({ kind, subject }) {
  return text(kWarnings[kind], kind === "cache_kept" ? bytes(Number(subject)) : nameOf(subject));
}

/** The label of a setting on this page; a setting without a field keeps its key. @param {string} subject a setting's key, or a file */
function nameOf(subject) {
  return document.querySelector(`label[for="${CSS.escape(subject)}"]`)?.textContent ?? subject;
}

/** @param {Status["warnings"]} warnings */
function showWarnings(warnings) {
  const known = warnings.filter(({ kind }) => kind in kWarnings);
  const items = known.map((warning) => make("li", "", warningWords(warning)));
  byId("warnings", HTMLElement).replaceChildren(...items);
  byId("warnings", HTMLElement).hidden = known.length === 0;
}

async function load() {
  try {
    const [{ settings }, status] = await Promise.all([engine.request("settings.get", {}), engine.request("status.get", {})]);
    form.show(settings);
    showWarnings(status.warnings);
    working.textContent = text("options_works");
    byId("disk", HTMLElement).textContent = diskWords(status.disk);
    byId("status", HTMLElement).replaceChildren(
      ...rows(status).flatMap(([name, value]) => [make("dt", "", name), make("dd", "", value)]),
    );
  } catch (error) {
    working.textContent = errorWords(asEngineError(error));
  }
}

/** @param {import("../shared/types.js").Link} link */
function showLink({ state }) {
  const ready = state === "ready";
  document.documentElement.dataset.link = state;
  form.enable(ready);
  byId("unavailable", HTMLElement).hidden = ready || state === "connecting";
  const words = ready ? "" : text(kTrouble[state] ?? "options_connecting");
  byId("unavailable_words", HTMLElement).textContent = words;
  working.textContent = words;
  byId("status", HTMLElement).hidden = !ready;
  if (ready) void load();
}

/** Binds a switch for a preference that the browser keeps, not the daemon; until then it is disabled, so that no click is lost. @param {string} id @param {boolean} now @param {(on: boolean) => Promise<void>} set */
function bindSwitch(id, now, set) {
  const field = byId(id, HTMLInputElement);
  field.checked = now;
  field.addEventListener("change", () => void set(field.checked));
  field.disabled = false;
}

/** Binds the switch to the browser's notification permission: it is on when the permission is granted. */
async function bindNotifications() {
  const field = byId("notify_kept", HTMLInputElement);
  const wanted = /** @type {chrome.permissions.Permissions} */ ({ permissions: ["notifications"] });
  field.checked = await browser.permissions.contains(wanted);
  field.addEventListener("change", async () => {
    field.checked = field.checked ? await browser.permissions.request(wanted) : !(await browser.permissions.remove(wanted));
  });
  field.disabled = false;
}

async function bindSwitches() {
  bindSwitch("always_ask", await asksAlways(), setAsksAlways);
  bindSwitch("torrent_files", (await catching()).files, setCatchingFiles);
}

localize();
void bindSwitches();
void bindNotifications();
byId("setup", HTMLButtonElement).addEventListener("click", () => void browser.tabs.create({ url: setupPage() }));
byId("check", HTMLButtonElement).addEventListener("click", () => {
  if (document.documentElement.dataset.link === "ready") void load();
  else engine.retry();
});
engine.onNotification("settings.changed", ({ settings }) => form.show(settings));
engine.onLink(showLink);
