// The handshake: the `hello` request, and the check of its result.

/** @typedef {import("../shared/types.js").HelloResult} HelloResult */

export const kProtocol = Object.freeze({ min: 1, max: 1 });

const kHttpBase = /^http:\/\/127\.0\.0\.1:\d{1,5}\/[0-9a-f]{32}\/$/;

/**
 * @param {string | number} id
 * @param {{version: string, origin: string}} client
 */
export function helloRequest(id, { version, origin }) {
  const params = { protocol: kProtocol, client: { name: "extension", version }, origin };
  return { jsonrpc: "2.0", id, method: "hello", params };
}

/**
 * Whether the result is complete and its httpBase is on this machine; no other address may become the source of a
 * video.
 * @param {any} result
 * @returns {result is HelloResult}
 */
export function isGoodHello(result) {
  return (
    Number.isInteger(result?.protocol) &&
    result.protocol >= kProtocol.min &&
    result.protocol <= kProtocol.max &&
    typeof result.host?.version === "string" &&
    typeof result.http?.base === "string" &&
    kHttpBase.test(result.http.base)
  );
}
