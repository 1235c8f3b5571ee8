#pragma once
// Measures a viewer's read rate, and estimates the film's bitrate from it.

#include <algorithm>
#include <cstdint>

#include "base/clock.h"

namespace magnetar::streaming {

/// Measures stretches of some seconds. A stretch in which the viewer waited shows the swarm's rate, not the
/// film's bitrate. A stretch with two seconds without a read shows a pause. Neither changes the estimate. A
/// burst (a browser that fills its own buffer) counts for twice the estimate at most.
class Consumption {
 public:
  /// The first estimate, in bytes per second: 8 Mbit/s, a good 1080p film.
  static constexpr std::int64_t kGuess = 1000 * 1000;
  static constexpr std::chrono::seconds kStretch{4};
  static constexpr std::chrono::seconds kPause{2};

  explicit Consumption(base::TimePoint now) : begin_(now), last_read_(now) {}

  void read(std::int64_t bytes, base::TimePoint now) {
    look_for_pause(now);
    bytes_ += bytes;
    last_read_ = now;
  }
  /// Ends a stretch that has lasted long enough. `waiting`: the viewer waits now, or has waited since the
  /// last call.
  void advance(base::TimePoint now, bool waiting) {
    waited_ = waited_ || waiting;
    if (now - begin_ < kStretch) return;
    look_for_pause(now);
    const auto seconds = std::chrono::duration<double>(now - begin_).count();
    rate_ = static_cast<std::int64_t>(static_cast<double>(bytes_) / seconds);
    if (!waited_ && !paused_) learn();
    begin_ = now;
    bytes_ = 0;
    waited_ = waiting;
    paused_ = false;
  }

  /// Bytes per second in the last stretch.
  [[nodiscard]] std::int64_t rate() const { return rate_; }
  /// The film's bitrate as estimated from reads, in bytes per second.
  [[nodiscard]] std::int64_t bitrate() const { return bitrate_; }

 private:
  void look_for_pause(base::TimePoint now) {
    if (now - last_read_ > kPause) paused_ = true;
  }
  void learn() {
    const auto sample = std::min(rate_, 2 * bitrate_);
    bitrate_ = std::clamp(bitrate_ + (sample - bitrate_) / 4, kGuess / 8, kGuess * 8);
  }

  base::TimePoint begin_;
  base::TimePoint last_read_;
  std::int64_t bytes_ = 0;
  std::int64_t rate_ = 0;
  std::int64_t bitrate_ = kGuess;
  bool waited_ = false;
  bool paused_ = false;
};

}  // namespace magnetar::streaming
