// The manifest of one browser: what all share, and what is its own.

/**
 * @param {Record<string, unknown>} base
 * @param {Record<string, unknown>} patch only members the base does not have: nothing is overwritten unseen. Permissions are
 *   added to those of the base.
 * @returns {Record<string, unknown>}
 */
export function mergeManifest(base, patch) {
  const { permissions, ...own } = patch;
  const twice = Object.keys(own).filter((key) => key in base);
  if (twice.length > 0) throw new Error(`in the base and in the patch: ${twice.join(", ")}`);
  if (!Array.isArray(permissions) || !Array.isArray(base.permissions)) return { ...base, ...patch };
  return { ...base, ...own, permissions: [...base.permissions, ...permissions] };
}
