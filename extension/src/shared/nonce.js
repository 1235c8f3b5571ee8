// A number used once proves to the player that the extension made its address. Other extensions may open this
// extension's pages by their address, and a player joins a swarm as soon as it is open.

import { browser, exclusively } from "./browser.js";

const kPrefix = "nonce_";
/** Limit of addresses that are not opened yet; the oldest go first. */
const kMost = 50;

/** @returns {Promise<string>} valid until it is taken or the browser ends */
export async function makeNonce() {
  const nonce = crypto.randomUUID();
  await browser.storage.session.set({ [kPrefix + nonce]: Date.now() });
  await forgetOldest();
  return nonce;
}

/** Whether makeNonce() made this nonce and it is taken for the first time. @param {string | null} nonce */
export async function takeNonce(nonce) {
  if (nonce === null || nonce === "") return false;
  const key = kPrefix + nonce;
  return exclusively(key, async () => {
    const { [key]: made } = await browser.storage.session.get(key);
    if (made === undefined) return false;
    await browser.storage.session.remove(key);
    return true;
  });
}

async function forgetOldest() {
  const all = Object.entries(await browser.storage.session.get(null)).filter(([key]) => key.startsWith(kPrefix));
  if (all.length <= kMost) return;
  const oldest = all.sort(([, one], [, other]) => Number(one) - Number(other)).slice(0, all.length - kMost);
  await browser.storage.session.remove(oldest.map(([key]) => key));
}
