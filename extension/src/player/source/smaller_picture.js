// Whether a new picture comes smaller than the film's own, since this machine would not keep up otherwise. Pure.

/** New pictures are never larger, whatever the machine can. */
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
