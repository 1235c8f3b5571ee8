#pragma once
// Chooses the encoder of this machine, and the picture height at which it keeps up. Pure.

#include <optional>
#include <string_view>

#include "media/plan.h"

namespace magnetar::media {

struct Machine {
  Encoder encoder = Encoder::software;
  int processors = 1;
  /// Processors that 1080p at 25 frames a second takes in software; 0: not measured.
  double cost = 0;
};

/// Estimates the processors that a film takes from ffmpeg's -benchmark line ("bench: utime=0.5s stime=0.1s
/// rtime=0.3s") of a trial of `seconds`, whose picture is easier. No value when `words` has no such line.
[[nodiscard]] std::optional<double> measured_cost(std::string_view words, double seconds);

/// Returns the plan with the encoder and the height of an encoded picture: the film's own height, at most
/// 1080, or the largest of 720 and 480 that leaves the browser enough of the machine. `asked` is the
/// height that a person wants instead, in pixels. A plan that copies a picture has both too where a later
/// recording is encoded, whose picture is taken to be as large as the first one's. Plans that do not encode
/// stay as they are.
[[nodiscard]] Plan fitted(Plan plan, const Probe& probe, const Machine& machine,
                          std::optional<int> asked = std::nullopt);

}  // namespace magnetar::media
