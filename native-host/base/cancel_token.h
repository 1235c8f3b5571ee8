#pragma once
// A way to tell a waiting thread that its work is not wanted any more.

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

namespace magnetar::base {

/// Shared by the one who waits and the one who cancels. Any thread.
class CancelToken {
 public:
  /// Calls every registered wake-up once; later registrations are called at once.
  void cancel() {
    std::map<int, std::function<void()>> wake;
    {
      const std::lock_guard lock(mutex_);
      if (cancelled_) return;
      cancelled_ = true;
      wake.swap(wake_);
    }
    for (auto& [id, call] : wake) call();
  }

  [[nodiscard]] bool cancelled() const {
    const std::lock_guard lock(mutex_);
    return cancelled_;
  }

  /// Registers a wake-up for as long as the returned handle lives. The wake-up may still be running in the
  /// cancelling thread when the handle goes, so it must own what it touches.
  [[nodiscard]] std::shared_ptr<void> on_cancel(std::function<void()> wake) {
    std::unique_lock lock(mutex_);
    if (cancelled_) {
      lock.unlock();
      wake();
      return nullptr;
    }
    const int id = next_++;
    wake_.emplace(id, std::move(wake));
    return {this, [this, id](void*) {
              const std::lock_guard remove(mutex_);
              wake_.erase(id);
            }};
  }

 private:
  mutable std::mutex mutex_;
  bool cancelled_ = false;
  int next_ = 0;
  std::map<int, std::function<void()>> wake_;
};

}  // namespace magnetar::base
