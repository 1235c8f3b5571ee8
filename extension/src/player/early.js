// The first thing a player tab does: it asks the daemon for the film while the browser still reads the rest of the page.

import { connectEngine } from "../shared/engine_client.js";
import { readAddress, rememberAddress } from "./address.js";
import { Screening } from "./screening.js";

const nobody = () => {};

/** What the tab's address asks for. */
export const wish = readAddress(new URL(location.href), history.state);

/** The page's way to the daemon. */
export const engine = connectEngine();

/** Under way; the page attends to it when it is ready. */
export const screening = new Screening(engine, wish, {
  onChange: nobody,
  onStream: nobody,
  onWish: () => rememberAddress(wish),
});

screening.start();
