// Makes names from links and torrents, which are hostile text, safe to show.

/** Control characters, and direction marks, by which "4pm.exe" can look like "exe.mp4". */
const kInvisible = /[\p{Cc}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/gu;

/** The longest name that is shown, in characters. */
const kLongestName = 300;

/**
 * The name as text for a text node.
 * @param {string} name
 */
export function readableName(name) {
  const visible = name.replace(kInvisible, "").trim();
  return visible.length > kLongestName ? `${visible.slice(0, kLongestName)}…` : visible;
}
