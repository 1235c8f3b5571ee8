#pragma once
// Tells a waiting thread to stop its work.

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

namespace magnetar::base {

/// Shared by the waiting and the cancelling thread. Any thread.
class CancelToken {
 public:
  /// Calls every registered wake-up once; a later registration is called at once.
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

  /// Registers a wake-up for the life of the returned handle. The wake-up may still run in the cancelling
  /// thread when the handle is destroyed, so it must own its data.
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
