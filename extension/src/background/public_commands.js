// What a content script may ask, which is one thing: open this link.

import { kLongestSource } from "../shared/magnet.js";
import { ContentToBackground } from "../shared/messages.js";

/** @typedef {import("../shared/types.js").OpenLinkMessage} OpenLinkMessage */

/**
 * @param {any} message
 * @returns {message is OpenLinkMessage}
 */
function isOpenLink(message) {
  return (
    message?.type === ContentToBackground.open &&
    typeof message.link === "string" &&
    message.link.length <= kLongestSource &&
    /^magnet:/i.test(message.link)
  );
}

/**
 * @param {import("./open_link.js").LinkOpener} opener
 * @param {unknown} message
 * @param {chrome.runtime.MessageSender} sender
 * @param {string} ownId
 */
export async function publicCommand(opener, message, sender, ownId) {
  if (sender.id !== ownId || !sender.tab || !isOpenLink(message)) return;
  const where = message.where === "background" ? "background" : "current";
  await opener.open({ text: message.link, trusted: message.trusted === true, where, opener: sender.tab });
}
