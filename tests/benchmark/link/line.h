#pragma once
// One direction of an access line: a rate in bytes a second, and a queue limited in time.

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace magnetar::benchmark {

using Clock = std::chrono::steady_clock;
using Time = Clock::time_point;

class Line {
 public:
  /// `rate` in bytes per second, 0: unlimited. `queue`: greatest waiting time of a packet.
  Line(std::int64_t rate, Clock::duration queue) : rate_(rate), queue_(queue) {}

  /// The time at which a packet that arrives now leaves the line; no value when the queue is full and the
  /// packet is lost.
  std::optional<Time> pass(Time now, std::size_t bytes) {
    if (rate_ == 0) return now;
    const Time turn = std::max(now, free_at_);
    if (turn - now > queue_) return std::nullopt;
    const auto nanoseconds = static_cast<std::int64_t>(bytes) * 1'000'000'000 / rate_;
    free_at_ = turn + std::chrono::nanoseconds(nanoseconds);
    return free_at_;
  }

 private:
  std::int64_t rate_;
  Clock::duration queue_;
  Time free_at_{};
};

}  // namespace magnetar::benchmark
