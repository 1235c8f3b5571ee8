#pragma once
// A loop that turns on the test's command, and a background thread whose work is done at once.

#include <deque>
#include <functional>
#include <utility>

#include "app/torrents/background_work.h"
#include "base/executor.h"

namespace magnetar::app::tests {

class QueuedLoop final : public base::Executor {
 public:
  void post(std::function<void()> work) override { posted_.push_back(std::move(work)); }
  [[nodiscard]] bool in_loop() const override { return true; }

  /// Runs posted work until the queue is empty.
  void run() {
    while (!posted_.empty()) {
      const auto work = std::move(posted_.front());
      posted_.pop_front();
      work();
    }
  }
  void forget() { posted_.clear(); }

 private:
  std::deque<std::function<void()>> posted_;
};

class PromptBackground final : public Background {
 public:
  explicit PromptBackground(base::Executor& loop) : loop_(loop) {}
  void run(std::function<void()> work, std::function<void()> then) override {
    work();
    loop_.post(std::move(then));
  }

 private:
  base::Executor& loop_;
};

}  // namespace magnetar::app::tests
