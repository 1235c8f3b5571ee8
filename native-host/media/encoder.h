#pragma once
// What this machine encodes pictures with, and how large they may be for it to keep up. Pure.

#include <optional>
#include <string_view>

#include "media/plan.h"

namespace magnetar::media {

struct Machine {
  Encoder encoder = Encoder::software;
  int processors = 1;
  /// Processors that 1080p at 25 pictures a second takes in software; 0: not measured.
  double cost = 0;
};

/// The processors that a film would take, by what ffmpeg says with -benchmark ("bench: utime=0.5s stime=0.1s
/// rtime=0.3s") of a trial of `seconds`, whose picture is easier. Nothing when it says no such thing.
[[nodiscard]] std::optional<double> measured_cost(std::string_view words, double seconds);

/// The plan with the encoder and the height of a new picture: the film's own, at most 1080, or the largest of
/// 720 and 480 that leaves the machine room for the browser. Plans without a new picture stay as they are.
[[nodiscard]] Plan fitted(Plan plan, const Probe& probe, const Machine& machine);

}  // namespace magnetar::media
