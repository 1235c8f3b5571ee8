// Stands in for lfa-ponyfill in the bundle of jassub: fonts are never looked for on the network.

/** @returns {Promise<never[]>} */
export async function queryRemoteFonts() {
  return [];
}
