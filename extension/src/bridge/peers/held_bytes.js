// The bytes that the sockets to the daemon hold for all peers, with one limit for their sum.

const kMost = 64 * 1024 * 1024;

export class HeldBytes {
  /** Bytes that each socket held when it was last counted. @type {Map<WebSocket, number>} */
  #held = new Map();
  #sum = 0;

  /** Counts a socket that was written to. Returns whether the sum is within the limit; others may hold less by now. @param {WebSocket} socket */
  fits(socket) {
    this.#count(socket);
    if (this.#sum > kMost) for (const other of this.#held.keys()) this.#count(other);
    return this.#sum <= kMost;
  }

  /** Gives back what a socket that is closed held. @param {WebSocket} socket */
  release(socket) {
    this.#sum -= this.#held.get(socket) ?? 0;
    this.#held.delete(socket);
  }

  /** @param {WebSocket} socket */
  #count(socket) {
    const bytes = socket.bufferedAmount;
    this.#sum += bytes - (this.#held.get(socket) ?? 0);
    this.#held.set(socket, bytes);
  }
}
