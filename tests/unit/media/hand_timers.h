#pragma once
// Timers without a clock.

#include <deque>
#include <functional>
#include <memory>
#include <utility>

#include "base/executor.h"

namespace magnetar::media {

/// Timers that fire on the test's command.
class HandTimers final : public base::Timers {
 public:
  std::unique_ptr<base::Timer> after(base::Duration delay, std::function<void()> fire) override {
    delays.push_back(delay);
    fires.push_back(std::move(fire));
    return std::make_unique<base::Timer>();
  }
  std::unique_ptr<base::Timer> every(base::Duration, std::function<void()>) override { return nullptr; }

  std::deque<base::Duration> delays;
  std::deque<std::function<void()>> fires;
};

}  // namespace magnetar::media
