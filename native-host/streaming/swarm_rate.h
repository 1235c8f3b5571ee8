#pragma once
// Estimates the possible rate of a swarm from measured rates that were often held back.

#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "base/clock.h"

namespace magnetar::streaming {

/// A download that is limited, or misses no wanted piece, is slower than the swarm could be. Such a rate only
/// ever raises the estimate. All in bytes per second.
class SwarmRate {
 public:
  /// `held_back`: the download was limited, or no piece that a viewer waits for was missing.
  void take(std::int64_t measured, bool held_back, base::TimePoint now) {
    now_ = std::max<std::int64_t>(0, measured);
    const auto seconds = std::chrono::duration<double>(now - taken_).count();
    taken_ = now;
    if (now_ >= estimate_) {
      estimate_ = now_;
    } else if (!held_back) {
      const auto part = std::clamp(seconds / kFadeSeconds, 0.0, 1.0);
      estimate_ -= static_cast<std::int64_t>(part * static_cast<double>(estimate_ - now_));
    }
    // Windows are computed from this number: small changes would move their edges all the time.
    if (std::abs(estimate_ - published_) * 5 > published_) published_ = estimate_ < kLeast ? 0 : estimate_;
  }

  /// The swarm's possible rate; 0: not known yet.
  [[nodiscard]] std::int64_t possible() const { return published_; }
  /// The rate measured last.
  [[nodiscard]] std::int64_t now() const { return now_; }

 private:
  static constexpr double kFadeSeconds = 4;
  static constexpr std::int64_t kLeast = 1024;  // a lower rate says nothing of a swarm

  std::int64_t now_ = 0;
  std::int64_t estimate_ = 0;
  std::int64_t published_ = 0;
  base::TimePoint taken_;
};

}  // namespace magnetar::streaming
