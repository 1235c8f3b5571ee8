// What a content script may say: open this link, or leave it to the system.

import { kLongestSource } from "../shared/magnet.js";
import { ContentToBackground } from "../shared/messages.js";

/** @typedef {import("../shared/types.js").OpenLinkMessage} OpenLinkMessage */

/** @param {any} message @param {RegExp} kind */
function hasLink(message, kind) {
  return typeof message.link === "string" && message.link.length <= kLongestSource && kind.test(message.link);
}

/** @param {any} message */
function hasMagnet(message) {
  return hasLink(message, /^magnet:/i);
}

/** Only as a person's own click. @param {any} message */
function hasTorrentFile(message) {
  return message.trusted === true && hasLink(message, /^https?:\/\/[^?#]*\.torrent(?:[?#]|$)/i);
}

/**
 * @param {any} message
 * @returns {message is OpenLinkMessage}
 */
function isOpenLink(message) {
  return message?.type === ContentToBackground.open && (hasMagnet(message) || hasTorrentFile(message));
}

/** Files have an opaque origin too, and are no sandboxes. @param {chrome.runtime.MessageSender} sender */
function originOf({ origin, url = "" }) {
  return url.startsWith("file:") ? "file:" : origin;
}

/**
 * @param {import("./open_link.js").LinkOpener} opener
 * @param {any} message
 * @param {chrome.runtime.MessageSender} sender
 * @param {string} ownId
 * @param {() => Promise<boolean>} asksAlways whether the person wants to be asked for their own clicks too
 */
export async function publicCommand(opener, message, sender, ownId, asksAlways) {
  if (sender.id !== ownId || !sender.tab) return;
  if (message?.type === ContentToBackground.pass && hasMagnet(message)) return opener.pass(message.link, sender.tab.id);
  if (!isOpenLink(message)) return;
  const where = message.where === "background" ? "background" : "current";
  const clicked = message.trusted === true;
  const activated = clicked || message.activated === true;
  const trusted = clicked && !(await asksAlways());
  await opener.open({ text: message.link, trusted, activated, where, opener: sender.tab, origin: originOf(sender) });
}
