// The browser's sockets, peer connections, clock and random numbers, as one interface for the units of the bridge.

/**
 * Interface to the browser.
 * @typedef {object} World
 * @property {(url: string) => WebSocket} openSocket throws when the browser refuses the URL
 * @property {(configuration: RTCConfiguration) => RTCPeerConnection} createConnection
 * @property {(ms: number, run: () => void) => () => void} after returns a function that cancels it
 * @property {() => number} now milliseconds
 * @property {(count: number) => Uint8Array} randomBytes
 */

/** The browser itself. @returns {World} */
export function bridgeWorld() {
  return {
    openSocket: (url) => new WebSocket(url),
    createConnection: (configuration) => new RTCPeerConnection(configuration),
    after(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    now: () => performance.now(),
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
  };
}
