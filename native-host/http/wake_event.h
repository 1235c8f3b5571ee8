#pragma once
// A flag that poll() can wait for, raised by any thread.

#include "base/unique_fd.h"

namespace magnetar::http {

class WakeEvent {
 public:
  /// Throws std::system_error when the process has no descriptor left.
  WakeEvent();

  void raise();
  void clear();
  /// Readable while the flag is raised.
  [[nodiscard]] int fd() const { return event_.get(); }

 private:
  base::UniqueFd event_;
};

}  // namespace magnetar::http
