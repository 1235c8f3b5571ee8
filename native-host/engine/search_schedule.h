#pragma once
// The times at which a starving torrent looks for peers again. Pure; time is given.

#include <algorithm>
#include <chrono>

#include "base/clock.h"

namespace magnetar::engine {

/// Rounds of a search: at once, then after 1, 2, 3 and each 4 seconds, and each 10 seconds when two minutes
/// have found no peer.
class SearchSchedule {
 public:
  /// Starts the search anew: the next round is due now.
  void restart(base::TimePoint now) {
    round_ = 0;
    next_ = now;
  }
  /// Whether a round is due; then the next round is scheduled.
  [[nodiscard]] bool due(base::TimePoint now) {
    if (now < next_) return false;
    next_ = now + delay();
    ++round_;
    return true;
  }

 private:
  static constexpr int kPatientRounds = 33;

  [[nodiscard]] base::Duration delay() const {
    return std::chrono::seconds(round_ < kPatientRounds ? std::min(round_ + 1, 4) : 10);
  }

  int round_ = 0;
  base::TimePoint next_{};
};

}  // namespace magnetar::engine
