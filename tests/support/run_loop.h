#pragma once
// Runs a loop in the test's thread until a condition holds.

#include <gtest/gtest.h>

#include <chrono>
#include <functional>

#include "base/loop.h"

namespace magnetar::tests {

/// Handles events until `done`; returns false after `deadline`.
[[nodiscard]] inline bool run_until(base::Loop& loop, const std::function<bool()>& done,
                                    std::chrono::milliseconds deadline = std::chrono::seconds(20)) {
  const auto end = std::chrono::steady_clock::now() + deadline;
  while (!done()) {
    if (loop.context().run_one_until(end) == 0) return done();
  }
  return true;
}

/// Handles ready events only.
inline void run_ready(base::Loop& loop) {
  while (loop.context().poll() > 0) {
  }
}

}  // namespace magnetar::tests
