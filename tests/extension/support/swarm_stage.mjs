// A swarm at a tracker whose other end, and whose peers, the test plays. The values are those of the running test.

import { Connections } from "../../../extension/src/bridge/peers/connections.js";
import { Swarm } from "../../../extension/src/bridge/trackers/swarm.js";
import { Trackers } from "../../../extension/src/bridge/trackers/trackers.js";
import { FakeBridgeWorld, hexId, wireId } from "./fake_bridge.mjs";
import { settled } from "./fakes.mjs";

export const kUrl = "ws://127.0.0.1:1/t";
export const kTracker = "wss://t.example/";
export const kOwnId = "-MW0000-abcdefghijkl";
export const kHash = 0xe1;

export let world, connections, trackers, changes;

/** Begins a test. */
export function begin() {
  world = new FakeBridgeWorld();
  connections = new Connections(world, kUrl);
  connections.configure({ peers: 64, stun: [] });
  changes = 0;
  trackers = new Trackers(world, kOwnId, () => (changes += 1));
}

export const socket = () => world.socket(kTracker);
export const announces = () => socket().messages.filter((message) => !message.answer);
export const answers = () => socket().messages.filter((message) => message.answer);
export const events = () => announces().map(({ event = "" }) => event);

export function swarmOf(code = kHash) {
  return new Swarm(world, trackers, connections, hexId(code));
}

/** A swarm whose start the tracker knows. */
export async function started({ left = null, code = kHash } = {}) {
  const swarm = swarmOf(code);
  swarm.update({ trackers: [kTracker], left });
  if (!socket().readyState) socket().open();
  await settled();
  return swarm;
}

/** A message of the tracker about the swarm. */
export const say = (message) => socket().say({ action: "announce", info_hash: wireId(kHash), ...message });
export const reply = (interval) => say({ interval, complete: 1, incomplete: 1 });
export const offer = (other) => say({ offer: { type: "offer", sdp: "v=0 offer" }, offer_id: wireId(0x91), peer_id: wireId(0x90), ...other });
export const answer = (offerId, other) => say({ answer: { type: "answer", sdp: "v=0 answer" }, offer_id: offerId, peer_id: wireId(0x90), ...other });
