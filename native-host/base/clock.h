#pragma once
// The clock as an interface, so that tests can set the time.

#include <chrono>

namespace magnetar::base {

using TimePoint = std::chrono::steady_clock::time_point;
using Duration = std::chrono::steady_clock::duration;

/// Tells the time to units that measure durations.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual TimePoint now() const = 0;
};

/// The machine's monotonic clock.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] TimePoint now() const override { return std::chrono::steady_clock::now(); }
};

/// The monotonic clock for code that no test has to control.
[[nodiscard]] inline TimePoint monotonic_now() {
  return SystemClock().now();
}

}  // namespace magnetar::base
