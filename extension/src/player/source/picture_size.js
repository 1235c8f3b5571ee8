// The heights of encoded video, and whether it comes smaller than the original because this machine would not keep up otherwise.
// Pure.

/** The largest height of encoded video, whatever the machine can. */
const kFullHeight = 1080;

/**
 * @param {import("../../shared/types.js").MediaPlan | null} plan
 * @param {import("../../shared/types.js").MediaProbe | null} probe
 * @returns {number | null} its height; null: as large as it can be
 */
export function smallerHeight(plan, probe) {
  const own = Math.min(probe?.video?.height ?? 0, kFullHeight);
  return plan?.video === "h264" && plan.height !== null && plan.height < own ? plan.height : null;
}

/** @typedef {{choices: number[], chosen: number | null, height: number}} Quality heights in pixels; `chosen` null: as the machine can */

const kHeights = [1080, 720, 480, 360];

/**
 * @param {import("../../shared/types.js").MediaPlan | null} plan
 * @param {import("../../shared/types.js").MediaProbe | null} probe
 * @param {number | null} chosen
 * @returns {Quality | null} null: the picture comes as it is, or is so small that there is nothing to choose
 */
export function qualityOf(plan, probe, chosen) {
  const own = probe?.video?.height ?? 0;
  if (plan?.video !== "h264" || plan.height === null) return null;
  const choices = kHeights.filter((height) => height <= own);
  return choices.length > 0 ? { choices, chosen, height: plan.height } : null;
}
