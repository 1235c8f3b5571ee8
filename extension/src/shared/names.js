// Names that came with a link or a torrent are hostile text: what may be shown of them.

/** Control characters and those that turn the direction of writing, with which "exe.mp4" can be made of "4pm.exe". */
const kInvisible = /[\p{Cc}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/gu;

/** The longest name that is shown, in characters. */
const kLongestName = 300;

/**
 * A name as it may be put into a text node.
 * @param {string} name
 */
export function readableName(name) {
  const visible = name.replace(kInvisible, "").trim();
  return visible.length > kLongestName ? `${visible.slice(0, kLongestName)}…` : visible;
}
