// The icons of the pages: outlines on a grid of 24, drawn in the colour of the text around them.

import { text } from "../shared/i18n.js";

const kSvg = "http://www.w3.org/2000/svg";

/** Path data; a name in kFilled is drawn as a solid shape. @type {Record<string, string>} */
const kPaths = {
  play: "M7 4.5v15l12.5-7.5z",
  pause: "M6.5 5h3v14h-3zM14.5 5h3v14h-3z",
  next: "M5 5v14l10-7zM19 5v14",
  previous: "M19 5v14l-10-7zM5 5v14",
  more: "M12 4.6a.8.8 0 1 0 0 1.6.8.8 0 0 0 0-1.6zM12 11.2a.8.8 0 1 0 0 1.6.8.8 0 0 0 0-1.6zM12 17.8a.8.8 0 1 0 0 1.6.8.8 0 0 0 0-1.6z",
  folder: "M3 6h6l2 2h10v11H3z",
  check: "M5 12.5l4.5 4.5L19 7",
  off: "M12 3v8M6.5 6.5a8 8 0 1 0 11 0",
  back10: "M4.2 13a8 8 0 1 0 2.6-7L4 8.5M4 4v4.5h4.5M9.5 10.5v5M14.7 10.5a1.4 1.4 0 0 1 1.4 1.4v2.2a1.4 1.4 0 0 1-2.8 0v-2.2a1.4 1.4 0 0 1 1.4-1.4z",
  forward10: "M19.8 13a8 8 0 1 1-2.6-7L20 8.5M20 4v4.5h-4.5M8.5 10.5v5M13.7 10.5a1.4 1.4 0 0 1 1.4 1.4v2.2a1.4 1.4 0 0 1-2.8 0v-2.2a1.4 1.4 0 0 1 1.4-1.4z",
  sound: "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4.5 4.5 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11",
  muted: "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM16 9.5l5 5M21 9.5l-5 5",
  pip: "M3 5h18v14H3zM12.5 12h5.5v4h-5.5z",
  full: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  window: "M9 4v5H4M20 9h-5V4M15 20v-5h5M4 15h5v5",
  files: "M4 6h10M4 12h10M4 18h7M17 12.5v6l4.5-3z",
  stats: "M5 20v-7M12 20V4M19 20v-11",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  close: "M6 6l12 12M18 6L6 18",
  help: "M9 9a3 3 0 1 1 4.2 2.8c-.8.4-1.2 1-1.2 2M12 17.5v.01",
  keep: "M12 4v11M7 10.5l5 5 5-5M5 20h14",
  remove: "M4 7h16M9 7V4h6v3M6.5 7l1 13h9l1-13M10 11v5M14 11v5",
  settings: "M4 7h9M19 7h1M4 17h1M11 17h9M16 4.5v5M8 14.5v5",
  video: "M3 6h18v12H3zM10 9.5v5l4.5-2.5z",
  audio: "M9 18V6l10-2v12M9 18a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0zM19 16a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0z",
  subtitle: "M3 6h18v12H3zM6.5 14h6M15.5 14h2M6.5 10.5h3M12.5 10.5h5",
  image: "M3 5h18v14H3zM3 16l5-5 4 4 3-3 6 5M15.5 9v.01",
  other: "M6 3h8l4 4v14H6zM14 3v4h4",
};

const kFilled = new Set(["play", "pause", "next", "previous"]);

/**
 * @param {string} name one of kPaths
 * @returns {SVGSVGElement} hidden from screen readers: what holds it carries the label
 */
export function icon(name) {
  const svg = document.createElementNS(kSvg, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(kSvg, "path");
  path.setAttribute("d", kPaths[name] ?? "");
  if (kFilled.has(name)) path.setAttribute("fill", "currentcolor");
  svg.append(path);
  return svg;
}

/** Puts icons into all elements with `data-icon`. @param {ParentNode} root */
export function fillIcons(root = document) {
  for (const holder of root.querySelectorAll("[data-icon]")) {
    holder.replaceChildren(icon(holder.getAttribute("data-icon") ?? ""));
  }
}

/** Changes the icon and the label of a button, if they differ. @param {Element} button @param {string} name @param {string} label */
export function setIcon(button, name, label) {
  if (button.getAttribute("data-icon") !== name) {
    button.setAttribute("data-icon", name);
    button.replaceChildren(icon(name));
  }
  button.setAttribute("aria-label", label);
  button.setAttribute("title", withKey(button, label));
}

/** The label, followed by the key that does the same. @param {Element} button with `data-key`, or without @param {string} label */
function withKey(button, label) {
  const key = button.getAttribute("data-key");
  return key ? text("title_with_key", label, key) : label;
}

/** Adds keys to the tooltips of the page's HTML. @param {ParentNode} root */
export function tellKeys(root = document) {
  for (const button of root.querySelectorAll("[data-key][title]")) {
    button.setAttribute("title", withKey(button, button.getAttribute("title") ?? ""));
  }
}
