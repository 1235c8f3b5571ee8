// The two messages that content scripts may send: open this link, or pass it to the system.

import { kLongestSource } from "../shared/magnet.js";
import { ContentToBackground } from "../shared/messages.js";

/** @param {any} message @param {RegExp} kind */
function hasLink(message, kind) {
  return typeof message.link === "string" && message.link.length <= kLongestSource && kind.test(message.link);
}

/** @param {any} message */
function hasMagnet(message) {
  return hasLink(message, /^magnet:/i);
}

/** Accepts .torrent links from a person's own click only. @param {any} message */
function hasTorrentFile(message) {
  return message.trusted === true && hasLink(message, /^https?:\/\/[^?#]*\.torrent(?:[?#]|$)/i);
}

/**
 * @param {any} message
 * @param {() => Promise<{files: boolean}>} catching
 */
async function isOpenLink(message, catching) {
  if (message?.type !== ContentToBackground.open) return false;
  return hasMagnet(message) || (hasTorrentFile(message) && (await catching()).files);
}

/**
 * The origin of the sender's frame. Pages of files have an opaque origin without being sandboxed.
 * @param {chrome.runtime.MessageSender} sender
 */
function originOf({ origin, url = "" }) {
  return url.startsWith("file:") ? "file:" : origin;
}

/**
 * @param {import("./open_link.js").LinkOpener} opener
 * @param {any} message
 * @param {chrome.runtime.MessageSender} sender
 * @param {string} ownId
 * @param {{asksAlways: () => Promise<boolean>, catching: () => Promise<{files: boolean}>}} preferences whether the
 * person confirms their own clicks too, and whether links to .torrent files are caught (shared/link_preferences.js)
 */
export async function publicCommand(opener, message, sender, ownId, { asksAlways, catching }) {
  if (sender.id !== ownId || !sender.tab) return;
  if (message?.type === ContentToBackground.pass && hasMagnet(message)) return opener.pass(message.link, sender.tab.id);
  if (!(await isOpenLink(message, catching))) return;
  const where = message.where === "background" ? "background" : "current";
  const clicked = message.trusted === true;
  const activated = clicked || message.activated === true;
  const trusted = clicked && !(await asksAlways());
  await opener.open({ text: message.link, trusted, activated, where, opener: sender.tab, origin: originOf(sender) });
}
