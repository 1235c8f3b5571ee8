#pragma once
// A clock that the test sets.

#include "base/clock.h"

namespace magnetar::tests {

class FakeClock final : public base::Clock {
 public:
  [[nodiscard]] base::TimePoint now() const override { return now_; }
  void advance(base::Duration by) { now_ += by; }

 private:
  base::TimePoint now_{};
};

}  // namespace magnetar::tests
