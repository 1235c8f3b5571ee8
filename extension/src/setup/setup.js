// The setup page, for when the helper program does not answer; follows the link live and reports when it works.

import { browser } from "../shared/browser.js";
import { kDemo } from "../shared/demo.js";
import { byId, setText } from "../shared/dom.js";
import { connectEngine } from "../shared/engine_client.js";
import { localize, text } from "../shared/i18n.js";
import { bindAccess, catching, setCatchingOff } from "../shared/link_preferences.js";
import { playerForSource } from "../shared/places.js";

/** Heading and explanation for each state of the link. @type {Record<string, [string, string]>} */
const kWords = {
  connecting: ["setup_connecting", "setup_connecting_what"],
  ready: ["setup_ready", "setup_ready_what"],
  not_installed: ["setup_not_installed", "setup_not_installed_what"],
  not_allowed: ["setup_not_allowed", "setup_not_allowed_what"],
  outdated: ["setup_outdated", "setup_outdated_what"],
  lost: ["setup_crashed", "setup_crashed_what"],
  crashed: ["setup_crashed", "setup_crashed_what"],
  protocol: ["setup_crashed", "setup_crashed_what"],
};

/** Systems that the installer supports; the page tells the others. */
const kInstallable = new Set(["linux"]);
const kCommand = "./installer/install.sh";

const engine = connectEngine();
const result = byId("result", HTMLElement);
/** The person pressed the button and waits for an answer. */
let asked = false;

/** @param {import("../shared/types.js").Link} link */
function show({ state, detail, hostVersion }) {
  document.documentElement.dataset.link = state;
  const [heading, what] = kWords[state] ?? ["setup_connecting", "setup_connecting_what"];
  setText(byId("heading", HTMLElement), text(heading));
  setText(byId("what", HTMLElement), text(what, hostVersion ?? ""));
  byId("details", HTMLElement).hidden = detail === "";
  setText(byId("detail", HTMLElement), detail);
  if (state === "ready") setText(result, "");
  else if (asked && state !== "connecting") answer();
}

function answer() {
  asked = false;
  setText(result, text("setup_not_yet", new Date().toLocaleTimeString()));
}

function check() {
  asked = true;
  setText(result, text("setup_checking"));
  engine.retry();
}

async function copyCommand() {
  await navigator.clipboard.writeText(kCommand);
  setText(byId("copy", HTMLElement), text("setup_copied"));
}

async function showCommand() {
  const { os } = await browser.runtime.getPlatformInfo();
  const known = kInstallable.has(os);
  byId("command_row", HTMLElement).hidden = !known;
  setText(byId("where", HTMLElement), text(known ? "setup_where" : "setup_no_installer"));
}

async function bindFirstRun() {
  const field = byId("catching", HTMLInputElement);
  field.checked = !(await catching()).off;
  field.addEventListener("change", () => void setCatchingOff(!field.checked));
  byId("demo", HTMLButtonElement).addEventListener("click", () => {
    void playerForSource(kDemo).then((url) => browser.tabs.create({ url }));
  });
}

localize();
void bindFirstRun();
void bindAccess();
byId("command", HTMLElement).textContent = kCommand;
byId("check", HTMLButtonElement).addEventListener("click", check);
byId("copy", HTMLButtonElement).addEventListener("click", () => void copyCommand());
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && engine.retry());
await showCommand();
engine.onLink(show);
