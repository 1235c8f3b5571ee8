#pragma once
// Counts the disk jobs of one torrent that are under way. libtorrent's network thread only.

#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace magnetar::engine {

class DiskJobs {
 public:
  /// Calls back when no job is under way: now, or after the handlers of the last job and of the jobs that
  /// those handlers began.
  void when_idle(std::function<void()> then) {
    waiting_.push_back(std::move(then));
    tell();
  }

  /// The handler of a job that is counted from now until the handler has run.
  template <class Handler>
  static auto counted(const std::shared_ptr<DiskJobs>& jobs, Handler handler) {
    ++jobs->running_;
    return [jobs, handler = std::move(handler)](auto&&... result) {
      handler(std::forward<decltype(result)>(result)...);
      --jobs->running_;
      jobs->tell();
    };
  }

 private:
  void tell() {
    if (running_ > 0) return;
    for (const auto& then : std::exchange(waiting_, {})) then();
  }

  int running_ = 0;
  std::vector<std::function<void()>> waiting_;
};

}  // namespace magnetar::engine
