// The bridge between the daemon and WebTorrent swarms: joins the swarms that the daemon tells over the control socket.

import { Connections } from "./peers/connections.js";
import { ControlSocket } from "./control_socket.js";
import { peerIdOf } from "./trackers/peer_id.js";
import { Swarm } from "./trackers/swarm.js";
import { Trackers } from "./trackers/trackers.js";

const kIdleMs = 60_000;

export class Bridge {
  /** Swarms by info-hash. @type {Map<string, Swarm>} */
  #swarms = new Map();
  #cancelIdle = () => {};
  #connections;
  #trackers;
  #control;

  /**
   * Opens the bridge.
   * @param {import("./world.js").World} world
   * @param {string} url that the daemon gave in `bridge.get`
   * @param {() => void} onIdle called when there has been no swarm, or no control socket, for 60 s
   */
  constructor(world, url, onIdle) {
    this.world = world;
    this.onIdle = onIdle;
    this.#connections = new Connections(world, url);
    this.#trackers = new Trackers(world, peerIdOf(world.randomBytes), () => this.#report());
    this.#control = new ControlSocket(world, url, {
      onState: (state) => this.#apply(state),
      onClose: () => this.#leaveAll(),
    });
    this.#awaitIdle();
  }

  /** Leaves all swarms and closes the control socket. */
  close() {
    this.#leaveAll();
    this.#control.close();
    this.#cancelIdle();
  }

  /** @param {import("./control_messages.js").State} state */
  #apply({ swarms, ...limits }) {
    this.#connections.configure(limits);
    const wanted = new Set(swarms.map(({ infoHash }) => infoHash));
    for (const infoHash of [...this.#swarms.keys()]) if (!wanted.has(infoHash)) this.#leave(infoHash);
    for (const swarm of swarms) this.#swarmOf(swarm.infoHash).update(swarm);
  }

  /** The swarm of an info-hash; a new one is joined. @param {string} infoHash */
  #swarmOf(infoHash) {
    const known = this.#swarms.get(infoHash);
    if (known !== undefined) return known;
    const swarm = new Swarm(this.world, this.#trackers, this.#connections, infoHash);
    this.#swarms.set(infoHash, swarm);
    this.#cancelIdle();
    return swarm;
  }

  /** @param {string} infoHash */
  #leave(infoHash) {
    this.#swarms.get(infoHash)?.leave();
    this.#swarms.delete(infoHash);
    if (this.#swarms.size === 0) this.#awaitIdle();
  }

  #leaveAll() {
    for (const infoHash of [...this.#swarms.keys()]) this.#leave(infoHash);
  }

  /** Without a control socket there is no swarm either, so the swarms alone are counted. */
  #awaitIdle() {
    this.#cancelIdle = this.world.after(kIdleMs, () => this.onIdle());
  }

  #report() {
    this.#control.report(this.#trackers.reports);
  }
}
