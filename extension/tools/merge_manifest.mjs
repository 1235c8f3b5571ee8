// The manifest of one browser: what all share, and what is its own.

/**
 * @param {Record<string, unknown>} base
 * @param {Record<string, unknown>} patch only members the base does not have: nothing is overwritten unseen
 * @returns {Record<string, unknown>}
 */
export function mergeManifest(base, patch) {
  const twice = Object.keys(patch).filter((key) => key in base);
  if (twice.length > 0) throw new Error(`in the base and in the patch: ${twice.join(", ")}`);
  return { ...base, ...patch };
}
