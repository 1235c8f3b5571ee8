#pragma once
// The threads that serve connections: one each, started when it comes, joined when it ended. They block
// SIGPIPE: sendfile() has no other way to be told that a client which is gone is no reason to die.

#include <atomic>
#include <functional>
#include <list>
#include <thread>

#include "http/wake_event.h"

namespace magnetar::http {

/// Used by one thread, the acceptor. The destructor joins every thread.
class ConnectionThreads {
 public:
  /// `ended` is raised each time a thread is about to end.
  explicit ConnectionThreads(WakeEvent& ended) : ended_(ended) {}
  ~ConnectionThreads();
  ConnectionThreads(const ConnectionThreads&) = delete;
  ConnectionThreads& operator=(const ConnectionThreads&) = delete;

  /// Joins the threads that ended and counts the others.
  [[nodiscard]] std::size_t running();
  /// Throws std::system_error when the system gives no more threads.
  void start(std::function<void()> work);

 private:
  struct Worker {
    std::atomic<bool> ended = false;
    std::thread thread = {};
  };

  WakeEvent& ended_;
  std::list<Worker> workers_;
};

}  // namespace magnetar::http
