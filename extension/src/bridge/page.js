// The offscreen document of Chromium, in which the bridge runs: it closes itself when the bridge has nothing to do.

import { Bridge } from "./bridge.js";
import { isBridgeUrl } from "./bridge_url.js";
import { bridgeWorld } from "./world.js";

const url = decodeURIComponent(location.hash.slice(1));
if (isBridgeUrl(url)) new Bridge(bridgeWorld(), url, () => window.close());
else window.close();
