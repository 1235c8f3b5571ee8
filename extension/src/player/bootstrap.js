// Runs first in a player tab: asks the daemon for the film while the browser still parses the rest of the page.

import { connectEngine } from "../shared/engine_client.js";
import { takeNonce } from "../shared/nonce.js";
import { confirmPage } from "../shared/places.js";
import { needsNonce, readAddress, rememberAddress, rememberSource } from "./source/address.js";
import { StreamOpener } from "./source/stream_opener.js";

const nobody = () => {};

const address = new URL(location.href);

/** The request that the tab's address holds. */
export const wish = readAddress(address, history.state);

/** The page's connection to the daemon. */
export const engine = connectEngine();

/** Already running; the page attaches its events when it is ready. */
export const opener = new StreamOpener(engine, wish, {
  onChange: nobody,
  onStream: nobody,
  onWish: () => rememberAddress(wish),
});

/** An address that the extension did not make is confirmed first, like every link without a person's click. */
async function begin() {
  const nonce = address.searchParams.get("nonce");
  const mayBegin = !needsNonce(address, history.state) || (await takeNonce(nonce).catch(() => false));
  if (!mayBegin) return location.replace(confirmPage(wish.source));
  rememberSource(wish);
  opener.start();
}

void begin();
