#pragma once
// Access to the loop thread: other threads post work, code on the loop starts timers.

#include <cassert>
#include <functional>
#include <memory>

#include "base/clock.h"

namespace magnetar::base {

/// Runs functions on the loop thread, in the order they were posted. post() may be called from any thread.
class Executor {
 public:
  virtual ~Executor() = default;
  virtual void post(std::function<void()> work) = 0;
  /// Whether the caller runs on the loop thread.
  [[nodiscard]] virtual bool in_loop() const = 0;
  /// Whether the caller may use what belongs to the loop: on its thread, and before and after it runs, when
  /// its owner builds and destroys.
  [[nodiscard]] virtual bool admits_caller() const { return in_loop(); }
};

/// Stands at the entrances of classes that belong to the loop: a call from another thread is a defect, which
/// ends builds with assertions.
inline void assert_in_loop(const Executor& loop) {
  assert(loop.admits_caller());
  static_cast<void>(loop);
}

/// A running timer; destroying it stops the timer.
class Timer {
 public:
  virtual ~Timer() = default;
};

/// Starts timers that fire on the loop thread. Loop thread only.
class Timers {
 public:
  virtual ~Timers() = default;
  /// Calls `fire` once after `delay`.
  [[nodiscard]] virtual std::unique_ptr<Timer> after(Duration delay, std::function<void()> fire) = 0;
  /// Calls `fire` repeatedly, `period` after the end of the call before.
  [[nodiscard]] virtual std::unique_ptr<Timer> every(Duration period, std::function<void()> fire) = 0;
};

}  // namespace magnetar::base
