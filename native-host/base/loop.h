#pragma once
// The loop: the thread that owns all state outside libtorrent and the HTTP pool.

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <thread>

#include "base/executor.h"

namespace magnetar::base {

/// An asio io_context as Executor and Timers. run() makes the calling thread the loop thread.
class Loop final : public Executor, public Timers {
 public:
  Loop();
  ~Loop() override;

  /// Runs until stop(). Work that was posted earlier runs first.
  void run();
  /// Makes run() return after the current handler. Any thread, also from the asio callback of a signal.
  void stop();

  void post(std::function<void()> work) override;
  [[nodiscard]] bool in_loop() const override;
  [[nodiscard]] bool admits_caller() const override;
  [[nodiscard]] std::unique_ptr<Timer> after(Duration delay, std::function<void()> fire) override;
  [[nodiscard]] std::unique_ptr<Timer> every(Duration period, std::function<void()> fire) override;

  /// For rooms with asio I/O on the loop (messaging, media).
  [[nodiscard]] boost::asio::io_context& context() { return context_; }

 private:
  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> keep_running_;
  std::atomic<std::thread::id> thread_;
};

}  // namespace magnetar::base
