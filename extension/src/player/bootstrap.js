// The first thing a player tab does: it asks the daemon for the film while the browser still reads the rest of the page.

import { connectEngine } from "../shared/engine_client.js";
import { takeNonce } from "../shared/nonce.js";
import { confirmPage } from "../shared/places.js";
import { needsNonce, readAddress, rememberAddress, rememberSource } from "./source/address.js";
import { StreamOpener } from "./source/stream_opener.js";

const nobody = () => {};

const address = new URL(location.href);

/** What the tab's address asks for. */
export const wish = readAddress(address, history.state);

/** The page's way to the daemon. */
export const engine = connectEngine();

/** Under way; the page attends to it when it is ready. */
export const opener = new StreamOpener(engine, wish, {
  onChange: nobody,
  onStream: nobody,
  onWish: () => rememberAddress(wish),
});

/** An address that the extension did not make asks first, as every link without a person's click does. */
async function begin() {
  const nonce = address.searchParams.get("nonce");
  const mayBegin = !needsNonce(address, history.state) || (await takeNonce(nonce).catch(() => false));
  if (!mayBegin) return location.replace(confirmPage(wish.source));
  rememberSource(wish);
  opener.start();
}

void begin();
