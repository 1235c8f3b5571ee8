#pragma once
// Work that takes too long for the loop: runs on one thread of its own, with an answer on the loop.

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <utility>

#include "base/executor.h"

namespace magnetar::app {

/// A thread besides the loop's. Loop thread only.
class Background {
 public:
  virtual ~Background() = default;
  /// Runs `work` on that thread, then `then` on the loop.
  virtual void run(std::function<void()> work, std::function<void()> then) = 0;
};

/// Loop thread only. The destructor waits for the current work; answers under way are then dropped.
class BackgroundWork final : public Background {
 public:
  explicit BackgroundWork(base::Executor& loop) : loop_(loop) {}
  ~BackgroundWork() override {
    thread_.stop();
    thread_.join();
  }
  BackgroundWork(const BackgroundWork&) = delete;
  BackgroundWork& operator=(const BackgroundWork&) = delete;

  void run(std::function<void()> work, std::function<void()> then) override {
    boost::asio::post(thread_, [&loop = loop_, work = std::move(work), then = std::move(then)] {
      work();
      loop.post(then);
    });
  }

 private:
  base::Executor& loop_;
  boost::asio::thread_pool thread_{1};
};

}  // namespace magnetar::app
