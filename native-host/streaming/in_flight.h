#pragma once
// How many bytes were asked of peers and are not here yet.

#include <algorithm>
#include <cstdint>
#include <optional>

#include "base/clock.h"

namespace magnetar::streaming {

/// What the caller last said, or what the swarm brings in a second: so deep are the queues
/// (request_queue_time 1). A flush empties them, and they fill again from then on.
class InFlight {
 public:
  void set(std::int64_t bytes) { told_ = std::max<std::int64_t>(0, bytes); }
  void flushed(base::TimePoint now) {
    if (told_) told_ = 0;
    flushed_at_ = now;
  }
  [[nodiscard]] std::int64_t bytes(std::int64_t rate, base::TimePoint now) const {
    if (told_) return *told_;
    const auto since = flushed_at_ ? std::chrono::duration<double>(now - *flushed_at_).count() : 1.0;
    return static_cast<std::int64_t>(static_cast<double>(rate) * std::clamp(since, 0.0, 1.0));
  }

 private:
  std::optional<std::int64_t> told_;
  std::optional<base::TimePoint> flushed_at_;
};

}  // namespace magnetar::streaming
