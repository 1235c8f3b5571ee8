#pragma once
// The threads of connections: one each, started with it and joined after its end. They block SIGPIPE, because
// sendfile() cannot suppress the signal for a client that is gone.

#include <atomic>
#include <functional>
#include <list>
#include <thread>

#include "http/wake_event.h"

namespace magnetar::http {

/// For the acceptor thread only. The destructor joins every thread.
class ConnectionThreads {
 public:
  /// `ended` is raised each time a thread is about to end.
  explicit ConnectionThreads(WakeEvent& ended) : ended_(ended) {}
  ~ConnectionThreads();
  ConnectionThreads(const ConnectionThreads&) = delete;
  ConnectionThreads& operator=(const ConnectionThreads&) = delete;

  /// Joins the threads that have ended and returns the number of others.
  [[nodiscard]] std::size_t running();
  /// Throws std::system_error when the system has no more threads.
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
