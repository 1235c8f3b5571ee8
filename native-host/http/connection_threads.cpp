#include "http/connection_threads.h"

#include <csignal>
#include <system_error>

namespace magnetar::http {
namespace {

void block_sigpipe() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

}  // namespace

ConnectionThreads::~ConnectionThreads() {
  for (auto& worker : workers_) worker.thread.join();
}

std::size_t ConnectionThreads::running() {
  std::erase_if(workers_, [](Worker& worker) {
    if (!worker.ended) return false;
    worker.thread.join();
    return true;
  });
  return workers_.size();
}

void ConnectionThreads::start(std::function<void()> work) {
  auto& worker = workers_.emplace_back();
  try {
    worker.thread = std::thread([this, &worker, work = std::move(work)] {
      block_sigpipe();
      work();
      worker.ended = true;
      ended_.raise();
    });
  } catch (const std::system_error&) {
    workers_.pop_back();
    throw;
  }
}

}  // namespace magnetar::http
