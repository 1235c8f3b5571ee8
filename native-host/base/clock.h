#pragma once
// Time as a question, so that tests answer it.

#include <chrono>

namespace magnetar::base {

using TimePoint = std::chrono::steady_clock::time_point;
using Duration = std::chrono::steady_clock::duration;

/// What a unit asks when it needs to know how much time went by.
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

/// The same, where no test needs to answer.
[[nodiscard]] inline TimePoint monotonic_now() {
  return SystemClock().now();
}

}  // namespace magnetar::base
