// The keys of the player.

/** @typedef {import("./commands.js").Commands} Commands */

/** @type {Record<string, (commands: Commands) => void>} */
const kKeys = {
  " ": (commands) => commands.toggle(),
  k: (commands) => commands.toggle(),
  ArrowLeft: (commands) => commands.seekBy(-5),
  ArrowRight: (commands) => commands.seekBy(5),
  j: (commands) => commands.seekBy(-10),
  l: (commands) => commands.seekBy(10),
  ArrowUp: (commands) => commands.volumeBy(0.05),
  ArrowDown: (commands) => commands.volumeBy(-0.05),
  "<": (commands) => commands.speedBy(-0.25),
  ">": (commands) => commands.speedBy(0.25),
  m: (commands) => commands.mute(),
  f: (commands) => commands.fullScreen(),
  p: (commands) => commands.pictureInPicture(),
  n: (commands) => commands.next(),
  ",": (commands) => commands.frameBy(-1),
  ".": (commands) => commands.frameBy(1),
  Home: (commands) => commands.seekToShare(0),
  End: (commands) => commands.seekToShare(1),
  s: (commands) => commands.keep(),
  a: (commands) => commands.audio(),
  c: (commands) => commands.switchSubtitles(),
  v: (commands) => commands.subtitles(),
  z: (commands) => commands.sooner(),
  x: (commands) => commands.later(),
  e: (commands) => commands.files(),
  i: (commands) => commands.stats(),
  d: (commands) => commands.stats(),
  "?": (commands) => commands.help(),
  Escape: (commands) => commands.escape(),
};

/** Keys with Shift. @type {Record<string, (commands: Commands) => void>} */
const kShifted = {
  ArrowLeft: (commands) => commands.seekBy(-60),
  ArrowRight: (commands) => commands.seekBy(60),
  n: (commands) => commands.next(),
  p: (commands) => commands.previous(),
};

/** Elements that take letters and arrows for themselves. */
const kWriting = "input, select, textarea";
/** Elements that also take the space bar. */
const kPressable = "button, a";

/**
 * @param {Pick<KeyboardEvent, "key" | "ctrlKey" | "altKey" | "metaKey" | "target"> & {shiftKey?: boolean}} event
 * @returns {((commands: Commands) => void) | null}
 */
export function commandOf({ key, ctrlKey, altKey, metaKey, shiftKey = false, target }) {
  if (ctrlKey || altKey || metaKey) return null;
  const element = target instanceof Element ? target : null;
  if (key !== "Escape" && element?.closest(kWriting)) return null;
  if (key === " " && element?.closest(kPressable)) return null;
  if (/^\d$/.test(key)) return (commands) => commands.seekToShare(Number(key) / 10);
  const name = key.length === 1 ? key.toLowerCase() : key;
  return (shiftKey ? kShifted[name] : undefined) ?? kKeys[name] ?? null;
}

/** @param {Commands} commands */
export function listenToKeys(commands) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape" && document.querySelector(":popover-open")) return; // Escape closes the popover
    const command = commandOf(event);
    if (!command) return;
    event.preventDefault();
    command(commands);
  });
}
