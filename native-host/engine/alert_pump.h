#pragma once
// Brings libtorrent's alerts to the loop thread.

#include <functional>
#include <libtorrent/alert.hpp>
#include <libtorrent/session_handle.hpp>
#include <memory>

#include "base/executor.h"

namespace magnetar::engine {

/// Posts one job to the loop each time libtorrent's queue stops being empty; the job hands every waiting
/// alert to `handle`. Loop thread.
class AlertPump {
 public:
  using Handler = std::function<void(const libtorrent::alert&)>;

  AlertPump(libtorrent::session_handle session, base::Executor& loop, Handler handle);
  /// Afterwards no alert is handed over.
  ~AlertPump();
  AlertPump(const AlertPump&) = delete;
  AlertPump& operator=(const AlertPump&) = delete;

 private:
  class Queue;
  libtorrent::session_handle session_;
  std::shared_ptr<Queue> queue_;
};

}  // namespace magnetar::engine
