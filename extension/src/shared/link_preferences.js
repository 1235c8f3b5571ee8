// Whether a click on a link asks first. A click tells this computer's network address to those whom the link names, also
// behind a proxy or VPN of the browser alone; who does not want that says so on the options page.

import { browser } from "./browser.js";

const kKey = "always_ask";

export async function asksAlways() {
  const { [kKey]: asks } = await browser.storage.local.get(kKey);
  return asks === true;
}

/** @param {boolean} asks */
export async function setAsksAlways(asks) {
  await browser.storage.local.set({ [kKey]: asks });
}
